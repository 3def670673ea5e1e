using System.Globalization;
using System.Text;
using Cosem;

namespace Metering.Mapping;

/// <summary>Reads dlmsDefaultValue as dlmsDataType says.</summary>
internal static class DefaultValue
{
    private const string HexPrefix = "0x";

    /// <summary>The data, or null when the text is none of the type.</summary>
    public static CosemData? TryParse(string text, DataType type, bool isClock) => type switch
    {
        _ when isClock => TimeOctets(text, DataType.DateTime) is { } octets ? new CosemData.OctetString(octets) : null,
        DataType.NullData => Integer(text) is { } number ? Integers.Encode(number, type) : CosemData.VisibleString.Of(text),
        DataType.Integer or DataType.Long or DataType.DoubleLong or DataType.Long64
            or DataType.Unsigned or DataType.LongUnsigned or DataType.DoubleLongUnsigned or DataType.Long64Unsigned =>
            Integer(text) is { } number && Integers.Fits(number, type) ? Integers.Encode(number, type) : null,
        DataType.Enum => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? new CosemData.Enum(value) : null,
        DataType.Boolean => text.ToLowerInvariant() switch
        {
            "true" or "1" => new CosemData.Boolean(Value: true),
            "false" or "0" => new CosemData.Boolean(Value: false),
            _ => null,
        },
        DataType.Float32 => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? CosemData.Float32.FromSingle(value) : null,
        DataType.Float64 => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? CosemData.Float64.FromDouble(value) : null,
        DataType.BitString => Bits(text),
        DataType.OctetString => Octets(text) is { } octets ? new CosemData.OctetString(octets) : null,
        DataType.VisibleString => CosemData.VisibleString.Of(text),
        DataType.Utf8String => new CosemData.Utf8String(Encoding.UTF8.GetBytes(text)),
        DataType.DateTime => TimeOctets(text, type) is { } octets ? new CosemData.DateTime(octets) : null,
        DataType.Date => TimeOctets(text, type) is { } octets ? new CosemData.Date(octets) : null,
        DataType.Time => TimeOctets(text, type) is { } octets ? new CosemData.Time(octets) : null,
        _ => null,
    };

    private static Int128? Integer(string text) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary><c>0x</c> and hexadecimal digits, or the characters as Latin-1.</summary>
    private static byte[]? Octets(string text)
    {
        if (!text.StartsWith(HexPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.Latin1.GetBytes(text);
        }

        var digits = text[HexPrefix.Length..];
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    /// <summary>Digits 0 and 1, the first bit first.</summary>
    private static CosemData.BitString? Bits(string text)
    {
        var octets = new byte[(text.Length + 7) / 8];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('0' or '1'))
            {
                return null;
            }

            octets[i / 8] |= (byte)(text[i] == '1' ? 0x80 >> (i % 8) : 0);
        }

        return new CosemData.BitString(octets, text.Length);
    }

    /// <summary>ISO 8601 without a zone, or <c>0x</c> and the octets.</summary>
    private static byte[]? TimeOctets(string text, DataType type)
    {
        if (text.StartsWith(HexPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Octets(text) is { } octets && octets.Length == TimeEncoding.Length(type) ? octets : null;
        }

        string[] formats = type switch
        {
            DataType.Date => ["yyyy-MM-dd"],
            DataType.Time => ["HH:mm:ss", "HH:mm"],
            _ => ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm"],
        };
        return DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? TimeEncoding.Octets(time, type)
            : null;
    }
}
