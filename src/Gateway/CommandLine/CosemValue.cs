using System.Globalization;
using System.Text;
using Cosem;
using Dlms;
using Dlms.Axdr;
using Gateway.Configuration;

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
        return colon < 0
            ? Bare(text)
            : Of(type, value) ?? throw new RefusedException($"'{text}' is no value of type {type}: it takes {Takes(type)}.");
    }

    private static CosemData Bare(string word) => word switch
    {
        "null" => CosemData.Null.Instance,
        "now" => Time(TimeProvider.System.GetUtcNow(), TimeZoneInfo.Local),
        _ => throw new RefusedException($"'{word}' has no type; write one of {Help}."),
    };

    /// <summary>The value; null when the text is none of its type.</summary>
    private static CosemData? Of(string type, string value) => type switch
    {
        "u8" => Number<byte>(value, number => new CosemData.Unsigned(number)),
        "u16" => Number<ushort>(value, number => new CosemData.LongUnsigned(number)),
        "u32" => Number<uint>(value, number => new CosemData.DoubleLongUnsigned(number)),
        "u64" => Number<ulong>(value, number => new CosemData.Long64Unsigned(number)),
        "i8" => Number<sbyte>(value, number => new CosemData.Integer(number)),
        "i16" => Number<short>(value, number => new CosemData.Long(number)),
        "i32" => Number<int>(value, number => new CosemData.DoubleLong(number)),
        "i64" => Number<long>(value, number => new CosemData.Long64(number)),
        "enum" => Number<byte>(value, number => new CosemData.Enum(number)),
        "bool" => bool.TryParse(value, out var isTrue) ? new CosemData.Boolean(isTrue) : null,
        "bits" => value.All(digit => digit is '0' or '1') ? Bits(value) : null,
        "hex" => IsHex(value) ? new CosemData.OctetString(Convert.FromHexString(value)) : null,
        "text" => value.All(char.IsAscii) ? new CosemData.OctetString(Octets.FromAscii(value)) : null,
        "visible" => value.All(char.IsAscii) ? new CosemData.VisibleString(Octets.FromAscii(value)) : null,
        "utf8" => new CosemData.Utf8String(Encoding.UTF8.GetBytes(value)),
        "time" => MomentText.TryParseLocal(value, out var at) ? Time(at, TimeZoneInfo.CreateCustomTimeZone("typed", at.Offset, null, null)) : null,
        "axdr" => IsHex(value) ? Encoded(Convert.FromHexString(value)) : null,
        _ => throw new RefusedException($"'{type}' is no type; write one of {Help}."),
    };

    /// <summary>What a type takes, in words.</summary>
    private static string Takes(string type) => type switch
    {
        "u8" or "enum" => WholeNumber(byte.MinValue, byte.MaxValue),
        "u16" => WholeNumber(ushort.MinValue, ushort.MaxValue),
        "u32" => WholeNumber(uint.MinValue, uint.MaxValue),
        "u64" => WholeNumber(ulong.MinValue, ulong.MaxValue),
        "i8" => WholeNumber(sbyte.MinValue, sbyte.MaxValue),
        "i16" => WholeNumber(short.MinValue, short.MaxValue),
        "i32" => WholeNumber(int.MinValue, int.MaxValue),
        "i64" => WholeNumber(long.MinValue, long.MaxValue),
        "bool" => "true or false",
        "bits" => "the digits 0 and 1",
        "hex" => "an even number of hexadecimal digits",
        "time" => $"a time such as {TimeArgument.Example}",
        "axdr" => "the hexadecimal digits of one value in A-XDR and no more, such as 020111FF",
        _ => "ASCII characters",
    };

    private static string WholeNumber(Int128 least, Int128 most) => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");

    private static CosemData? Number<T>(string value, Func<T, CosemData> make)
        where T : struct, ISpanParsable<T> => T.TryParse(value, CultureInfo.InvariantCulture, out var number) ? make(number) : null;

    private static bool IsHex(string value) => value.Length % 2 == 0 && value.All(char.IsAsciiHexDigit);

    private static CosemData.BitString Bits(string value)
    {
        var octets = new byte[(value.Length + 7) / 8];
        for (var i = 0; i < value.Length; i++)
        {
            octets[i / 8] |= (byte)(value[i] == '1' ? 0x80 >> (i % 8) : 0);
        }

        return new CosemData.BitString(octets, value.Length);
    }

    private static CosemData.OctetString Time(DateTimeOffset moment, TimeZoneInfo zone) => new(CosemDateTime.FromMoment(moment, zone).ToOctets());

    private static CosemData? Encoded(byte[] octets)
    {
        try
        {
            var reader = new AxdrReader(octets);
            var data = reader.ReadData();
            reader.End();
            return data;
        }
        catch (ApduException)
        {
            return null;
        }
    }
}
