namespace Cosem.InterfaceClasses;

/// <summary>
/// When daylight saving begins and ends in a zone, as the clock shows it: a "last Sunday" rule where the zone keeps one,
/// else the dates of the year, and nothing specified where there is no daylight saving.
/// </summary>
/// <param name="Year">The year the dates are of.</param>
/// <param name="Begin">daylight_savings_begin, in the time that holds before it.</param>
/// <param name="End">daylight_savings_end, in the time that holds before it.</param>
/// <param name="Deviation">Minutes the clock is put forward.</param>
/// <param name="Enabled">Whether the zone has daylight saving in this year.</param>
internal sealed record DaylightSaving(int Year, CosemDateTime Begin, CosemDateTime End, sbyte Deviation, bool Enabled)
{
    private const byte LastOfMonth = 0xFE;
    private const byte Sunday = 7;

    // A rule that holds for so many years on end is taken for one: no zone keeps a fixed date on a last Sunday that long.
    private const int YearsOfARule = 6;

    // No zone changes its clocks twice within a week.
    private const int DaysOfAStep = 7;

    public static DaylightSaving Of(TimeZoneInfo zone, int year)
    {
        var begin = Change(zone, year, toDaylight: true);
        var end = Change(zone, year, toDaylight: false);
        if (begin is null || end is null)
        {
            var none = CosemDateTime.NotSpecified with { Deviation = -1 }; // all FF
            return new(year, none, none, 0, Enabled: false);
        }

        var forward = zone.GetUtcOffset(begin.Value.Utc) - zone.GetUtcOffset(begin.Value.Utc.AddMinutes(-1));
        return new(
            year,
            Shown(zone, begin.Value.Local, ClockStatus.None, toDaylight: true),
            Shown(zone, end.Value.Local, ClockStatus.DaylightSavingActive, toDaylight: false),
            (sbyte)forward.TotalMinutes,
            Enabled: true);
    }

    private static CosemDateTime Shown(TimeZoneInfo zone, DateTime change, ClockStatus status, bool toDaylight)
    {
        var (year, month, day, weekday) = IsLastSundayRule(zone, change, toDaylight)
            ? (CosemDateTime.YearNotSpecified, (byte)change.Month, LastOfMonth, Sunday)
            : ((ushort)change.Year, (byte)change.Month, (byte)change.Day, CosemDateTime.FieldNotSpecified);
        return new(year, month, day, weekday, (byte)change.Hour, (byte)change.Minute, 0, 0, CosemDateTime.DeviationNotSpecified, status);
    }

    private static bool IsLastSundayRule(TimeZoneInfo zone, DateTime change, bool toDaylight) =>
        Enumerable.Range(change.Year, YearsOfARule).All(year =>
            Change(zone, year, toDaylight) is { Local: var other }
            && other.Month == change.Month
            && other.TimeOfDay == change.TimeOfDay
            && other.DayOfWeek == DayOfWeek.Sunday
            && other.Day + 7 > DateTime.DaysInMonth(other.Year, other.Month));

    /// <summary>The change to or from daylight saving in a year, also as the clock that is about to change shows it.</summary>
    private static (DateTime Utc, DateTime Local)? Change(TimeZoneInfo zone, int year, bool toDaylight)
    {
        var end = new DateTime(year + 1, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var week = end.AddYears(-1); week < end; week = week.AddDays(DaysOfAStep))
        {
            if (zone.IsDaylightSavingTime(week) != toDaylight && zone.IsDaylightSavingTime(week.AddDays(DaysOfAStep)) == toDaylight)
            {
                var minutes = FirstMinute(minute => zone.IsDaylightSavingTime(week.AddMinutes(minute)) == toDaylight);
                var utc = week.AddMinutes(minutes);
                return (utc, DateTime.SpecifyKind(utc + zone.GetUtcOffset(utc.AddMinutes(-1)), DateTimeKind.Unspecified));
            }
        }

        return null;
    }

    private static int FirstMinute(Predicate<int> isAfter)
    {
        var (before, after) = (0, DaysOfAStep * 24 * 60);
        while (after - before > 1)
        {
            var middle = (before + after) / 2;
            (before, after) = isAfter(middle) ? (before, middle) : (middle, after);
        }

        return after;
    }
}
