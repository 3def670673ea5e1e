using MBus.Master;

namespace MBus.Tests.Master;

public sealed class MeterSelectionTests
{
    [Theory]
    [InlineData("1449100196150106", "0110491496150106")]
    [InlineData("12345678FFFFFFFF/00654321", "78563412FFFFFFFF0C7821436500")]
    [InlineData("12345678FFFFFFFF/1FFFFFFF", "78563412FFFFFFFF0C78FFFFFF1F")]
    public void A_fabrication_number_is_a_record_after_the_address(string text, string bytes)
    {
        var selection = MeterSelection.Parse(text);
        Assert.Equal(bytes, Convert.ToHexString(selection.ToBytes()));
        Assert.Equal(text, selection.ToString());
        Assert.True(MeterSelection.TryRead(Convert.FromHexString(bytes), out var read));
        Assert.Equal(selection, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01104914961501")]
    [InlineData("78563412FFFFFFFF0C")]
    [InlineData("78563412FFFFFFFF0C78214365")]
    [InlineData("78563412FFFFFFFF0C7921436500")]
    [InlineData("78563412FFFFFFFF0C782143650000")]
    public void Other_bytes_are_no_selection(string bytes) => Assert.False(MeterSelection.TryRead(Convert.FromHexString(bytes), out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/12345678")]
    [InlineData("1449100196150106/")]
    [InlineData("1449100196150106/1234567")]
    [InlineData("1449100196150106/123456789")]
    [InlineData("1449100196150106/1234567G")]
    [InlineData("144910019615010")]
    public void Anything_else_is_no_selection(string? text) => Assert.False(MeterSelection.TryParse(text, out _));

    [Theory]
    [InlineData("12345678FFFFFFFF", "1234567896150106/11111111", true)]
    [InlineData("12345678FFFFFFFF/1FFFFFFF", "1234567896150106/11111111", true)]
    [InlineData("12345678FFFFFFFF/1FFFFFFF", "1234567896150106/21111111", false)]
    [InlineData("12345678FFFFFFFF/1FFFFFFF", "1234567996150106/11111111", false)]
    public void A_selection_matches_by_address_and_number(string selection, string meter, bool matches) =>
        Assert.Equal(matches, MeterSelection.Parse(selection).Matches(MeterSelection.Parse(meter)));
}
