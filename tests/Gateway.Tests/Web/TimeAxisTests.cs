using Gateway.Web.Charts;

namespace Gateway.Tests.Web;

/// <summary>Ranges and time axes by the wall clock, also where it changes.</summary>
public class TimeAxisTests
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    [Fact]
    public void The_hour_that_comes_twice_stands_there_twice_and_says_which_it_is()
    {
        var ticks = TimeAxis.Of(Free("2026-10-25T01:00", "2026-10-25T05:00"), Stockholm, most: 7);
        Assert.Equal(["01:00", "02:00 +2", "02:00 +1", "03:00", "04:00", "05:00"], ticks.Select(tick => tick.Text));
        Assert.Equal([0, .2, .4, .6, .8, 1], ticks.Select(tick => Math.Round(tick.Place, 3)));
    }

    [Fact]
    public void The_hour_that_does_not_come_is_left_out()
    {
        var ticks = TimeAxis.Of(Free("2026-03-29T00:00", "2026-03-29T05:00"), Stockholm, most: 7);
        Assert.Equal(["03-29", "01:00", "03:00", "04:00", "05:00"], ticks.Select(tick => tick.Text));
        Assert.Equal([0, .25, .5, .75, 1], ticks.Select(tick => Math.Round(tick.Place, 3)));
    }

    [Fact]
    public void Days_begin_at_midnight_on_both_sides_of_a_change()
    {
        var range = Free("2026-10-24T00:00", "2026-10-28T00:00");
        var ticks = TimeAxis.Of(range, Stockholm, most: 7);
        Assert.Equal(["10-24", "10-25", "10-26", "10-27", "10-28"], ticks.Where(tick => tick.Text.StartsWith("10", StringComparison.Ordinal)).Select(tick => tick.Text));
        Assert.Equal(TimeSpan.FromHours(49), (range.To - range.From) * ticks.Single(tick => tick.Text == "10-26").Place);
    }

    [Theory]
    [InlineData("2026-11-01T00:00", "2026-11-01T00:01")]
    [InlineData("2026-11-01T00:00", "2026-11-11T00:00")]
    [InlineData("2026-11-01T00:00", "2026-12-01T00:00")]
    [InlineData("2025-11-01T00:00", "2026-11-01T00:00")]
    [InlineData("2000-01-01T00:00", "2026-11-01T00:00")]
    [InlineData("1970-01-01T00:00", "2200-01-01T00:00")]
    public void Any_length_has_some_marks_and_not_many(string from, string to)
    {
        var ticks = TimeAxis.Of(Free(from, to), Stockholm, most: 7);
        Assert.InRange(ticks.Count, 1, 9);
        Assert.All(ticks, tick => Assert.InRange(tick.Place, 0, 1));
        Assert.Equal(ticks.Count, ticks.Select(tick => tick.Text).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Months_are_longer_to_write_so_fewer_of_them_are_marked() => Assert.Equal(
        ["2026-01", "2026-04", "2026-07", "2026-10"], TimeAxis.Of(Free("2025-10-24T00:00", "2026-11-28T00:00"), Stockholm, most: 7).Select(tick => tick.Text));

    [Fact]
    public void The_last_week_begins_at_the_same_time_of_day_also_over_a_change()
    {
        var now = new DateTimeOffset(2026, 10, 28, 11, 0, 0, TimeSpan.Zero);
        Assert.Equal(new DateTimeOffset(2026, 10, 21, 10, 0, 0, TimeSpan.Zero), ChartRange.Of("week", from: null, to: null, now, first: null, Stockholm).From);
    }

    [Theory]
    [InlineData(26, "all", 26)]
    [InlineData(1, "week", 21)]
    public void Where_nothing_is_asked_for_it_is_the_week_or_all_where_no_more_is_kept(int kept, string name, int begin)
    {
        var (now, first) = (new DateTimeOffset(2026, 10, 28, 11, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 10, kept, 10, 0, 0, TimeSpan.Zero));
        var range = ChartRange.Of(name: null, from: null, to: null, now, first, Stockholm);
        Assert.Equal((name, new DateTimeOffset(2026, 10, begin, 10, 0, 0, TimeSpan.Zero)), (range.Name, range.From));
    }

    [Theory]
    [InlineData("2026-11-02T00:00", "2026-11-01T00:00")]
    [InlineData("2026-11-01T00:00", "2026-11-01T00:00")]
    [InlineData("yesterday", "")]
    [InlineData("9999-99-99T00:00", "2026-11-01T00:00")]
    public void A_range_that_cannot_be_is_the_last_week_and_says_so(string from, string to)
    {
        var now = new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);
        var range = ChartRange.Of(name: null, from, to, now, now, Stockholm);
        Assert.True(range.IsWrong);
        Assert.Equal("week", range.Name);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(451_087_000, 451_521_000)]
    [InlineData(-3.5, 22.75)]
    [InlineData(1.004, 1.0041)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(1e30, 1e30)]
    public void An_axis_of_values_holds_them_between_round_numbers(double least, double most)
    {
        var axis = ValueAxis.Of(least, most);
        Assert.InRange(axis.Ticks.Count, 2, 8);
        Assert.True(axis.PlaceOf(least) >= -1e-9 && axis.PlaceOf(most) <= 1 + 1e-9);
        Assert.Equal((0, 1), (axis.Ticks[0].Place, axis.Ticks[^1].Place));
    }

    private static ChartRange Free(string from, string to) => ChartRange.Of(name: null, from, to, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, Stockholm);
}
