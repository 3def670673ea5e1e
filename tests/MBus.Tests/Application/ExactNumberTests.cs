using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using MBus.Application;

namespace MBus.Tests.Application;

public class ExactNumberTests
{
    [Theory]
    [InlineData(12345, -3, "12.345")]
    [InlineData(5, 3, "5000")]
    [InlineData(0, 3, "0")]
    [InlineData(0, -2, "0.00")]
    [InlineData(-7, -3, "-0.007")]
    public void An_integer_and_a_power_of_ten_are_written_in_full(long number, int exponent, string expected) =>
        Assert.Equal(expected, ExactNumber.Format(number, exponent));

    [Theory]
    [InlineData(16777216f, 3, "16777216000")]
    [InlineData(0.1f, 0, "0.1")]
    [InlineData(3.4028235e38f, -30, "340282350")]
    [InlineData(1e-45f, 0, "0.000000000000000000000000000000000000000000001")]
    [InlineData(-0.5f, -1, "-0.05")]
    public void A_real_is_written_as_its_shortest_decimal_shifted(float number, int exponent, string expected) =>
        Assert.Equal(expected, ExactNumber.FormatReal(number, exponent));

    [Fact]
    public void A_real_that_is_no_number_has_no_decimal() =>
        Assert.All([float.NaN, float.PositiveInfinity, float.NegativeInfinity], real => Assert.Null(ExactNumber.FormatReal(real, 0)));

    [Fact]
    public void What_is_written_reads_back_as_the_same_number() =>
        Prop.ForAll<long, int>((number, e) =>
        {
            var exponent = e % 20;
            var text = ExactNumber.Format(number, exponent);
            var point = text.IndexOf('.', StringComparison.Ordinal);
            var read = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            return point < 0
                ? read == new BigInteger(number) * BigInteger.Pow(10, Math.Max(0, exponent)) && exponent >= 0
                : read == number && text.Length - point - 1 == -exponent;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_real_reads_back_as_itself() =>
        Prop.ForAll<float>(real => !float.IsFinite(real)
            || float.Parse(ExactNumber.FormatReal(real, 0)!, CultureInfo.InvariantCulture) == real).QuickCheckThrowOnFailure();
}
