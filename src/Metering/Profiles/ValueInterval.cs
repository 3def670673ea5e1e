using System.Globalization;

namespace Metering.Profiles;

/// <summary>
/// The value interval of a profile: every reading, or marks aligned to the wall clock of a time zone. Intervals up to an hour have marks in both
/// passes of an hour that comes twice, longer ones in the first; a wall time that does not come is the moment of the change.
/// </summary>
public readonly record struct ValueInterval
{
    private static readonly int[] Minutes = [1, 5, 10, 15, 20, 30];
    private static readonly int[] Hours = [1, 2, 3, 4, 6, 8, 12];

    private readonly string? _unit;
    private readonly int _count;

    private ValueInterval(int count, string unit, TimeSpan period) => (_count, _unit, Period) = (count, unit, period);

    /// <summary>Every reading is a row, at its own time.</summary>
    public static ValueInterval AllValues => default;

    /// <summary>What can be written.</summary>
    public static string Allowed => "all values, 1, 5, 10, 15, 20 or 30 min, 1, 2, 3, 4, 6, 8 or 12 h, 1 day, 1 week (from Monday) or 1 month";

    /// <summary>All there are, the shortest first.</summary>
    public static IReadOnlyList<ValueInterval> All { get; } =
    [
        AllValues,
        .. Minutes.Select(minutes => Parse($"{minutes} min")),
        .. Hours.Select(hours => Parse($"{hours} h")),
        Parse("1 day"),
        Parse("1 week"),
        Parse("1 month"),
    ];

    /// <summary>Whether every reading is a row.</summary>
    public bool IsAllValues => _unit is null;

    /// <summary>From one mark to the next; a month counts as 30 days, and all values have none.</summary>
    public TimeSpan Period { get; }

    /// <summary>The capture period (IEC 62056-6-2, class 7): a month is 0, since months differ; so are all values, whose period is that of the readouts.</summary>
    public TimeSpan CapturePeriod => IsMonth ? TimeSpan.Zero : Period;

    /// <summary>As written, <c>15 min</c>.</summary>
    public string Text => IsAllValues ? "all values" : string.Create(CultureInfo.InvariantCulture, $"{_count} {_unit}");

    private bool IsMonth => _unit is "month";

    /// <summary>Reads <c>all values</c>, <c>15 min</c>, <c>6 h</c>, <c>1 day</c>, <c>1 week</c> or <c>1 month</c>.</summary>
    public static bool TryParse(string text, out ValueInterval interval)
    {
        interval = default;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words is ["all", "values"])
        {
            return true;
        }

        if (words is not [var count, var unit] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
        {
            return false;
        }

        TimeSpan? period = unit switch
        {
            "min" when Minutes.Contains(n) => TimeSpan.FromMinutes(n),
            "h" when Hours.Contains(n) => TimeSpan.FromHours(n),
            "day" when n == 1 => TimeSpan.FromDays(n),
            "week" when n == 1 => TimeSpan.FromDays(7),
            "month" when n == 1 => TimeSpan.FromDays(30),
            _ => null,
        };
        interval = period is { } known ? new ValueInterval(n, unit, known) : default;
        return period is not null;
    }

    /// <summary>Reads what was checked.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static ValueInterval Parse(string text) =>
        TryParse(text, out var interval) ? interval : throw new FormatException($"'{text}' is not {Allowed}.");

    /// <summary>The last mark that is not after a moment; of all values the moment itself.</summary>
    public DateTimeOffset MarkOf(DateTimeOffset moment, TimeZoneInfo zone) =>
        IsAllValues ? moment
        : Period <= TimeSpan.FromHours(1) ? PassingMarks.MarkOf(moment, Period, zone)
        : FirstPassMarks.MarkOf(moment, WallTimeOf, zone);

    /// <summary>The mark after a mark.</summary>
    /// <exception cref="InvalidOperationException">All values have no marks.</exception>
    public DateTimeOffset Next(DateTimeOffset mark, TimeZoneInfo zone) =>
        IsAllValues ? throw new InvalidOperationException("All values have no marks.")
        : Period <= TimeSpan.FromHours(1) ? PassingMarks.Next(mark, Period, zone)
        : FirstPassMarks.Next(mark, WallTimeOf, WallTimeAfter, zone);

    /// <summary>The last wall time that divides. The first day of the calendar is a Monday, so days and weeks divide it from its beginning.</summary>
    private DateTime WallTimeOf(DateTime local) => IsMonth ? new DateTime(local.Year, local.Month, 1) : WallClock.Floor(local, Period);

    private DateTime WallTimeAfter(DateTime wallTime) => IsMonth ? wallTime.AddMonths(1) : wallTime + Period;

    /// <inheritdoc />
    public override string ToString() => Text;
}
