namespace Metering.Profiles;

/// <summary>The wall clock of a time zone, on which marks are.</summary>
internal static class WallClock
{
    /// <summary>The least step of time there is.</summary>
    public static readonly TimeSpan Tick = new(1);

    /// <summary>What the wall clock shows.</summary>
    public static DateTime At(DateTimeOffset moment, TimeZoneInfo zone) => moment.UtcDateTime + zone.GetUtcOffset(moment);

    /// <summary>The moment at which a wall clock with this offset shows a time.</summary>
    public static DateTimeOffset Moment(DateTime wallTime, TimeSpan offset) => new(wallTime.Ticks - offset.Ticks, TimeSpan.Zero);

    /// <summary>The last multiple of a period that is not after a wall time.</summary>
    public static DateTime Floor(DateTime local, TimeSpan period) => new(local.Ticks - (local.Ticks % period.Ticks));

    /// <summary>The first moment from which the offset is that of <paramref name="after"/>; before, it is another.</summary>
    public static DateTimeOffset Change(DateTimeOffset before, DateTimeOffset after, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(after);
        return FirstOf(before, after, moment => zone.GetUtcOffset(moment) == offset);
    }

    /// <summary>The first moment at which something holds that does not hold <paramref name="before"/>, and holds <paramref name="after"/>.</summary>
    public static DateTimeOffset FirstOf(DateTimeOffset before, DateTimeOffset after, Func<DateTimeOffset, bool> holds)
    {
        var (low, high) = (before.UtcTicks, after.UtcTicks);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(new(middle, TimeSpan.Zero)) ? (low, middle) : (middle, high);
        }

        return new(high, TimeSpan.Zero);
    }
}
