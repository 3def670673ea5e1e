using Gateway.Configuration;

namespace Gateway.Tests;

public class MomentTextTests
{
    [Theory]
    [InlineData("2026-11-28", "2026-11-28T00:00:00Z")]
    [InlineData("2026-11-28T14:05", "2026-11-28T14:05:00Z")]
    [InlineData("2026-11-28 14:05:09", "2026-11-28T14:05:09Z")]
    [InlineData("2026-11-28T14:05:09.25Z", "2026-11-28T14:05:09.25Z")]
    [InlineData("2026-11-28T14:05+01:00", "2026-11-28T13:05:00Z")]
    [InlineData("2026-11-28 14:05:00 +01:00", "2026-11-28T13:05:00Z")]
    public void A_moment_without_an_offset_is_in_the_zone_that_is_meant(string text, string utc)
    {
        Assert.True(MomentText.TryParseUtc(text, out var at));
        Assert.Equal(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), at);
        Assert.True(MomentText.TryParseLocal(text, out var local));
        Assert.Equal(text.Contains('+', StringComparison.Ordinal) || text.EndsWith('Z') ? at : new DateTimeOffset(at.DateTime, TimeZoneInfo.Local.GetUtcOffset(at.DateTime)), local);
    }

    [Theory]
    [InlineData("03/04/2026")]
    [InlineData("3.4.2026")]
    [InlineData("10:00")]
    [InlineData("2026-11")]
    [InlineData("Nov 28 2026")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void Nothing_is_guessed(string text) => Assert.False(MomentText.TryParseUtc(text, out _) || MomentText.TryParseLocal(text, out _));
}
