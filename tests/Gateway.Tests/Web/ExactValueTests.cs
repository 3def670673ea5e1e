using Cosem;
using Gateway.Web.Charts;

namespace Gateway.Tests.Web;

/// <summary>Numbers of charts: exact as text, whatever a double would make of them.</summary>
public class ExactValueTests
{
    [Theory]
    [InlineData(1004, -3, "1.004")]
    [InlineData(-5, -1, "-0.5")]
    [InlineData(222, 2, "22200")]
    public void An_integer_and_its_scaler_are_a_plain_decimal(int number, sbyte scaler, string text) =>
        Assert.Equal(text, ExactValue.Of(new CosemData.DoubleLong(number), scaler)!.Value.Text);

    [Theory]
    [InlineData(21.5f, 0, "21.5")]
    [InlineData(0.1f, 3, "100")]
    [InlineData(1.25e-7f, 0, "0.000000125")]
    public void A_real_is_the_shortest_decimal_that_gives_it(float real, sbyte scaler, string text) =>
        Assert.Equal(text, ExactValue.Of(new CosemData.Float32(BitConverter.SingleToUInt32Bits(real)), scaler)!.Value.Text);

    [Fact]
    public void What_is_no_number_has_no_place_in_a_chart()
    {
        Assert.Null(ExactValue.Of(CosemData.Null.Instance, 0));
        Assert.Null(ExactValue.Of(new CosemData.Float32(BitConverter.SingleToUInt32Bits(float.NaN)), 0));
        Assert.Null(ExactValue.Of(CosemData.VisibleString.Of("12"), 0));
    }

    [Fact]
    public void A_difference_is_exact_also_where_a_double_is_not_and_between_two_scalers()
    {
        var (before, now) = (new ExactValue(9_007_199_254_740_993, -3), new ExactValue(9_007_199_254_740_995, -3));
        Assert.Equal("0.002", now.Minus(before)!.Value.Text);
        Assert.Equal("0.5", new ExactValue(3, 0).Minus(new ExactValue(25, -1))!.Value.Text);
        Assert.True(before.IsLess(now));
        Assert.False(now.IsLess(now));
    }

    [Fact]
    public void A_difference_that_no_integer_of_128_bits_holds_is_none()
    {
        Assert.Null(new ExactValue(1, 100).Minus(new ExactValue(1, 0)));
        Assert.Null(new ExactValue(Int128.MaxValue, 0).Minus(new ExactValue(Int128.MinValue, 0)));
        Assert.Null(new ExactValue(0, 0).Minus(new ExactValue(Int128.MinValue, 0)));
        Assert.True(new ExactValue(1, 0).IsLess(new ExactValue(1, 100)));
    }
}
