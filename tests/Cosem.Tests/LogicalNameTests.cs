using Testing;

namespace Cosem.Tests;

public class LogicalNameTests
{
    [Theory]
    [InlineData("1.0.1.8.0.255", "0100010800FF")]
    [InlineData("0.0.40.0.0.255", "0000280000FF")]
    [InlineData("255.255.255.255.255.255", "FFFFFFFFFFFF")]
    [InlineData("0.128.1.0.0.255", "0080010000FF")]
    public void A_name_is_parsed_and_written(string text, string octets)
    {
        var name = LogicalName.Parse(text);
        Assert.Equal(text, name.ToString());
        Assert.Equal(Hex.Bytes(octets), name.ToOctets().Span);
        Assert.Equal(name, LogicalName.FromOctets(Hex.Bytes(octets)));
        var copy = new byte[6];
        name.CopyTo(copy);
        Assert.Equal(Hex.Bytes(octets), copy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.0.1.8.0")]
    [InlineData("1.0.1.8.0.255.1")]
    [InlineData("1.0.1.8.0.256")]
    [InlineData("1.0.1.8.0.-1")]
    [InlineData("1.0.1.8.0.+1")]
    [InlineData("1.0.1.8.0. 1")]
    [InlineData("1.0.1.8..255")]
    [InlineData("1-0:1.8.0*255")]
    [InlineData("a.b.c.d.e.f")]
    public void Other_text_is_no_name(string text)
    {
        Assert.False(LogicalName.TryParse(text, out _));
        Assert.Contains("no logical name", Assert.Throws<FormatException>(() => LogicalName.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_has_six_octets() => Assert.Throws<ArgumentException>(() => LogicalName.FromOctets(new byte[5]));
}
