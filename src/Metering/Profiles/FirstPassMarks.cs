namespace Metering.Profiles;

/// <summary>
/// Marks of more than an hour: the first moment at which the wall clock has come to a wall time, so once in an hour that comes twice. Where it
/// leaps over one, that is the moment of the leap.
/// </summary>
internal static class FirstPassMarks
{
    /// <summary>No clock is put back by more, except over the date line, which no zone has crossed eastwards since 1867.</summary>
    private static readonly TimeSpan LongestStepBack = TimeSpan.FromDays(1);

    /// <summary>The last mark that is not after a moment.</summary>
    public static DateTimeOffset MarkOf(DateTimeOffset moment, Func<DateTime, DateTime> wallTimeOf, TimeZoneInfo zone) =>
        First(wallTimeOf(Latest(moment, zone)), zone);

    /// <summary>The mark after a mark; two wall times that the clock leaps over are one.</summary>
    public static DateTimeOffset Next(DateTimeOffset mark, Func<DateTime, DateTime> wallTimeOf, Func<DateTime, DateTime> after, TimeZoneInfo zone)
    {
        var wallTime = wallTimeOf(Latest(mark, zone));
        DateTimeOffset next;
        do
        {
            wallTime = after(wallTime);
            next = First(wallTime, zone);
        }
        while (next <= mark);
        return next;
    }

    /// <summary>The latest that the wall clock has shown up to a moment: an hour that comes again shows nothing new.</summary>
    private static DateTime Latest(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = WallClock.At(moment, zone);
        var dayBefore = moment - LongestStepBack;
        if (zone.GetUtcOffset(dayBefore) <= zone.GetUtcOffset(moment))
        {
            return local;
        }

        var beforeChange = WallClock.At(WallClock.Change(dayBefore, moment, zone) - WallClock.Tick, zone);
        return beforeChange > local ? beforeChange : local;
    }

    /// <summary>The first moment at which the wall clock has come to a time or leapt over it.</summary>
    private static DateTimeOffset First(DateTime wallTime, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(WallClock.Moment(wallTime, zone.BaseUtcOffset));
        var moment = WallClock.Moment(wallTime, offset);
        if (zone.GetUtcOffset(moment) == offset && zone.GetUtcOffset(moment - LongestStepBack) == offset)
        {
            return moment;
        }

        var (before, after) = (WallClock.Moment(wallTime, 2 * LongestStepBack), WallClock.Moment(wallTime, -2 * LongestStepBack));
        return WallClock.FirstOf(before, after, at => Latest(at, zone) >= wallTime);
    }
}
