using Cosem;
using Gateway.CommandLine;

namespace Gateway.Tests;

/// <summary>COSEM data as a person types it.</summary>
public class CosemValueTests
{
    [Theory]
    [InlineData("u8:1", "1101")]
    [InlineData("u16:16", "120010")]
    [InlineData("u32:1", "0600000001")]
    [InlineData("u64:1", "150000000000000001")]
    [InlineData("i8:-1", "0FFF")]
    [InlineData("i16:-1", "10FFFF")]
    [InlineData("i32:-1", "05FFFFFFFF")]
    [InlineData("i64:-1", "14FFFFFFFFFFFFFFFF")]
    [InlineData("enum:3", "1603")]
    [InlineData("bool:true", "0301")]
    [InlineData("bits:010000001", "04094080")]
    [InlineData("hex:00FF", "090200FF")]
    [InlineData("hex:", "0900")]
    [InlineData("text:a:b", "0903613A62")]
    [InlineData("visible:ab", "0A026162")]
    [InlineData("utf8:\u00e4", "0C02C3A4")]
    [InlineData("null", "00")]
    [InlineData("axdr:02021101120002", "02021101120002")]
    [InlineData("time:2026-03-30T14:05:00+02:00", "090C07EA031E010E0500FFFF8800")]
    public void Values_have_a_type(string text, string encoded)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new Dlms.Axdr.AxdrWriter(output).WriteData(CosemValue.Parse(text));
        Assert.Equal(encoded, Convert.ToHexString(output.WrittenSpan));
    }

    [Fact]
    public void Now_is_a_date_time() =>
        Assert.Equal(CosemDateTime.Length, Assert.IsType<CosemData.OctetString>(CosemValue.Parse("now")).Value.Length);

    [Theory]
    [InlineData("16")]
    [InlineData("u7:1")]
    [InlineData("u8:256")]
    [InlineData("u8:")]
    [InlineData("bool:1")]
    [InlineData("bits:2")]
    [InlineData("hex:0")]
    [InlineData("text:\u00e4")]
    [InlineData("time:noon")]
    [InlineData("axdr:1101FF")]
    [InlineData("now:1")]
    public void What_is_no_value_is_refused(string text) => Assert.Throws<RefusedException>(() => CosemValue.Parse(text));

    [Theory]
    [InlineData("time:yesterday", "2026-11-28T14:05")]
    [InlineData("time:03.04.2026", "2026-11-28T14:05")]
    [InlineData("u8:256", "a whole number from 0 to 255")]
    [InlineData("i16:hello", "a whole number from -32768 to 32767")]
    [InlineData("bool:1", "true or false")]
    [InlineData("hex:0", "an even number of hexadecimal digits")]
    [InlineData("bits:2", "the digits 0 and 1")]
    [InlineData("text:\u00e4", "ASCII characters")]
    [InlineData("axdr:1101FF", "A-XDR")]
    public void A_refusal_says_what_the_type_takes(string text, string words)
    {
        var message = Assert.Throws<RefusedException>(() => CosemValue.Parse(text)).Message;
        Assert.StartsWith($"'{text}' is no value of type {text.Split(':')[0]}: it takes ", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }
}
