using System.Globalization;

namespace Gateway.Configuration;

/// <summary>Durations as people write them.</summary>
internal static class DurationText
{
    /// <summary>What can be written.</summary>
    public const string Allowed = "a time such as 90s, 15min, 6h, 1d, or hours:minutes:seconds";

    private static readonly (string Unit, double Seconds)[] Units = [("min", 60), ("ms", 0.001), ("s", 1), ("h", 3600), ("d", 86_400)];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(10_000);

    /// <summary>Writes one as it is entered, in the largest unit that holds it in whole numbers: <c>6h</c>, <c>1d</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        var unit = Units.OrderByDescending(unit => unit.Seconds).FirstOrDefault(unit => duration.Ticks % TimeSpan.FromSeconds(unit.Seconds).Ticks == 0);
        return unit.Unit is null || duration == TimeSpan.Zero
            ? duration.ToString("c", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds / unit.Seconds:0}{unit.Unit}");
    }

    /// <summary>The same for reading: <c>6 h</c>, <c>500 ms</c>; of none <c>0 s</c>.</summary>
    public static string Shown(TimeSpan duration)
    {
        var text = duration == TimeSpan.Zero ? "0s" : Of(duration);
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return char.IsAsciiLetter(text[digits]) ? $"{text[..digits]} {text[digits..]}" : text;
    }

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        }

        var (unit, seconds) = Array.Find(Units, unit => text.EndsWith(unit.Unit, StringComparison.Ordinal));
        if (unit is null || !int.TryParse(text.AsSpan(0, text.Length - unit.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        // nothing here lasts for years, and a time span does not hold all that can be written
        duration = count * seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(count * seconds) : default;
        return count * seconds <= Longest.TotalSeconds;
    }
}
