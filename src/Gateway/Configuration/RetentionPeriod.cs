using System.Globalization;

namespace Gateway.Configuration;

/// <summary>How long readings are kept, as it is written: <c>400 days</c>, <c>400</c>, <c>400.00:00:00</c>.</summary>
internal static class RetentionPeriod
{
    /// <summary>What can be written.</summary>
    public const string Allowed = "1 to 3653 days, such as 400 days or 400.00:00:00";

    /// <summary>A profile of less than a day is none.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>Ten years.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3653);

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, out TimeSpan period)
    {
        var number = text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var alone] => alone,
            [var first, "day" or "days"] => first,
            _ => "",
        };
        var isOne = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? TryDays(days, out period)
            : TimeSpan.TryParseExact(text.Trim(), "c", CultureInfo.InvariantCulture, out period);
        isOne = isOne && period >= Shortest && period <= Longest;
        period = isOne ? period : default;
        return isOne;
    }

    /// <summary>Reads what was checked.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static TimeSpan Parse(string text) => TryParse(text, out var period) ? period : throw new FormatException($"'{text}' is not {Allowed}.");

    /// <summary>A span of time does not hold every number of days that can be written.</summary>
    private static bool TryDays(int count, out TimeSpan period)
    {
        period = count <= Longest.TotalDays ? TimeSpan.FromDays(count) : default;
        return count <= Longest.TotalDays;
    }
}
