using System.Globalization;
using Gateway.Configuration;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>When a report is sent, as a person says it: "every day at 06:30" for <c>0 30 6 * * ?</c>.</summary>
internal sealed class ScheduleWords(IStringLocalizer<Texts> t)
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>A schedule in words; what has no short words is told as the expression that it is.</summary>
    /// <param name="schedule">As it was written; null: the report has none.</param>
    public string Of(string? schedule)
    {
        if (schedule is null)
        {
            return t["when the list of meters has changed"];
        }

        return ReadoutInterval.TryParse(schedule, out var interval) ? Of(interval)
            : OfCron(schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries)) ?? t["by the expression {0}", schedule];
    }

    private string Of(ReadoutInterval interval) => interval.Text.Split(' ') switch
    {
        ["1", "min"] => t["every minute"],
        [var minutes, "min"] => t["every {0} minutes", minutes],
        ["1", "h"] => t["every hour, on the hour"],
        [var hours, "h"] => t["every {0} hours from midnight on", hours],
        [_, "day"] => t["every day at {0}", "00:00"],
        [_, "week"] => t["every {0} at {1}", t["Monday"], "00:00"],
        _ => t["on day {0} of every month at {1}", 1, "00:00"],
    };

    /// <summary>The usual expressions: seconds, minutes, hours, day of month, month, day of week and perhaps a year.</summary>
    private string? OfCron(string[] fields) => fields switch
    {
        [_, _, _, _, not "*", ..] or [_, _, _, _, _, _, not "*"] => null,
        [var second, var minute, "*", var date, _, var day, ..] when IsAny(date) && IsAny(day) && Number(second) == 0 => EveryHour(minute),
        [var second, var minute, var hour, var date, _, var day, ..] when TimeOf(hour, minute, second) is { } time => OfDays(date, day, time),
        _ => null,
    };

    private string? EveryHour(string minute) => minute.Split('/') switch
    {
        ["*"] => t["every minute"].Value,
        [var minutes] when Number(minutes) is { } past => t["every hour, {0} min past", past],
        ["0" or "*", var step] when Number(step) is > 0 and var every && 60 % every == 0 => t["every {0} minutes", every],
        _ => null,
    };

    private string? OfDays(string date, string day, string time) => (IsAny(date), IsAny(day)) switch
    {
        (true, true) => t["every day at {0}", time].Value,
        (true, false) when DaysOf(day) is { } days => t["every {0} at {1}", days, time],
        (false, true) when Number(date) is { } number => t["on day {0} of every month at {1}", number, time],
        (false, true) when date.Equals("L", StringComparison.OrdinalIgnoreCase) => t["on the last day of every month at {0}", time],
        _ => null,
    };

    private string? DaysOf(string day)
    {
        if (day.Split('-') is [var first, var last] && DayOf(first) is { } from && DayOf(last) is { } to)
        {
            return t["{0} to {1}", from, to];
        }

        var days = day.Split(',').Select(DayOf).ToList();
        return days.Contains(null) ? null : string.Join(", ", days);
    }

    /// <summary>Quartz counts days from Sunday, 1.</summary>
    private string? DayOf(string day) => (Number(day) is >= 1 and <= 7 and var number ? Days[number - 1] : day.ToUpperInvariant()) switch
    {
        "MON" => t["Monday"].Value,
        "TUE" => t["Tuesday"],
        "WED" => t["Wednesday"],
        "THU" => t["Thursday"],
        "FRI" => t["Friday"],
        "SAT" => t["Saturday"],
        "SUN" => t["Sunday"],
        _ => null,
    };

    private static string? TimeOf(string hour, string minute, string second) =>
        Number(hour) is { } h && Number(minute) is { } m && Number(second) is { } s
            ? new TimeOnly(h, m, s).ToString(s == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture)
            : null;

    private static bool IsAny(string field) => field is "*" or "?";

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
