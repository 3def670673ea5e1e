using System.Globalization;

namespace Gateway.Configuration;

/// <summary>How often meters are read, aligned to the wall clock, so only steps that divide an hour, a day or a calendar.</summary>
internal readonly record struct ReadoutInterval
{
    private static readonly int[] Minutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
    private static readonly int[] Hours = [1, 2, 3, 4, 6, 8, 12];

    private ReadoutInterval(string text, string cron, TimeSpan period)
    {
        Text = text;
        Cron = cron;
        Period = period;
    }

    /// <summary>What can be written.</summary>
    public static string Allowed => "1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 min, 1, 2, 3, 4, 6, 8 or 12 h, 1 day, 1 week, 1 month";

    /// <summary>All there are, the shortest first.</summary>
    public static IReadOnlyList<ReadoutInterval> All { get; } =
    [
        .. Minutes.Select(minutes => Parse($"{minutes} min")),
        .. Hours.Select(hours => Parse($"{hours} h")),
        Parse("1 day"),
        Parse("1 week"),
        Parse("1 month"),
    ];

    /// <summary>As written, <c>15 min</c>.</summary>
    public string Text { get; }

    /// <summary>The same as a Quartz cron expression: seconds, minutes, hours, day of month, month, day of week.</summary>
    public string Cron { get; }

    /// <summary>From one readout to the next; a month counts as 30 days.</summary>
    public TimeSpan Period { get; }

    /// <summary>Reads <c>15 min</c>, <c>6 h</c>, <c>1 day</c>, <c>1 week</c> or <c>1 month</c>.</summary>
    public static bool TryParse(string text, out ReadoutInterval interval)
    {
        interval = default;
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var count, var unit]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
        {
            return false;
        }

        (string? cron, TimeSpan period) = unit switch
        {
            "min" when Minutes.Contains(n) => ($"0 0/{n} * * * ?", TimeSpan.FromMinutes(n)),
            "h" when Hours.Contains(n) => ($"0 0 0/{n} * * ?", TimeSpan.FromHours(n)),
            "day" when n == 1 => ("0 0 0 * * ?", TimeSpan.FromDays(n)),
            "week" when n == 1 => ("0 0 0 ? * MON", TimeSpan.FromDays(7)),
            "month" when n == 1 => ("0 0 0 1 * ?", TimeSpan.FromDays(30)),
            _ => (null, TimeSpan.Zero),
        };
        interval = cron is null ? default : new ReadoutInterval($"{n} {unit}", cron, period);
        return cron is not null;
    }

    /// <summary>Reads what was checked.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static ReadoutInterval Parse(string text) =>
        TryParse(text, out var interval) ? interval : throw new FormatException($"'{text}' is not {Allowed}.");
}
