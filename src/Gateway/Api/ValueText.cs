using System.Globalization;
using System.Text;
using Cosem;
using Gateway.CommandLine;
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
        CosemData.Date date => Octets(date.Value.Span),
        CosemData.Time time => Convert.ToHexString(time.Value.Span),
        _ => CosemText.Number(data) is { } number ? ExactNumber.Format(number, scaler) : CosemText.Of(data),
    };

    /// <summary>Whether the text of a value is that of the meter and not a number of ours.</summary>
    public static bool IsFree(CosemData data) => data is CosemData.VisibleString or CosemData.Utf8String or CosemData.OctetString;

    private static string Octets(ReadOnlySpan<byte> octets) =>
        octets.Length == CosemDateTime.Length && CosemDateTime.TryParse(octets, out var time) ? CosemTimeText.Of(time)
        : CosemTimeText.TryDate(octets, out var date) ? date
        : octets.Length > 0 && !octets.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Encoding.ASCII.GetString(octets)
        : Convert.ToHexString(octets);
}
