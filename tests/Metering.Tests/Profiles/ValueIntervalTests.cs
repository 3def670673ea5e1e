using Metering.Profiles;
using Testing;

namespace Metering.Tests.Profiles;

public class ValueIntervalTests
{
    private static readonly TimeSpan Tick = new(1);

    private static readonly DateTimeOffset Begin = new(2005, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Zones that change at 2 and 3 o'clock, at midnight, a minute after it, by half an hour, by three hours, by a whole day, and never.</summary>
    public static TheoryData<string> Zones =>
    [
        "Europe/Stockholm", "Europe/London", "America/St_Johns", "Australia/Lord_Howe", "America/Havana", "Asia/Beirut", "Africa/Cairo", "America/Sao_Paulo",
        "Antarctica/Casey", "Antarctica/Troll", "Pacific/Apia", "Asia/Kathmandu", "Asia/Gaza", "America/Asuncion", "Atlantic/Azores", "UTC",
    ];

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_mark_is_the_last_that_is_not_after_a_moment(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var random = new Random(id.Length);
        foreach (var interval in ValueInterval.All.Where(interval => !interval.IsAllValues))
        {
            for (var round = 0; round < Rounds.Of(quick: 15, ci: 1_000, full: 20_000); round++)
            {
                var moment = Begin + new TimeSpan(random.NextInt64((End - Begin).Ticks));
                AssertMarks(interval, round % 2 == 0 ? moment : NearChange(moment, zone, random), zone);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void Going_from_mark_to_mark_leaves_none_out_and_gives_none_twice(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        foreach (var interval in ValueInterval.All.Where(interval => !interval.IsAllValues))
        {
            var change = NearChange(new(2025, 5, 1, 0, 0, 0, TimeSpan.Zero), zone, new Random(1));
            var mark = interval.MarkOf(change - (2 * interval.Period) - TimeSpan.FromDays(2), zone);
            while (mark < change + (2 * interval.Period) + TimeSpan.FromDays(2))
            {
                var next = interval.Next(mark, zone);
                Assert.True(next > mark);
                Assert.Equal(mark, interval.MarkOf(next - Tick, zone));
                mark = next;
            }
        }
    }

    [Theory]
    // Europe/Stockholm, the night to 2024-03-31 and to 2024-10-27
    [InlineData("30 min", "2024-03-31T00:00Z", "01:00 01:30 03:00 03:30")]
    [InlineData("2 h", "2024-03-31T00:00Z", "00:00 03:00 04:00 06:00")]
    [InlineData("3 h", "2024-03-31T00:00Z", "00:00 03:00 06:00 09:00")]
    [InlineData("30 min", "2024-10-26T23:30Z", "01:30 02:00 02:30 02:00 02:30 03:00")]
    [InlineData("1 h", "2024-10-26T23:30Z", "01:00 02:00 02:00 03:00")]
    [InlineData("2 h", "2024-10-26T22:00Z", "00:00 02:00 04:00")]
    [InlineData("2 h", "2024-10-27T01:30Z", "02:00 04:00")]
    // Lord Howe: half an hour, at 2 o'clock
    [InlineData("1 h", "2024-10-05T14:30Z", "01:00 02:30 03:00 04:00", "Australia/Lord_Howe")]
    [InlineData("15 min", "2024-10-05T15:15Z", "01:45 02:30 02:45", "Australia/Lord_Howe")]
    [InlineData("1 h", "2024-04-06T14:30Z", "01:00 02:00 03:00", "Australia/Lord_Howe")]
    [InlineData("15 min", "2024-04-06T14:45Z", "01:45 01:30 01:45 02:00", "Australia/Lord_Howe")]
    // midnight that comes twice, and midnight that does not come
    [InlineData("1 day", "2024-11-02T12:00Z", "00:00 00:00 00:00", "America/Havana")]
    [InlineData("1 day", "2024-03-09T12:00Z", "00:00 01:00 00:00", "America/Havana")]
    [InlineData("1 day", "2023-10-28T12:00Z", "00:00 00:00 00:00", "Asia/Beirut")]
    [InlineData("12 h", "2024-03-30T14:00Z", "12:00 01:00 12:00 00:00", "Asia/Beirut")]
    // 30 December 2011 was left out
    [InlineData("1 day", "2011-12-29T12:00Z", "00:00 00:00 00:00", "Pacific/Apia")]
    public void Marks_are_on_the_wall_clock(string text, string from, string wallTimes, string id = "Europe/Stockholm")
    {
        var (interval, zone) = (ValueInterval.Parse(text), TimeZoneInfo.FindSystemTimeZoneById(id));
        var mark = interval.MarkOf(DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture), zone);
        var shown = new List<string>();
        foreach (var _ in wallTimes.Split(' '))
        {
            shown.Add($"{TimeZoneInfo.ConvertTime(mark, zone):HH:mm}");
            mark = interval.Next(mark, zone);
        }

        Assert.Equal(wallTimes, string.Join(' ', shown));
    }

    [Theory]
    [InlineData("1 week", "2026-11-26T12:00Z", "2026-11-23", "2026-11-30")]
    [InlineData("1 week", "2026-11-29T23:30Z", "2026-11-30", "2026-12-07")]
    [InlineData("1 month", "2024-02-10T12:00Z", "2024-02-01", "2024-03-01")]
    [InlineData("1 month", "2026-12-31T23:30Z", "2027-01-01", "2027-02-01")]
    public void Weeks_begin_on_Monday_and_months_on_the_first(string text, string moment, string mark, string next)
    {
        var (interval, zone) = (ValueInterval.Parse(text), TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));
        var found = interval.MarkOf(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), zone);
        Assert.Equal($"{mark} 00:00:00", $"{TimeZoneInfo.ConvertTime(found, zone):yyyy-MM-dd HH:mm:ss}");
        Assert.Equal($"{next} 00:00:00", $"{TimeZoneInfo.ConvertTime(interval.Next(found, zone), zone):yyyy-MM-dd HH:mm:ss}");
    }

    [Fact]
    public void All_that_is_allowed_can_be_written()
    {
        Assert.Equal(17, ValueInterval.All.Count);
        Assert.All(ValueInterval.All, interval => Assert.Equal(interval, ValueInterval.Parse(interval.Text)));
        Assert.Equal(default, ValueInterval.Parse("all  values"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("all values 1")]
    [InlineData("0 min")]
    [InlineData("2 min")]
    [InlineData("60 min")]
    [InlineData("24 h")]
    [InlineData("2 day")]
    [InlineData("-1 min")]
    [InlineData("1min")]
    public void Nothing_else_can_be_written(string text) => Assert.False(ValueInterval.TryParse(text, out _));

    [Fact]
    public void The_capture_period_is_in_seconds_and_that_of_a_month_is_none()
    {
        Assert.Equal(900, ValueInterval.Parse("15 min").CapturePeriod.TotalSeconds);
        Assert.Equal(604_800, ValueInterval.Parse("1 week").CapturePeriod.TotalSeconds);
        Assert.Equal(TimeSpan.Zero, ValueInterval.Parse("1 month").CapturePeriod);
        Assert.Equal(TimeSpan.Zero, ValueInterval.AllValues.CapturePeriod);
    }

    private static void AssertMarks(ValueInterval interval, DateTimeOffset moment, TimeZoneInfo zone)
    {
        var mark = interval.MarkOf(moment, zone);
        var next = interval.Next(mark, zone);
        Assert.True(mark <= moment && moment < next, $"{interval}, {zone.Id}: {mark:O} <= {moment:O} < {next:O}");
        Assert.Equal(mark, interval.MarkOf(mark, zone));
        Assert.Equal(next, interval.MarkOf(next, zone));
        Assert.Equal(mark, interval.MarkOf(next - Tick, zone));
        Assert.True(Divides(interval, mark, zone), $"{interval}, {zone.Id}: {TimeZoneInfo.ConvertTime(mark, zone):O}");
    }

    /// <summary>Whether the wall clock shows a multiple, or has just leapt over one.</summary>
    private static bool Divides(ValueInterval interval, DateTimeOffset mark, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(mark, zone).DateTime;
        var before = TimeZoneInfo.ConvertTime(mark - Tick, zone).DateTime;
        return IsMultiple(local) || (local - before > Tick && Enumerable.Range(0, (int)(local - before).TotalMinutes + 1).Any(minutes => IsMultiple(before + Tick + TimeSpan.FromMinutes(minutes))));

        bool IsMultiple(DateTime time) => interval.Text switch
        {
            "1 month" => time is { Day: 1, TimeOfDay.Ticks: 0 },
            "1 week" => time is { DayOfWeek: DayOfWeek.Monday, TimeOfDay.Ticks: 0 },
            _ => time.TimeOfDay.Ticks % interval.Period.Ticks == 0,
        };
    }

    /// <summary>A moment within some hours of the next change of the clock; the moment itself where there is none.</summary>
    private static DateTimeOffset NearChange(DateTimeOffset moment, TimeZoneInfo zone, Random random)
    {
        var offset = zone.GetUtcOffset(moment);
        for (var hour = 0; hour < 366 * 24; hour++)
        {
            if (zone.GetUtcOffset(moment + TimeSpan.FromHours(hour)) != offset)
            {
                return moment + TimeSpan.FromHours(hour - 1) + new TimeSpan(random.NextInt64(TimeSpan.FromHours(5).Ticks) - TimeSpan.FromHours(2).Ticks);
            }
        }

        return moment;
    }
}
