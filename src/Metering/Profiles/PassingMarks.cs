namespace Metering.Profiles;

/// <summary>
/// Marks of up to an hour: whenever the wall clock passes a multiple of the period, so twice in an hour that comes twice. Where it leaps over one,
/// the moment of the leap is the mark.
/// </summary>
internal static class PassingMarks
{
    /// <summary>The last mark that is not after a moment.</summary>
    public static DateTimeOffset MarkOf(DateTimeOffset moment, TimeSpan period, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(moment);
        var wallTime = WallClock.Floor(moment.UtcDateTime + offset, period);
        var mark = WallClock.Moment(wallTime, offset);
        if (zone.GetUtcOffset(mark) == offset)
        {
            return mark;
        }

        // the clock was changed in between: it leapt over the wall time, or showed an earlier one before
        var change = WallClock.Change(mark, moment, zone);
        var lastBefore = change - WallClock.Tick;
        return wallTime > WallClock.At(lastBefore, zone) ? change : MarkOf(lastBefore, period, zone);
    }

    /// <summary>The mark after a mark.</summary>
    public static DateTimeOffset Next(DateTimeOffset mark, TimeSpan period, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(mark);
        var wallTime = WallClock.Floor(mark.UtcDateTime + offset, period) + period;
        var next = WallClock.Moment(wallTime, offset);
        var offsetThen = zone.GetUtcOffset(next);
        if (offsetThen == offset)
        {
            return next;
        }

        var change = WallClock.Change(mark, next, zone);
        var local = change.UtcDateTime + offsetThen;
        return local >= wallTime || WallClock.Floor(local, period) == local
            ? change
            : WallClock.Moment(WallClock.Floor(local, period) + period, offsetThen);
    }
}
