using System.Buffers;
using MBus.Application;
using MBus.Link;
using MBus.Master;
using Simulation.Meters;

namespace Simulation;

/// <summary>One meter of a simulated bus: who it is, and what its telegrams hold at a moment.</summary>
public sealed class SimulatedMeter
{
    /// <summary>The AES-128 key of the meters that encrypt: 00112233445566778899AABBCCDDEEFF.</summary>
    public static readonly ReadOnlyMemory<byte> WellKnownKey = Convert.FromHexString("00112233445566778899AABBCCDDEEFF");

    private const byte Filler = 0x2F;
    private const int BlockLength = 16;

    private readonly MeterType _type;
    private readonly ulong _seed;
    private byte _accessNumber;

    internal SimulatedMeter(MeterType type, uint identification, PrimaryAddress primaryAddress, ulong seed)
    {
        _type = type;
        _seed = seed;
        _accessNumber = (byte)seed;
        Address = new SecondaryAddress(identification, type.ManufacturerCode, type.Version, new Medium(type.Medium));
        PrimaryAddress = primaryAddress;
        Slave = new Slave(this, Seed.Of(seed, 500));
    }

    /// <summary>Maker and model, with the word SIMULATED.</summary>
    public string Name => $"SIMULATED {_type.Name}";

    /// <summary>The secondary address.</summary>
    public SecondaryAddress Address { get; }

    /// <summary>The primary address; a master can change it.</summary>
    public PrimaryAddress PrimaryAddress { get; set; }

    /// <summary>The baud rate it listens at; a master can change it. 2400 as delivered.</summary>
    public int BaudRate { get; set; } = 2400;

    /// <summary>What goes wrong with its answers.</summary>
    public AnswerFaults Faults { get; set; } = AnswerFaults.None;

    /// <summary>The key that its telegrams are encrypted with; empty when they are not.</summary>
    public ReadOnlyMemory<byte> Key => _type.IsEncrypted ? WellKnownKey : default;

    /// <summary>Its side of the link layer.</summary>
    internal Slave Slave { get; }

    /// <summary>How many telegrams its answer has.</summary>
    /// <param name="onlyInstantaneous">After an application reset to instantaneous values.</param>
    internal int TelegramCount(bool onlyInstantaneous) => onlyInstantaneous || _type.Fixed is not null ? 1 : _type.Telegrams.Count;

    /// <summary>A telegram with the next access number.</summary>
    /// <param name="number">The telegram's number, from 0.</param>
    /// <param name="onlyInstantaneous">Leaves out what is stored, and maxima.</param>
    /// <param name="time">The moment of its values, in the meter's standard time.</param>
    internal byte[] Telegram(int number, bool onlyInstantaneous, DateTime time)
    {
        _accessNumber++;
        var life = new MeterLife(_seed, Address.Identification, time);
        return _type.Fixed is { } structure
            ? FixedTelegram(structure, life)
            : VariableTelegram(Records(number, onlyInstantaneous, life), life);
    }

    private byte[] FixedTelegram(FixedStructure structure, MeterLife life)
    {
        const int Limit = 100_000_000;
        return TelegramWriter.Fixed(PrimaryAddress.Value,
        [
            .. Address.ToBytes().AsSpan(0, 4),
            _accessNumber,
            _type.Status(life),
            .. structure.MediumAndUnits,
            .. DataValue.Bcd(structure.First(life) % Limit, 4).Raw.Span,
            .. DataValue.Bcd(structure.Second(life) % Limit, 4).Raw.Span,
        ]);
    }

    private byte[] VariableTelegram(byte[] records, MeterLife life)
    {
        var header = new TelegramHeader
        {
            Kind = TelegramHeaderKind.Long,
            Identification = Address.Identification,
            Manufacturer = Address.Manufacturer,
            Version = Address.Version,
            Medium = Address.Medium,
            AccessNumber = _accessNumber,
            Status = _type.Status(life),
        };
        if (!_type.IsEncrypted)
        {
            return TelegramWriter.Variable(PrimaryAddress.Value, header, records);
        }

        // Mode 5 encrypts whole blocks that begin with two fillers, and the last one is filled up.
        var blocks = (records.Length + 2 + BlockLength - 1) / BlockLength;
        var plain = new byte[blocks * BlockLength];
        plain.AsSpan().Fill(Filler);
        records.CopyTo(plain, 2);
        var encrypted = header with { Configuration = new ConfigurationField((ushort)(0x0500 | (blocks << 4))) };
        return TelegramWriter.Variable(PrimaryAddress.Value, encrypted, plain, Key.Span);
    }

    private byte[] Records(int number, bool onlyInstantaneous, MeterLife life)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var record in _type.Telegrams[number].Where(record => !onlyInstantaneous || record.IsInstantaneous))
        {
            record.Write(output, life);
        }

        var isLast = number == TelegramCount(onlyInstantaneous) - 1;
        if (!isLast || _type.ManufacturerData is not null)
        {
            TelegramWriter.EndWith(output, moreFollow: !isLast, isLast ? _type.ManufacturerData : []);
        }

        return output.WrittenSpan.ToArray();
    }
}
