using System.Globalization;
using System.Text;
using Cosem;
using MBus.Application;

namespace Gateway.Api;

/// <summary>COSEM data as exact text for programs: decimals with a point, times as ISO 8601, texts as they are, other octets in hexadecimal digits.</summary>
internal static class ValueText
{
    /// <summary>Number x 10^scaler, exactly; null where there is no value.</summary>
    public static string? Of(CosemData data, sbyte scaler) => data switch
    {
        CosemData.Null => null,
        CosemData.Boolean boolean => boolean.Value ? "true" : "false",
        CosemData.Float32 real => ExactNumber.FormatReal(BitConverter.UInt32BitsToSingle(real.Bits), scaler),
        CosemData.Float64 real => double.IsFinite(real.Value) ? real.Value.ToString("R", CultureInfo.InvariantCulture) + (scaler == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" x 10^{scaler}")) : null,
        CosemData.VisibleString text => text.Text,
        CosemData.Utf8String text => text.Text,
        CosemData.OctetString octets => Octets(octets.Value.Span),
        CosemData.DateTime time => Octets(time.Value.Span),
        CosemData.Date date => Convert.ToHexString(date.Value.Span),
        CosemData.Time time => Convert.ToHexString(time.Value.Span),
        _ => Number(data) is { } number ? ExactNumber.Format(number, scaler) : CommandLine.CosemText.Of(data),
    };

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

    /// <summary>Whether the text of a value is that of the meter and not a number of ours.</summary>
    public static bool IsFree(CosemData data) => data is CosemData.VisibleString or CosemData.Utf8String or CosemData.OctetString;

    private static string Octets(ReadOnlySpan<byte> octets) =>
        octets.Length == CosemDateTime.Length && CosemDateTime.TryParse(octets, out var time) ? Time(time)
        : octets.Length > 0 && !octets.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Encoding.ASCII.GetString(octets)
        : Convert.ToHexString(octets);

    /// <summary><c>2026-03-29T14:05:00+02:00</c>; without an offset where none is specified, and as a person reads it where a field is not.</summary>
    private static string Time(CosemDateTime time)
    {
        if (time.ToMoment(TimeZoneInfo.Utc) is not { } moment)
        {
            return CommandLine.CosemTimeText.Of(time);
        }

        return moment.ToString(time.Deviation == CosemDateTime.DeviationNotSpecified ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
