using System.Globalization;

namespace Gateway.CommandLine;

/// <summary>Numbers and times as tables show them.</summary>
internal static class ShownValue
{
    /// <summary>A part of one as <c>1.5 %</c>.</summary>
    public static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.#} %");

    /// <summary>A short time as <c>120 ms</c>.</summary>
    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    /// <summary>A moment in the machine's zone, to the second, with its offset.</summary>
    public static string Moment(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
