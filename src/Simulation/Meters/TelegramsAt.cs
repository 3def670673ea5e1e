using System.Buffers;
using System.Buffers.Binary;
using MBus.Application;
using MBus.Master;

namespace Simulation.Meters;

/// <summary>The telegrams that a meter has to send at one instant: a readout that goes over several has one time.</summary>
internal sealed class TelegramsAt(MeterType type, SecondaryAddress meter, MeterInstant at)
{
    private const byte Filler = 0x2F;
    private const int BlockLength = 16;
    private const int Mode5 = 0x0500;

    /// <summary>How many there are.</summary>
    public int Count => Math.Max(1, type.Telegrams.Length);

    /// <summary>The telegram with a number from 0.</summary>
    /// <param name="number">The number; after the last telegram the first follows.</param>
    /// <param name="address">The primary address.</param>
    /// <param name="accessNumber">The access number.</param>
    /// <param name="isEndless">Whether it says that more follow, whatever is true.</param>
    public byte[] Build(int number, byte address, byte accessNumber, bool isEndless)
    {
        if (type.Counters is { } counters)
        {
            return TelegramWriter.Fixed(address, Fixed(counters, accessNumber));
        }

        var records = Records(number % Count, isEndless);
        var header = new TelegramHeader
        {
            Kind = type.Header,
            Identification = meter.Identification,
            Manufacturer = meter.Manufacturer,
            Version = meter.Version,
            Medium = meter.Medium,
            AccessNumber = accessNumber,
            Status = at.Status,
            Configuration = new ConfigurationField((ushort)(type.Key is null ? 0 : Mode5 | (records.Length / BlockLength << 4))),
        };
        return TelegramWriter.Variable(address, header, records, type.Key);
    }

    private byte[] Records(int number, bool isEndless)
    {
        var telegram = type.Telegrams[number];
        var records = new ArrayBufferWriter<byte>();
        if (type.Key is not null)
        {
            records.Write([Filler, Filler]);
        }

        foreach (var record in telegram.Records)
        {
            record.Write(records, at);
        }

        var more = isEndless || number + 1 < Count;
        if (more || telegram.ManufacturerData is not null)
        {
            TelegramWriter.EndWith(records, more, telegram.ManufacturerData);
        }

        while (type.Key is not null && records.WrittenCount % BlockLength != 0)
        {
            records.Write([Filler]);
        }

        return records.WrittenSpan.ToArray();
    }

    private byte[] Fixed(FixedCounters counters, byte accessNumber)
    {
        var data = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(data, meter.Identification);
        data[4] = accessNumber;
        // Bits 0 and 1 say how the counters are coded and stored; 0 is BCD and now.
        data[5] = (byte)(at.Status & 0xFC);
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(6), counters.MediumAndUnits);
        const int Counter = 100_000_000;
        DataValue.Bcd(counters.First(at) % Counter, 4).Raw.CopyTo(data.AsMemory(8));
        DataValue.Bcd(counters.Second(at) % Counter, 4).Raw.CopyTo(data.AsMemory(12));
        return data;
    }
}
