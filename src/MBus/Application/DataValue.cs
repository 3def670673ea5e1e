using System.Buffers.Binary;
using System.Text;

namespace MBus.Application;

/// <summary>
/// The data of one record, exactly as the meter sent them: an integer that <see cref="Vib.Exponent"/> scales, the four bytes of
/// a real, a time, text or bytes (EN 13757-3, annex A). Never rounded, never a floating point number.
/// </summary>
public readonly struct DataValue
{
    private DataValue(DataType type, ReadOnlyMemory<byte> raw, Int128 number, ValueFlags flags, bool hasValue)
    {
        Type = type;
        Raw = raw;
        Number = number;
        Flags = flags;
        HasValue = hasValue;
    }

    /// <summary>What kind of value this is.</summary>
    public DataType Type { get; }

    /// <summary>The data bytes as sent, without the length byte of variable data.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The number of an integer, BCD or bits, not yet scaled; otherwise 0.</summary>
    public Int128 Number { get; }

    /// <summary>What a reader has to know beside the value.</summary>
    public ValueFlags Flags { get; }

    /// <summary>Whether the meter gave a value: not for display codes, NaN, impossible dates, bytes and missing data.</summary>
    public bool HasValue { get; }

    /// <summary>Whether <see cref="Number"/> is the value.</summary>
    public bool IsNumber => HasValue && Type is DataType.Integer or DataType.Unsigned or DataType.Bits or DataType.Bcd;

    /// <summary>The real; NaN for other types.</summary>
    public float Real => Type == DataType.Real ? BinaryPrimitives.ReadSingleLittleEndian(Raw.Span) : float.NaN;

    /// <summary>The date or time; default for other types.</summary>
    public MBusTime Time => Type is DataType.Date or DataType.Time or DataType.DateTime ? MBusTime.Read(Raw.Span) : default;

    /// <summary>The text in reading order; empty for other types.</summary>
    public string Text => Type == DataType.Text ? Vib.ReadingOrder(Raw.Span) : "";

    /// <summary>A signed integer of 1, 2, 3, 4, 6 or 8 bytes.</summary>
    public static DataValue Integer(long number, int bytes)
    {
        Span<byte> wide = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(wide, number);
        var raw = wide[..bytes].ToArray();
        var read = ReadInteger(raw, unsigned: false);
        return read == number
            ? new DataValue(DataType.Integer, raw, number, ValueFlags.None, hasValue: true)
            : throw new ArgumentOutOfRangeException(nameof(number), number, $"The number does not fit {bytes} bytes.");
    }

    /// <summary>A BCD number of 1 to 9 bytes; a minus takes the top digit.</summary>
    public static DataValue Bcd(long number, int bytes)
    {
        var raw = new byte[bytes];
        var rest = Math.Abs(number);
        for (var i = 0; i < bytes; i++, rest /= 100)
        {
            raw[i] = (byte)(rest % 100 / 10 * 16 + (rest % 10));
        }

        if (rest != 0 || (number < 0 && raw[^1] >= 0x10))
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, $"The number does not fit {2 * bytes} digits.");
        }

        raw[^1] |= (byte)(number < 0 ? 0xF0 : 0);
        return new DataValue(DataType.Bcd, raw, number, ValueFlags.None, hasValue: true);
    }

    /// <summary>A binary32.</summary>
    public static DataValue Real32(float number)
    {
        var raw = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(raw, number);
        return OfReal(raw);
    }

    /// <summary>Text of at most 191 characters of Latin-1.</summary>
    public static DataValue OfText(string text)
    {
        var raw = Encoding.Latin1.GetBytes(text);
        Array.Reverse(raw);
        return raw.Length < DataCoding.FirstBcdLvar
            ? new DataValue(DataType.Text, raw, 0, ValueFlags.None, hasValue: true)
            : throw new ArgumentOutOfRangeException(nameof(text), text.Length, "Text of a record has at most 191 characters.");
    }

    /// <summary>Type G.</summary>
    public static DataValue Date(DateOnly date) => OfTime(MBusTime.WriteDate(date));

    /// <summary>Type F, the meter's own time.</summary>
    public static DataValue DateAndTime(DateTime time, bool summer = false, bool invalid = false) =>
        OfTime(MBusTime.WriteDateTime(time, summer, invalid));

    /// <summary>No data.</summary>
    internal static DataValue Nothing(DataType type) => new(type, default, 0, ValueFlags.None, hasValue: false);

    /// <summary>Bytes without meaning to this layer.</summary>
    internal static DataValue OfBytes(ReadOnlyMemory<byte> raw) => new(DataType.Bytes, raw, 0, ValueFlags.None, hasValue: false);

    /// <summary>Text as sent.</summary>
    internal static DataValue OfText(ReadOnlyMemory<byte> raw) => new(DataType.Text, raw, 0, ValueFlags.None, hasValue: true);

    /// <summary>A complete secondary address as sent.</summary>
    internal static DataValue OfIdentification(ReadOnlyMemory<byte> raw) =>
        new(DataType.Identification, raw, 0, ValueFlags.None, hasValue: true);

    /// <summary>Types G, J, F, I as sent.</summary>
    internal static DataValue OfTime(ReadOnlyMemory<byte> raw)
    {
        var time = MBusTime.Read(raw.Span);
        return new DataValue(time.Type, raw, 0, time.Flags, time.IsValid);
    }

    /// <summary>Type H as sent.</summary>
    internal static DataValue OfReal(ReadOnlyMemory<byte> raw)
    {
        var finite = float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(raw.Span));
        return new DataValue(DataType.Real, raw, 0, finite ? ValueFlags.None : ValueFlags.NotANumber, finite);
    }

    /// <summary>Types B, C and D as sent, 1 to 15 bytes.</summary>
    internal static DataValue OfInteger(DataType type, ReadOnlyMemory<byte> raw) =>
        raw.IsEmpty ? Nothing(DataType.None) : new DataValue(type, raw, ReadInteger(raw.Span, type != DataType.Integer), ValueFlags.None, hasValue: true);

    /// <summary>
    /// Type A as sent: the low digit first. The top digit F is a minus, A, B and C are 10, 11 and 12; any other A-F is a display
    /// code and no number.
    /// </summary>
    internal static DataValue OfBcd(ReadOnlyMemory<byte> raw, bool negative = false)
    {
        var span = raw.Span;
        if (span.IsEmpty)
        {
            return Nothing(DataType.None);
        }

        var top = span[^1] >> 4;
        long number = top <= 0xC ? top : 0;
        var digits = top <= 0xC || top == 0xF;
        for (var i = span.Length - 1; i >= 0; i--)
        {
            var (high, low) = (span[i] >> 4, span[i] & 0x0F);
            digits &= low <= 9 && (high <= 9 || i == span.Length - 1);
            number = i == span.Length - 1 ? (number * 10) + low : (number * 100) + (high * 10) + low;
        }

        return digits
            ? new DataValue(DataType.Bcd, raw, negative || top == 0xF ? -number : number, top is > 9 and <= 0xC ? ValueFlags.BcdOverflow : ValueFlags.None, hasValue: true)
            : new DataValue(DataType.Bcd, raw, 0, ValueFlags.BcdInvalid, hasValue: false);
    }

    private static Int128 ReadInteger(ReadOnlySpan<byte> raw, bool unsigned)
    {
        if (raw.Length > sizeof(ulong))
        {
            return ReadLongInteger(raw, unsigned);
        }

        ulong number = 0;
        for (var i = raw.Length - 1; i >= 0; i--)
        {
            number = (number << 8) | raw[i];
        }

        var unused = 64 - (8 * raw.Length);
        return unsigned ? number : (long)(number << unused) >> unused;
    }

    private static Int128 ReadLongInteger(ReadOnlySpan<byte> raw, bool unsigned)
    {
        Span<byte> wide = stackalloc byte[16];
        wide.Fill(!unsigned && (raw[^1] & 0x80) != 0 ? (byte)0xFF : (byte)0);
        raw.CopyTo(wide);
        return BinaryPrimitives.ReadInt128LittleEndian(wide);
    }
}
