using System.Globalization;

namespace Gateway.CommandLine;

/// <summary>Numbers and times as tables show them.</summary>
internal static class ShownValue
{
    /// <summary>A part of one as <c>1.5 %</c>.</summary>
    public static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.#} %");

    /// <summary>A number of things: <c>1 meter</c>, <c>2 meters</c>.</summary>
    public static string Count(long count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");

    /// <summary>A time gone by, to its largest unit: <c>35 s</c>, <c>12 min</c>, <c>3 h</c>, <c>5 d</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0} d"),
    };

    /// <summary>A moment in the machine's zone in a few characters: <c>14:05</c> within the last day, <c>2026-11-21</c> before.</summary>
    public static string Short(DateTimeOffset at, DateTimeOffset now) =>
        at.ToLocalTime().ToString(now - at < TimeSpan.FromDays(1) ? "HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A text of at most so many characters.</summary>
    public static string? Cut(string? text, int width) => text?.Length > width ? $"{text[..(width - 2)]}.." : text;

    /// <summary>A length in the largest unit that it fills: <c>512 bytes</c>, <c>3.8 GB</c>.</summary>
    public static string Bytes(long length) => length switch
    {
        < 1000 => Count((int)length, "byte"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{length / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{length / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{length / 1e9:0.0} GB"),
    };

    /// <summary>A short time as <c>120 ms</c>.</summary>
    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    /// <summary>A moment in the machine's zone, to the second, with its offset.</summary>
    public static string Moment(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
