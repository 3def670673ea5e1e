using Gateway.Configuration;
using Gateway.Web;
using Testing;

namespace Gateway.Tests.Web;

/// <summary>Moments in the gateway's zone.</summary>
public sealed class ZoneTimeTests
{
    private readonly ZoneTime _time = new(new ManualTimeProvider(new DateTimeOffset(2026, 7, 15, 22, 37, 12, TimeSpan.Zero)), TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    [Fact]
    public void Moments_are_those_of_the_zone()
    {
        var now = _time.Now;
        Assert.Equal("2026-07-16 00:37:12", _time.Full(now));
        Assert.Equal(["00:37", "07-15 23:37", "2025-07-15"], [_time.Short(now), _time.Short(now.AddHours(-1)), _time.Short(now.AddDays(-366))]);
        Assert.Equal(["2026-07-16 00:37", "2026-07-16"], [_time.Minute(now), _time.Day(now)]);
        Assert.Equal("2026-07-15T22:37:12Z", ZoneTime.Machine(now));
    }

    [Theory]
    [InlineData("15 min", "2026-07-16 00:30:00")]
    [InlineData("1 h", "2026-07-16 00:00:00")]
    [InlineData("1 day", "2026-07-16 00:00:00")]
    [InlineData("1 week", "2026-07-13 00:00:00")]
    [InlineData("1 month", "2026-07-01 00:00:00")]
    public void The_last_mark_is_one_of_the_wall_clock(string interval, string mark) => Assert.Equal(mark, _time.Full(_time.LastMark(ReadoutInterval.Parse(interval))));

    [Theory]
    [InlineData("2026-03-29T10:07:00Z", "1 day", "2026-03-29 00:00:00")]
    [InlineData("2026-03-29T10:07:00Z", "1 week", "2026-03-23 00:00:00")]
    [InlineData("2026-03-29T10:07:00Z", "1 month", "2026-03-01 00:00:00")]
    [InlineData("2026-03-29T10:07:00Z", "8 h", "2026-03-29 08:00:00")]
    [InlineData("2026-03-29T01:07:00Z", "6 min", "2026-03-29 03:06:00")]
    [InlineData("2026-10-25T12:07:00Z", "1 day", "2026-10-25 00:00:00")]
    public void A_change_of_time_moves_no_mark(string now, string interval, string mark)
    {
        var time = new ZoneTime(new ManualTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)), _time.Zone);
        Assert.Equal(mark, time.Full(time.LastMark(ReadoutInterval.Parse(interval))));
    }
}
