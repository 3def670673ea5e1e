using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Tests;

public class DurationTextTests
{
    [Theory]
    [InlineData("90s", "00:01:30")]
    [InlineData("15min", "00:15:00")]
    [InlineData("6h", "06:00:00")]
    [InlineData("1d", "1.00:00:00")]
    [InlineData("250ms", "00:00:00.2500000")]
    [InlineData("01:30:00", "01:30:00")]
    public void A_duration_is_read_as_people_write_it(string text, string duration)
    {
        Assert.True(DurationText.TryParse(text, out var read));
        Assert.Equal(duration, read.ToString());
    }

    [Theory]
    [InlineData("90s")]
    [InlineData("15min")]
    [InlineData("36h")]
    [InlineData("1d")]
    [InlineData("250ms")]
    [InlineData("00:00:00")]
    public void A_duration_is_shown_as_people_write_it(string text)
    {
        Assert.True(DurationText.TryParse(text, out var read));
        Assert.Equal(text, DurationText.Of(read));
    }

    [Theory]
    [InlineData("00:00:00.5000000", "500 ms")]
    [InlineData("1.12:00:00", "36 h")]
    [InlineData("00:00:00", "0 s")]
    [InlineData("00:00:00.0000010", "00:00:00.0000010")]
    public void A_duration_on_a_page_has_its_unit_behind_a_blank(string duration, string shown) =>
        Assert.Equal(shown, DurationText.Shown(TimeSpan.Parse(duration, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("1")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("1 fortnight")]
    [InlineData("99999999d")]
    [InlineData("99999999999d")]
    public void What_is_none_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));
}
