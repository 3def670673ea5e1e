using System.Buffers.Binary;

namespace MBus.Application;

/// <summary>
/// The fixed data structure (EN 13757-3, annex C, CI 73h): two counters of four bytes.
/// <code>
/// identification(4, BCD) access status medium/unit(2) counter 1(4) counter 2(4)
/// 78563412 0A 00 E97E 01000000 35010000   12345678, water, 1 l and 135 l
/// medium/unit: bits 5-0 of byte 0 unit of counter 1, of byte 1 unit of counter 2; bits 7-6 of both the medium, low bits first
/// </code>
/// </summary>
internal static class FixedData
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 16;

    /// <summary>How many counters there are.</summary>
    public const int Counters = 2;

    private const int CounterStart = 8;
    private const int CounterLength = 4;
    private const byte StatusBinary = 0x01;
    private const byte StatusStored = 0x02;
    private const int SameUnitHistoric = 0x3E;

    private static readonly VifEntry[] Units = BuildUnits();

    /// <summary>The codes 0-15 of the structure as codes of the device type table; A-E send their counters MSB first.</summary>
    private static readonly byte[] Media = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0F, 0x03, 0x04, 0x06, 0x07, 0x08, 0x0F];

    /// <summary>Reads the eight bytes before the counters.</summary>
    public static TelegramHeader ReadHeader(ReadOnlySpan<byte> data) => new()
    {
        Kind = TelegramHeaderKind.Fixed,
        Identification = BinaryPrimitives.ReadUInt32LittleEndian(data),
        AccessNumber = data[4],
        Status = data[5],
        Medium = new Medium(Media[MediumCode(data)]),
    };

    /// <summary>Reads one of the two counters.</summary>
    public static DataRecord Read(ReadOnlyMemory<byte> data, int counter)
    {
        var span = data.Span;
        var unit = span[6 + counter] & 0x3F;
        var historic = unit == SameUnitHistoric;
        var entry = Units[historic ? span[7 - counter] & 0x3F : unit];
        var raw = data.Slice(CounterStart + (CounterLength * counter), CounterLength);
        var dib = new Dib
        {
            Field = (span[5] & StatusBinary) != 0 ? DataField.Integer32 : DataField.Bcd8,
            Storage = historic || (span[5] & StatusStored) != 0 ? 1u : 0u,
        };
        return new DataRecord(CounterStart + (CounterLength * counter), raw, dib, new Vib(entry), InOrder(span, raw), lvar: 0);
    }

    /// <summary>Whether the medium says that the counters are sent most significant byte first.</summary>
    public static bool CountersAreTurned(ReadOnlySpan<byte> data) => MediumCode(data) is >= 0x0A and <= 0x0E;

    private static int MediumCode(ReadOnlySpan<byte> data) => (data[6] >> 6) | ((data[7] >> 4) & 0x0C);

    /// <summary>Media A to E send the most significant byte first.</summary>
    private static ReadOnlyMemory<byte> InOrder(ReadOnlySpan<byte> data, ReadOnlyMemory<byte> raw)
    {
        if (!CountersAreTurned(data))
        {
            return raw;
        }

        var reversed = raw.ToArray();
        Array.Reverse(reversed);
        return reversed;
    }

    private static VifEntry[] BuildUnits()
    {
        var units = new VifEntry[64];
        Array.Fill(units, VifTable.Reserved);
        units[0x00] = new VifEntry("time", "", 0, VifKind.Bytes);
        units[0x01] = new VifEntry("date", "", 0, VifKind.Bytes);
        Powers(units, 0x02, 9, "energy", "Wh", 0);
        Powers(units, 0x0B, 9, "energy", "J", 3);
        Powers(units, 0x14, 9, "power", "W", 0);
        Powers(units, 0x1D, 9, "power", "J/h", 3);
        Powers(units, 0x26, 9, "volume", "m3", -6);
        Powers(units, 0x2F, 9, "volume-flow", "m3/h", -6);
        Powers(units, 0x38, 1, "temperature", "°C", -3);
        Powers(units, 0x39, 1, "hca", "", 0);
        Powers(units, 0x3F, 1, "dimensionless", "", 0);
        return units;
    }

    private static void Powers(VifEntry[] units, int first, int count, string quantity, string unit, int exponent)
    {
        for (var n = 0; n < count; n++)
        {
            units[first + n] = new VifEntry(quantity, unit, exponent + n, VifKind.Number);
        }
    }
}
