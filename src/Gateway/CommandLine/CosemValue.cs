using System.Globalization;
using System.Text;
using Cosem;
using Dlms;
using Dlms.Axdr;

namespace Gateway.CommandLine;

/// <summary>COSEM data as a person types it: <c>type:value</c>, or <c>now</c>.</summary>
internal static class CosemValue
{
    /// <summary>What can be typed, for help and refusals.</summary>
    public const string Help =
        "u8:1, u16:16, u32:, u64:, i8:-1, i16:, i32:, i64:, enum:2, bool:true, bits:0101, hex:00FF (octet-string), text:abc (octet-string), "
        + "visible:abc, utf8:abc, time:2026-03-29T14:05:00+02:00, now, null, axdr:020111FF (anything, as encoded)";

    /// <summary>Reads a value.</summary>
    public static CosemData Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (type, value) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        try
        {
            return Of(type, colon < 0, value);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ApduException)
        {
            throw new RefusedException($"'{text}' is no value of type {type}: {e.Message}", e);
        }
    }

    private static CosemData Of(string type, bool isBare, string value) => type switch
    {
        "null" when isBare => CosemData.Null.Instance,
        "now" when isBare => Time(TimeProvider.System.GetUtcNow(), TimeZoneInfo.Local),
        _ when isBare => throw new RefusedException($"'{type}' has no type; write one of {Help}."),
        "u8" => new CosemData.Unsigned(Number<byte>(value)),
        "u16" => new CosemData.LongUnsigned(Number<ushort>(value)),
        "u32" => new CosemData.DoubleLongUnsigned(Number<uint>(value)),
        "u64" => new CosemData.Long64Unsigned(Number<ulong>(value)),
        "i8" => new CosemData.Integer(Number<sbyte>(value)),
        "i16" => new CosemData.Long(Number<short>(value)),
        "i32" => new CosemData.DoubleLong(Number<int>(value)),
        "i64" => new CosemData.Long64(Number<long>(value)),
        "enum" => new CosemData.Enum(Number<byte>(value)),
        "bool" => new CosemData.Boolean(bool.Parse(value)),
        "bits" => Bits(value),
        "hex" => new CosemData.OctetString(Convert.FromHexString(value)),
        "text" => new CosemData.OctetString(Ascii(value)),
        "visible" => new CosemData.VisibleString(Ascii(value)),
        "utf8" => new CosemData.Utf8String(Encoding.UTF8.GetBytes(value)),
        "time" => Time(value),
        "axdr" => Encoded(Convert.FromHexString(value)),
        _ => throw new RefusedException($"'{type}' is no type; write one of {Help}."),
    };

    private static T Number<T>(string value)
        where T : struct, ISpanParsable<T> => T.Parse(value, CultureInfo.InvariantCulture);

    private static Octets Ascii(string value) => value.All(char.IsAscii) ? Octets.FromAscii(value) : throw new FormatException("It takes ASCII characters.");

    private static CosemData.BitString Bits(string value)
    {
        var octets = new byte[(value.Length + 7) / 8];
        for (var i = 0; i < value.Length; i++)
        {
            octets[i / 8] |= value[i] switch
            {
                '1' => (byte)(0x80 >> (i % 8)),
                '0' => 0,
                _ => throw new FormatException("It takes the digits 0 and 1."),
            };
        }

        return new CosemData.BitString(octets, value.Length);
    }

    private static CosemData.OctetString Time(string value)
    {
        var moment = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal);
        return Time(moment, TimeZoneInfo.CreateCustomTimeZone("typed", moment.Offset, null, null));
    }

    private static CosemData.OctetString Time(DateTimeOffset moment, TimeZoneInfo zone) => new(CosemDateTime.FromMoment(moment, zone).ToOctets());

    private static CosemData Encoded(byte[] octets)
    {
        var reader = new AxdrReader(octets);
        var data = reader.ReadData();
        reader.End();
        return data;
    }
}
