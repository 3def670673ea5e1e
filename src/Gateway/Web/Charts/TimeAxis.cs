using System.Globalization;
using Metering.Profiles;

namespace Gateway.Web.Charts;

/// <summary>The marks of a time axis: at round times of the wall clock, also where it changes to summer time and back.</summary>
internal static class TimeAxis
{
    private const int MonthsOfYear = 12;

    /// <summary>A month with its year is so much longer than a day or an hour that there is room for so many marks less.</summary>
    private const int Longer = 2;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly ValueInterval[] Steps =
        [.. new[] { "1 min", "5 min", "10 min", "30 min", "1 h", "3 h", "6 h", "12 h", "1 day" }.Select(ValueInterval.Parse)];

    /// <summary>Of more days those whose number divides; a week's begin with Mondays, as the calendar did.</summary>
    private static readonly int[] Days = [2, 3, 7];

    private static readonly int[] Months = [1, 2, 3, 6, 12, 24, 60, 120, 600];

    /// <summary>The marks of a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="zone">The zone of the wall clock.</param>
    /// <param name="most">So many at most.</param>
    public static IReadOnlyList<AxisTick> Of(ChartRange range, TimeZoneInfo zone, int most)
    {
        var span = range.To - range.From;
        var days = Days.FirstOrDefault(one => span.TotalDays / one <= most);
        var marks = Steps.FirstOrDefault(one => span / one.Period <= most) is { IsAllValues: false } step
            ? Marks(range, step, zone).Select(at => (At: at, Text: TextOf(at, step, zone)))
            : days > 0 ? Marks(range, Steps[^1], zone).Where(at => DayNumber(at, zone) % days == 0).Select(at => (At: at, Text: TextOf(at, Steps[^1], zone)))
            : MonthMarks(range, zone, Months.FirstOrDefault(months => span.TotalDays / 30 / months <= (months < MonthsOfYear ? most - Longer : most), Months[^1]));
        return [.. marks.Take(2 * most).Select(mark => new AxisTick((mark.At - range.From) / span, mark.Text))];
    }

    private static IEnumerable<DateTimeOffset> Marks(ChartRange range, ValueInterval step, TimeZoneInfo zone)
    {
        var mark = step.MarkOf(range.From, zone);
        for (var at = mark == range.From ? mark : step.Next(mark, zone); at <= range.To; at = step.Next(at, zone))
        {
            yield return at;
        }
    }

    private static IEnumerable<(DateTimeOffset At, string Text)> MonthMarks(ChartRange range, TimeZoneInfo zone, int months)
    {
        var local = TimeZoneInfo.ConvertTime(range.From, zone);
        for (var month = (local.Year * MonthsOfYear) + local.Month; ; month++)
        {
            var wall = new DateTime(month / MonthsOfYear, (month % MonthsOfYear) + 1, 1);
            var at = WallTime.Moment(wall, zone);
            if (at > range.To || wall >= WallTime.Latest.DateTime)
            {
                yield break;
            }

            if (month % months == 0)
            {
                yield return (at, wall.ToString(months < MonthsOfYear ? "yyyy-MM" : "yyyy", CultureInfo.InvariantCulture));
            }
        }
    }

    private static int DayNumber(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime).DayNumber;

    /// <summary>A time that comes twice says which one it is.</summary>
    private static string TextOf(DateTimeOffset at, ValueInterval step, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return local.ToString(
            step.Period >= Day || local.TimeOfDay == TimeSpan.Zero ? "MM-dd" : zone.IsAmbiguousTime(at) ? "HH:mm z" : "HH:mm", CultureInfo.InvariantCulture);
    }
}
