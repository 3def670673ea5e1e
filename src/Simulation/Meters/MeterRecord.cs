using System.Buffers;
using MBus.Application;

namespace Simulation.Meters;

/// <summary>
/// One line of a meter's data sheet: DIF, DIFEs, VIF and VIFEs in hexadecimal, as manuals print them, and where the value
/// comes from. Numbers are in the unit that the VIF says; one too large for its data field starts again at 0, as counters do.
/// </summary>
internal sealed class MeterRecord
{
    private const byte Extension = 0x80;

    private readonly byte[] _dib;
    private readonly byte[] _vib;
    private readonly Func<MeterInstant, DataValue> _value;
    private readonly string? _unitText;

    private MeterRecord(string key, Func<MeterInstant, DataField, DataValue> value, string? unitText = null)
    {
        var bytes = Convert.FromHexString(key.Replace(" ", "", StringComparison.Ordinal));
        var length = bytes.TakeWhile(b => (b & Extension) != 0).Count() + 1;
        var field = (DataField)(bytes[0] & 0x0F);
        (_dib, _vib) = (bytes[..length], bytes[length..]);
        (_value, _unitText) = (at => value(at, field), unitText);
    }

    /// <summary>A number; the data field says how it is coded.</summary>
    public static MeterRecord Number(string key, Func<MeterInstant, long> value, string? unitText = null) =>
        new(key, (at, field) => Encode(value(at), field), unitText);

    /// <summary>A number that does not change.</summary>
    public static MeterRecord Number(string key, long value, string? unitText = null) => Number(key, _ => value, unitText);

    /// <summary>A binary32, from thousandths; null is "not a number".</summary>
    public static MeterRecord Real(string key, Func<MeterInstant, long?> thousandths) =>
        new(key, (at, _) => DataValue.Real32(thousandths(at) is { } number ? (float)(number / 1000.0) : float.NaN));

    /// <summary>Eight digits that name something.</summary>
    public static MeterRecord Digits(string key, Func<MeterInstant, uint> digits) => Number(key, at => Number(digits(at)));

    /// <summary>The meter's clock.</summary>
    public static MeterRecord Clock(string key) => DateAndTime(key, at => at.Clock);

    /// <summary>A date with time.</summary>
    public static MeterRecord DateAndTime(string key, Func<MeterInstant, DateTime> value) =>
        new(key, (at, _) => DataValue.DateAndTime(value(at)));

    /// <summary>A date; of a set date the day that it ends, as most meters have it.</summary>
    public static MeterRecord Date(string key, Func<MeterInstant, DateTime> value) =>
        new(key, (at, _) => DataValue.Date(DateOnly.FromDateTime(value(at))));

    /// <summary>Text.</summary>
    public static MeterRecord Text(string key, string text, string? unitText = null) => new(key, (_, _) => DataValue.OfText(text), unitText);

    /// <summary>Writes the record as it is at an instant.</summary>
    public void Write(IBufferWriter<byte> records, MeterInstant at)
    {
        var value = _value(at);
        records.Write(_dib);
        records.Write(_vib.AsSpan(0, 1));
        if (_unitText is not null)
        {
            WriteText(records, DataValue.OfText(_unitText));
        }

        records.Write(_vib.AsSpan(1));
        if (value.Type == DataType.Text)
        {
            WriteText(records, value);
        }
        else
        {
            records.Write(value.Raw.Span);
        }
    }

    /// <summary>Length and characters.</summary>
    private static void WriteText(IBufferWriter<byte> records, in DataValue text)
    {
        records.Write([(byte)text.Raw.Length]);
        records.Write(text.Raw.Span);
    }

    private static DataValue Encode(long number, DataField field)
    {
        var bytes = field switch
        {
            DataField.Integer48 or DataField.Bcd12 => 6,
            DataField.Integer64 => 8,
            >= DataField.Bcd2 => field - DataField.Selection,
            _ => (int)field,
        };
        if (field >= DataField.Bcd2)
        {
            // A minus takes the top digit.
            return DataValue.Bcd(number % Power(10, number < 0 ? (2 * bytes) - 1 : 2 * bytes), bytes);
        }

        return DataValue.Integer(bytes == sizeof(long) ? number : number % Power(2, (8 * bytes) - 1), bytes);
    }

    private static long Power(int of, int exponent)
    {
        long power = 1;
        for (; exponent > 0; exponent--)
        {
            power *= of;
        }

        return power;
    }

    /// <summary>BCD digits as the number that they print.</summary>
    private static long Number(uint digits) => long.Parse($"{digits:X8}", System.Globalization.CultureInfo.InvariantCulture);
}
