using MBus.Application;
using MBus.Master;

namespace Benchmarks;

/// <summary>A slave of a <see cref="SyntheticBus"/>, with one telegram of typical length.</summary>
internal sealed class SyntheticMeter
{
    /// <summary>The telegram of a heat meter: 11 records, 87 bytes.</summary>
    public const int TelegramLength = 87;

    private const int Records = 11;
    private const uint FirstIdentification = 0x10000000;

    /// <summary>A meter.</summary>
    /// <param name="number">Its number on the bus, less than 10,000.</param>
    /// <param name="delay">How long it takes to begin an answer.</param>
    /// <param name="isDead">Whether it never answers.</param>
    public SyntheticMeter(int number, TimeSpan delay, bool isDead)
    {
        (Delay, IsDead) = (delay, isDead);
        var digits = Convert.ToUInt32(number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture), 16);
        Address = new SecondaryAddress(FirstIdentification + digits, ManufacturerCode.Parse("ELV"), 1, new Medium(4));
        var header = new TelegramHeader
        {
            Kind = TelegramHeaderKind.Long,
            Identification = Address.Identification,
            Manufacturer = Address.Manufacturer,
            Version = Address.Version,
            Medium = Address.Medium,
        };
        byte[] record = [0x04, 0x13, 1, 2, 3, 4];
        Telegram = TelegramWriter.Variable(1, header, [.. Enumerable.Repeat(record, Records).SelectMany(bytes => bytes)]);
    }

    /// <summary>What it is selected by.</summary>
    public SecondaryAddress Address { get; }

    /// <summary>How long it takes to begin an answer.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Whether it never answers.</summary>
    public bool IsDead { get; }

    /// <summary>Its answer.</summary>
    public byte[] Telegram { get; }

    /// <summary>Until then it works at an answer and does not hear.</summary>
    public TimeSpan BusyUntil { get; set; }
}
