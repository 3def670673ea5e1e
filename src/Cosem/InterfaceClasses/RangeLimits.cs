namespace Cosem.InterfaceClasses;

/// <summary>
/// The first and the last moment that a range_descriptor names. A clock shows no parts of a second, so none count here. What is not specified
/// is the least in from and the greatest in to: 2024-02-FF is the whole of February. A year that is not specified leaves the range open.
/// Without a deviation the time is local to a zone: an hour that comes twice counts whole, one that does not come is the moment of the change.
/// </summary>
internal static class RangeLimits
{
    private const byte LastOfMonth = 0xFE;
    private const byte SecondLastOfMonth = 0xFD;

    /// <summary>The first moment of a range; null: open. False when the time names a day that does not exist.</summary>
    public static bool TryFirst(CosemDateTime from, TimeZoneInfo zone, out DateTimeOffset? first)
    {
        first = null;
        if (from.Year == CosemDateTime.YearNotSpecified)
        {
            return true;
        }

        if (!TryLocal(from, isLast: false, out var local))
        {
            return false;
        }

        first = Moment(local, from.Deviation, zone, isLast: false);
        return true;
    }

    /// <summary>The last moment of a range; null: open. False when the time names a day that does not exist.</summary>
    public static bool TryLast(CosemDateTime to, TimeZoneInfo zone, out DateTimeOffset? last)
    {
        last = null;
        if (to.Year == CosemDateTime.YearNotSpecified)
        {
            return true;
        }

        if (!TryLocal(to, isLast: true, out var local))
        {
            return false;
        }

        last = Moment(local, to.Deviation, zone, isLast: true);
        return true;
    }

    /// <summary>The start of the second, with the least or the greatest for what is not specified.</summary>
    private static bool TryLocal(CosemDateTime time, bool isLast, out DateTime local)
    {
        local = default;
        var month = time.Month == CosemDateTime.FieldNotSpecified ? (isLast ? 12 : 1) : time.Month;
        if (time.Year is 0 or > 9999 || month > 12)
        {
            return false;
        }

        var days = DateTime.DaysInMonth(time.Year, month);
        var day = time.Day switch
        {
            CosemDateTime.FieldNotSpecified => isLast ? days : 1,
            LastOfMonth => days,
            SecondLastOfMonth => days - 1,
            var given => given,
        };
        if (day > days)
        {
            return false;
        }

        local = new(time.Year, month, day, Specified(time.Hour, 23), Specified(time.Minute, 59), Specified(time.Second, 59));
        return true;

        int Specified(byte field, int greatest) => field != CosemDateTime.FieldNotSpecified ? field : isLast ? greatest : 0;
    }

    private static DateTimeOffset Moment(DateTime local, short deviation, TimeZoneInfo zone, bool isLast)
    {
        var wholeSecond = isLast ? TimeSpan.TicksPerSecond - 1 : 0;
        if (deviation != CosemDateTime.DeviationNotSpecified)
        {
            return Utc(local.Ticks + (deviation * TimeSpan.TicksPerMinute) + wholeSecond);
        }

        if (zone.IsInvalidTime(local))
        {
            var change = local.AddSeconds(-local.Second);
            while (zone.IsInvalidTime(change))
            {
                change = change.AddMinutes(1);
            }

            return Utc(change.Ticks - zone.GetUtcOffset(change).Ticks - (isLast ? 1 : 0));
        }

        TimeSpan[] offsets = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local) : [zone.GetUtcOffset(local)];
        return Utc(local.Ticks - (isLast ? offsets.Min() : offsets.Max()).Ticks + wholeSecond);
    }

    private static DateTimeOffset Utc(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
