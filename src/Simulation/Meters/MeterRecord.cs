using System.Buffers;
using MBus.Application;

namespace Simulation.Meters;

/// <summary>
/// One line of a meter's data sheet: DIF and VIF as the meter sends them, and its value over time. A register that is full
/// begins again at zero.
/// </summary>
internal sealed class MeterRecord
{
    private readonly byte[] _dib;
    private readonly byte[] _vib;
    private readonly Func<MeterLife, DataValue> _value;
    private readonly string? _unit;

    private MeterRecord(string key, Func<MeterLife, DataValue> value, string? unit = null)
    {
        var parts = key.Split(' ');
        (_dib, _vib, _value, _unit) = (Convert.FromHexString(parts[0]), Convert.FromHexString(parts[1]), value, unit);
    }

    /// <summary>Whether it is a value of now, not a maximum, a minimum or one that was stored.</summary>
    public bool IsInstantaneous => (_dib[0] & 0x70) == 0 && !_dib.Skip(1).Any(extension => (extension & 0x0F) != 0);

    /// <summary>An integer or BCD number, as the DIF says.</summary>
    /// <param name="key">DIF and DIFEs, a blank, VIF and VIFEs: <c>"8C10 06"</c>.</param>
    /// <param name="value">In the unit of the VIF.</param>
    /// <param name="unit">For VIF 7Ch and FCh, the unit's text.</param>
    public static MeterRecord Number(string key, Func<MeterLife, long> value, string? unit = null)
    {
        var field = Convert.FromHexString(key[..2])[0] & 0x0F;
        var integer = field <= 7;
        var bytes = field switch { 7 => 8, 0xE => 6, < 8 => field, _ => field - 8 };
        var limit = integer ? (Int128)1 << ((8 * bytes) - 1) : (Int128)Math.Pow(10, 2 * bytes);
        return new MeterRecord(key, Encode, unit);

        DataValue Encode(MeterLife life)
        {
            var number = (long)(value(life) % limit);
            return integer ? DataValue.Integer(number, bytes) : DataValue.Bcd(number, bytes);
        }
    }

    /// <summary>A number that stays.</summary>
    public static MeterRecord Number(string key, long value) => Number(key, _ => value);

    /// <summary>A binary32 of thousandths.</summary>
    public static MeterRecord Real(string key, Func<MeterLife, long> thousandths) =>
        new(key, life => DataValue.Real32(thousandths(life) / 1_000f));

    /// <summary>Text.</summary>
    public static MeterRecord Text(string key, string text) => new(key, _ => DataValue.OfText(text));

    /// <summary>A date.</summary>
    public static MeterRecord Date(string key, Func<MeterLife, DateTime> date) =>
        new(key, life => DataValue.Date(DateOnly.FromDateTime(date(life))));

    /// <summary>A date with hours and minutes.</summary>
    public static MeterRecord Time(string key, Func<MeterLife, DateTime> time) => new(key, life => DataValue.DateAndTime(time(life)));

    /// <summary>Writes the record.</summary>
    public void Write(IBufferWriter<byte> output, MeterLife life)
    {
        var value = _value(life).Raw.Span;
        output.Write(_dib);
        output.Write(_vib.AsSpan(0, _unit is null ? _vib.Length : 1));
        if (_unit is not null)
        {
            WriteText(output, DataValue.OfText(_unit).Raw.Span);
            output.Write(_vib.AsSpan(1));
        }

        if ((DataField)(_dib[0] & 0x0F) == DataField.Variable)
        {
            WriteText(output, value);
        }
        else
        {
            output.Write(value);
        }
    }

    private static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write([(byte)text.Length]);
        output.Write(text);
    }
}
