namespace Metering.Profiles;

/// <summary>Which readings are rows of a profile: of each mark of the value interval the first within the tolerance after it.</summary>
/// <param name="Interval">The value interval.</param>
/// <param name="Tolerance">How long after its mark a reading may have been made, that included; null: up to the next mark.</param>
/// <param name="Zone">The zone of the marks.</param>
public sealed record ProfileRule(ValueInterval Interval, TimeSpan? Tolerance, TimeZoneInfo Zone)
{
    /// <summary>The readings that are rows.</summary>
    /// <param name="times">Readings in the order of their times, from a mark on.</param>
    public IEnumerable<MarkedReading> Choose(IEnumerable<ReadoutTime> times)
    {
        var position = -1;
        var isTaken = false;
        var (mark, next) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        foreach (var time in times)
        {
            position++;
            if (Interval.IsAllValues)
            {
                yield return new(time.ReadAt, time, position);
                continue;
            }

            if (time.ReadAt >= next)
            {
                mark = Interval.MarkOf(time.ReadAt, Zone);
                next = Interval.Next(mark, Zone);
                isTaken = false;
            }

            if (!isTaken && IsWithin(mark, time.ReadAt))
            {
                isTaken = true;
                yield return new(mark, time, position);
            }
        }
    }

    /// <summary>The mark that a reading of a time can be the row of; null when it is too late after it.</summary>
    public DateTimeOffset? MarkFor(DateTimeOffset readAt) => Interval.MarkOf(readAt, Zone) is var mark && IsWithin(mark, readAt) ? mark : null;

    /// <summary>The first mark that is not before a moment.</summary>
    public DateTimeOffset FirstMark(DateTimeOffset from) =>
        Interval.IsAllValues || Interval.MarkOf(from, Zone) is var mark && mark == from ? from : Interval.Next(mark, Zone);

    /// <summary>The last moment of the readings whose marks are not after a moment.</summary>
    public DateTimeOffset LastReading(DateTimeOffset to) =>
        Interval.IsAllValues ? to : Interval.Next(Interval.MarkOf(to, Zone), Zone) - WallClock.Tick;

    private bool IsWithin(DateTimeOffset mark, DateTimeOffset readAt) => Tolerance is not { } tolerance || readAt - mark <= tolerance;
}
