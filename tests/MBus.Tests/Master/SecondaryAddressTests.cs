using MBus.Master;
using Testing;

namespace MBus.Tests.Master;

public sealed class SecondaryAddressTests
{
    [Theory]
    [InlineData("1449100196150106", "01 10 49 14 | 96 15 | 01 | 06")]
    [InlineData("12345678FFFFFFFF", "78 56 34 12 | FF FF | FF | FF")]
    [InlineData("050002E52E3C0A02", "E5 02 00 05 | 2E 3C | 0A | 02")]
    public void Its_text_is_the_identification_as_printed_and_the_rest_as_sent(string text, string wire)
    {
        var address = SecondaryAddress.Parse(text);
        Assert.Equal(Hex.Bytes(wire), address.ToBytes());
        Assert.Equal(address, SecondaryAddress.FromHeader(Hex.Bytes(wire)));
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345678")]
    [InlineData("144910019615010")]
    [InlineData("14491001961501061")]
    [InlineData("1449100196150 06")]
    [InlineData("1449100196150G06")]
    public void Other_texts_are_refused(string? text)
    {
        Assert.False(SecondaryAddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => SecondaryAddress.Parse(text!));
    }

    [Theory]
    [InlineData("1449100196150106", true)]
    [InlineData("FFFFFFFFFFFFFFFF", true)]
    [InlineData("1FFFFFFFFFFFFFFF", true)]
    [InlineData("FFFFFFF1FFFFFFFF", true)]
    [InlineData("1F4F1F0F9615FFFF", true)]
    [InlineData("FFFFFFFF96150106", true)]
    [InlineData("FFFFFFFFFFFFFF07", false)]
    [InlineData("FFFFFFFFFFFF02FF", false)]
    [InlineData("FFFFFFFF9616FFFF", false)]
    [InlineData("FFFFFFFF96FFFFFF", false)]
    [InlineData("FFFFFFF2FFFFFFFF", false)]
    [InlineData("2FFFFFFFFFFFFFFF", false)]
    public void A_wildcard_is_each_nibble_F_and_each_other_field_FF(string selection, bool matches) =>
        Assert.Equal(matches, SecondaryAddress.Parse(selection).Matches(SecondaryAddress.Parse("1449100196150106")));

    [Theory]
    [InlineData("1449100196150106", true)]
    [InlineData("050002E52E3C0A02", true)]
    [InlineData("144910F196150106", false)]
    [InlineData("14491001FFFF0106", false)]
    [InlineData("144910019615FF06", false)]
    [InlineData("14491001961501FF", false)]
    public void It_names_one_meter_when_it_has_no_wildcard(string text, bool complete) =>
        Assert.Equal(complete, SecondaryAddress.Parse(text).IsComplete);
}
