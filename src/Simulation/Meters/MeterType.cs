using MBus.Application;

namespace Simulation.Meters;

/// <summary>The data sheet of a type of meter: who makes it, and what its telegrams hold.</summary>
internal sealed class MeterType
{
    /// <summary>Maker and model, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The manufacturer's three letters.</summary>
    public required string Manufacturer { get; init; }

    /// <summary>The version.</summary>
    public required byte Version { get; init; }

    /// <summary>The medium.</summary>
    public required byte Medium { get; init; }

    /// <summary>The telegrams, each a list of records.</summary>
    public IReadOnlyList<MeterRecord[]> Telegrams { get; init; } = [];

    /// <summary>What follows the records of the last telegram after DIF 0Fh.</summary>
    public byte[]? ManufacturerData { get; init; }

    /// <summary>Instead of telegrams with records, the two counters of the fixed data structure (CI 73h).</summary>
    public FixedStructure? Fixed { get; init; }

    /// <summary>Whether the telegrams are encrypted in security mode 5.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The status byte over time. By default, one meter in sixteen has a weak battery after six years.</summary>
    public Func<MeterLife, byte> Status { get; init; } =
        static life => life.Days > 6 * 365 && life.OneOf(400, 16) == 0 ? PowerLow : (byte)0;

    /// <summary>Status bit 2: power low.</summary>
    public const byte PowerLow = 0x04;

    /// <summary>Status bit 4: temporary error.</summary>
    public const byte TemporaryError = 0x10;

    /// <summary>The manufacturer's code.</summary>
    public ManufacturerCode ManufacturerCode => ManufacturerCode.Parse(Manufacturer);
}
