using Quartz;

namespace Gateway.Configuration;

/// <summary>When a report is sent: marks of the wall clock.</summary>
internal sealed class ReportSchedule
{
    /// <summary>An expression of 7 fields with lists: 120 characters.</summary>
    private const int MaxLength = 120;

    /// <summary>An expression that has no time after this, such as 31 February, never has one.</summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CronExpression _cron;

    private ReportSchedule(string text, CronExpression cron) => (Text, _cron) = (text, cron);

    /// <summary>What can be written.</summary>
    public static string Allowed => $"{ReadoutInterval.Allowed}, or a Quartz cron expression (seconds as a number, minutes, hours, day of month, month, day of week, year) that has a next time";

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Reads an interval or a cron expression; the seconds are one number, so that a report comes once a minute at most.</summary>
    public static bool TryParse(string text, out ReportSchedule schedule)
    {
        schedule = null!;
        var expression = ReadoutInterval.TryParse(text, out var interval) ? interval.Cron : text.Trim();
        if (expression.Length > MaxLength
            || !expression.Split(' ')[0].All(char.IsAsciiDigit)
            || !CronExpression.TryParse(expression, CronFormat.Quartz, out var cron)
            || cron!.GetNextValidTimeAfter(Earliest) is null)
        {
            return false;
        }

        schedule = new ReportSchedule(interval.Text ?? expression, cron);
        return true;
    }

    /// <summary>The first mark after a moment, or null when there is none any more.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="zone">The zone of the wall clock.</param>
    public DateTimeOffset? Next(DateTimeOffset moment, TimeZoneInfo zone) => _cron.WithTimeZone(zone).GetNextValidTimeAfter(moment);
}
