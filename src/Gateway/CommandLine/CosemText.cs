using System.Globalization;
using System.Text;
using Cosem;
using MBus.Application;

namespace Gateway.CommandLine;

/// <summary>COSEM data for people: numbers as decimals, octet-strings as text, time, date, logical name or hexadecimal digits.</summary>
internal static class CosemText
{
    /// <summary>The value of a register: number x 10^scaler, exactly, with its unit.</summary>
    public static string Register(CosemData value, ScalerUnit scalerUnit) =>
        $"{Scaled(value, scalerUnit.Scaler)} {UnitSymbol.Of(scalerUnit.Unit)}".TrimEnd();

    /// <summary>Number x 10^scaler, exactly.</summary>
    public static string Scaled(CosemData value, sbyte scaler) => value switch
    {
        CosemData.Float32 real => ExactNumber.FormatReal(BitConverter.UInt32BitsToSingle(real.Bits), scaler) ?? "not a number",
        CosemData.Float64 real when scaler != 0 && double.IsFinite(real.Value) => string.Create(CultureInfo.InvariantCulture, $"{Of(value)} x 10^{scaler}"),
        _ => Number(value) is { } integer ? ExactNumber.Format(integer, scaler) : Of(value),
    };

    /// <summary>Any data, in one line.</summary>
    public static string Of(CosemData data) => data switch
    {
        CosemData.Null => "null",
        CosemData.Boolean boolean => boolean.Value ? "true" : "false",
        CosemData.OctetString octets => Octets(octets.Value.Span),
        CosemData.VisibleString text => Printable(text.Text),
        CosemData.Utf8String text => Printable(text.Text),
        CosemData.DateTime time => Octets(time.Value.Span),
        CosemData.Float32 real => BitConverter.UInt32BitsToSingle(real.Bits).ToString("R", CultureInfo.InvariantCulture),
        CosemData.Float64 real => BitConverter.UInt64BitsToDouble(real.Bits).ToString("R", CultureInfo.InvariantCulture),
        CosemData.Elements elements => $"{(elements is CosemData.Array ? '[' : '{')}{string.Join(", ", elements.Items.Select(Of))}{(elements is CosemData.Array ? ']' : '}')}",
        _ => Number(data)?.ToString(CultureInfo.InvariantCulture) ?? data.ToString(),
    };

    /// <summary>A text without control characters, which a terminal would obey: each is shown as U+FFFD.</summary>
    public static string Printable(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;

    /// <summary>The integer as the register has it, without its scaler; null when it is none.</summary>
    public static Int128? Number(CosemData? data) => data switch
    {
        CosemData.Integer number => number.Value,
        CosemData.Long number => number.Value,
        CosemData.DoubleLong number => number.Value,
        CosemData.Long64 number => number.Value,
        CosemData.Unsigned number => number.Value,
        CosemData.LongUnsigned number => number.Value,
        CosemData.DoubleLongUnsigned number => number.Value,
        CosemData.Long64Unsigned number => number.Value,
        CosemData.Enum number => number.Value,
        _ => null,
    };

    private static string Octets(ReadOnlySpan<byte> octets)
    {
        if (octets.Length == CosemDateTime.Length && CosemDateTime.TryParse(octets, out var time))
        {
            return CosemTimeText.Of(time);
        }

        // value group F is 255 in nearly every logical name, and in no text
        return octets.Length == LogicalName.Length && octets[^1] == byte.MaxValue ? LogicalName.FromOctets(octets).ToString()
            : CosemTimeText.TryDate(octets, out var date) ? date
            : octets.Length > 0 && !octets.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Encoding.ASCII.GetString(octets)
            : Convert.ToHexString(octets);
    }
}
