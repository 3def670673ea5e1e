using System.Globalization;
using Cosem.InterfaceClasses;
using Testing;

namespace Cosem.Tests;

public class PushWindowTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    // nothing specified: always
    [InlineData("FFFFFFFFFFFFFFFFFF8000FF", "FFFFFFFFFFFFFFFFFF8000FF", "2026-06-15T12:00:00+02:00", true)]
    // every day 08:00:00 to 16:30:00
    [InlineData("FFFFFFFFFF080000FF8000FF", "FFFFFFFFFF101E00FF8000FF", "2026-06-15T07:59:59+02:00", false)]
    [InlineData("FFFFFFFFFF080000FF8000FF", "FFFFFFFFFF101E00FF8000FF", "2026-06-15T08:00:00+02:00", true)]
    [InlineData("FFFFFFFFFF080000FF8000FF", "FFFFFFFFFF101E00FF8000FF", "2026-06-15T16:30:00.9+02:00", true)]
    [InlineData("FFFFFFFFFF080000FF8000FF", "FFFFFFFFFF101E00FF8000FF", "2026-06-15T16:30:01+02:00", false)]
    // the same in UTC: the limits have a deviation of their own
    [InlineData("FFFFFFFFFF080000FF0000FF", "FFFFFFFFFF101E00FF0000FF", "2026-06-15T08:00:00+02:00", false)]
    [InlineData("FFFFFFFFFF080000FF0000FF", "FFFFFFFFFF101E00FF0000FF", "2026-06-15T10:00:00+02:00", true)]
    // over midnight
    [InlineData("FFFFFFFFFF160000FF8000FF", "FFFFFFFFFF060000FF8000FF", "2026-06-15T21:59:59+02:00", false)]
    [InlineData("FFFFFFFFFF160000FF8000FF", "FFFFFFFFFF060000FF8000FF", "2026-06-15T22:00:00+02:00", true)]
    [InlineData("FFFFFFFFFF160000FF8000FF", "FFFFFFFFFF060000FF8000FF", "2026-06-16T00:00:00+02:00", true)]
    [InlineData("FFFFFFFFFF160000FF8000FF", "FFFFFFFFFF060000FF8000FF", "2026-06-16T06:00:00+02:00", true)]
    [InlineData("FFFFFFFFFF160000FF8000FF", "FFFFFFFFFF060000FF8000FF", "2026-06-16T06:00:01+02:00", false)]
    // an hour that is not specified further is a whole one
    [InlineData("FFFFFFFFFF16FFFFFF8000FF", "FFFFFFFFFF06FFFFFF8000FF", "2026-06-16T06:59:59+02:00", true)]
    [InlineData("FFFFFFFFFF16FFFFFF8000FF", "FFFFFFFFFF06FFFFFF8000FF", "2026-06-16T07:00:00+02:00", false)]
    // the first five minutes of every hour, and over the hour
    [InlineData("FFFFFFFFFFFF0000FF8000FF", "FFFFFFFFFFFF04FFFF8000FF", "2026-06-16T13:04:59+02:00", true)]
    [InlineData("FFFFFFFFFFFF0000FF8000FF", "FFFFFFFFFFFF04FFFF8000FF", "2026-06-16T13:05:00+02:00", false)]
    [InlineData("FFFFFFFFFFFF3700FF8000FF", "FFFFFFFFFFFF04FFFF8000FF", "2026-06-16T13:56:00+02:00", true)]
    [InlineData("FFFFFFFFFFFF3700FF8000FF", "FFFFFFFFFFFF04FFFF8000FF", "2026-06-16T13:54:00+02:00", false)]
    // Monday 08:00 to Friday 17:00, and Friday 17:00 to Monday 08:00
    [InlineData("FFFFFFFF01080000FF8000FF", "FFFFFFFF05110000FF8000FF", "2026-06-15T07:59:00+02:00", false)]
    [InlineData("FFFFFFFF01080000FF8000FF", "FFFFFFFF05110000FF8000FF", "2026-06-17T03:00:00+02:00", true)]
    [InlineData("FFFFFFFF01080000FF8000FF", "FFFFFFFF05110000FF8000FF", "2026-06-21T12:00:00+02:00", false)]
    [InlineData("FFFFFFFF05110000FF8000FF", "FFFFFFFF01080000FF8000FF", "2026-06-21T12:00:00+02:00", true)]
    [InlineData("FFFFFFFF05110000FF8000FF", "FFFFFFFF01080000FF8000FF", "2026-06-17T03:00:00+02:00", false)]
    // the first three days of a month; the last two; from the last day to the 2nd
    [InlineData("FFFFFF01FFFFFFFFFF8000FF", "FFFFFF03FFFFFFFFFF8000FF", "2026-06-03T23:59:59+02:00", true)]
    [InlineData("FFFFFF01FFFFFFFFFF8000FF", "FFFFFF03FFFFFFFFFF8000FF", "2026-06-04T00:00:00+02:00", false)]
    [InlineData("FFFFFFFDFFFFFFFFFF8000FF", "FFFFFFFEFFFFFFFFFF8000FF", "2026-02-27T00:00:00+01:00", true)]
    [InlineData("FFFFFFFDFFFFFFFFFF8000FF", "FFFFFFFEFFFFFFFFFF8000FF", "2026-02-26T23:59:59+01:00", false)]
    [InlineData("FFFFFFFDFFFFFFFFFF8000FF", "FFFFFFFEFFFFFFFFFF8000FF", "2026-01-30T12:00:00+01:00", true)]
    [InlineData("FFFFFFFEFFFFFFFFFF8000FF", "FFFFFF02FFFFFFFFFF8000FF", "2026-02-28T12:00:00+01:00", true)]
    [InlineData("FFFFFFFEFFFFFFFFFF8000FF", "FFFFFF02FFFFFFFFFF8000FF", "2026-03-02T12:00:00+01:00", true)]
    [InlineData("FFFFFFFEFFFFFFFFFF8000FF", "FFFFFF02FFFFFFFFFF8000FF", "2026-03-03T12:00:00+01:00", false)]
    // over New Year
    [InlineData("FFFF0C18FFFFFFFFFF8000FF", "FFFF0102FFFFFFFFFF8000FF", "2026-12-24T00:00:00+01:00", true)]
    [InlineData("FFFF0C18FFFFFFFFFF8000FF", "FFFF0102FFFFFFFFFF8000FF", "2027-01-02T23:59:59+01:00", true)]
    [InlineData("FFFF0C18FFFFFFFFFF8000FF", "FFFF0102FFFFFFFFFF8000FF", "2027-01-03T00:00:00+01:00", false)]
    // once, its weekday told too; open at its end
    [InlineData("07EA060F01080000FF8000FF", "07EA061002080000FF8000FF", "2026-06-16T07:00:00+02:00", true)]
    [InlineData("07EA060F01080000FF8000FF", "07EA061002080000FF8000FF", "2027-06-16T07:00:00+02:00", false)]
    [InlineData("07EA060F01080000FF8000FF", "FFFFFFFFFFFFFFFFFF8000FF", "2030-01-01T00:00:00+01:00", true)]
    [InlineData("07EA060F01080000FF8000FF", "FFFFFFFFFFFFFFFFFF8000FF", "2026-06-15T07:00:00+02:00", false)]
    // both occurrences of the hour that comes twice
    [InlineData("FFFFFFFFFF020000FF8000FF", "FFFFFFFFFF021E00FF8000FF", "2026-10-25T02:15:00+02:00", true)]
    [InlineData("FFFFFFFFFF020000FF8000FF", "FFFFFFFFFF021E00FF8000FF", "2026-10-25T02:15:00+01:00", true)]
    public void A_moment_is_inside_or_not(string start, string end, string moment, bool isInside)
    {
        Assert.True(PushWindow.TryParse(new CosemData.Structure(new CosemData.OctetString(Hex.Bytes(start)), new CosemData.DateTime(Hex.Bytes(end))), out var window));
        Assert.NotNull(window);
        Assert.Equal(isInside, window.Value.Contains(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture).ToUniversalTime(), Berlin));
    }

    [Fact]
    public void A_window_over_midnight_is_what_the_rest_of_the_day_is_not()
    {
        var random = new Random(7);
        for (var round = Rounds.Of(2_000, 50_000, 500_000); round > 0; round--)
        {
            var (from, to) = (random.Next(86_400), random.Next(86_400));
            var moment = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(365 * 86_400));
            var window = new PushWindow(TimeOfDay(from), TimeOfDay(to));
            var second = (int)TimeZoneInfo.ConvertTime(moment, Berlin).TimeOfDay.TotalSeconds;
            Assert.Equal(from <= to ? second >= from && second <= to : second >= from || second <= to, window.Contains(moment, Berlin));
        }
    }

    [Fact]
    public void Without_a_window_it_is_always_open_and_with_several_when_one_is()
    {
        var noon = new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
        var settings = new PushSetupSettings("", [], TimeSpan.Zero, 0, TimeSpan.Zero);
        Assert.True(settings.IsOpenAt(noon, TimeZoneInfo.Utc));
        Assert.False((settings with { CommunicationWindow = [new(TimeOfDay(0), TimeOfDay(3600))] }).IsOpenAt(noon, TimeZoneInfo.Utc));
        Assert.True((settings with { CommunicationWindow = [new(TimeOfDay(0), TimeOfDay(3600)), new(TimeOfDay(43_200), TimeOfDay(43_200))] }).IsOpenAt(noon, TimeZoneInfo.Utc));
    }

    private static CosemDateTime TimeOfDay(int seconds) => CosemDateTime.NotSpecified with
    {
        Hour = (byte)(seconds / 3600),
        Minute = (byte)(seconds / 60 % 60),
        Second = (byte)(seconds % 60),
    };
}
