using System.Globalization;
using Gateway.CommandLine;
using Gateway.Figures;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>The values of figures in words and units.</summary>
/// <param name="texts">The words.</param>
/// <param name="time">How moments are shown.</param>
internal sealed class FigureWords(IStringLocalizer<Texts> texts, ZoneTime time)
{
    /// <summary>A value with its unit.</summary>
    public string Of(Figure figure, ShownSeries series) => series.Histogram is { } histogram ? Of(histogram) : figure.Unit switch
    {
        FigureUnit.Text => series.Split ?? "",
        FigureUnit.Flag => series.Value == 0 ? texts["no"] : texts["yes"],
        FigureUnit.Bytes => ShownValue.Bytes((long)series.Value),
        FigureUnit.Ratio => ShownValue.Percent(series.Value),
        FigureUnit.Seconds => Duration(series.Value),
        FigureUnit.Moment => Moment(series.Value),
        _ => series.Value.ToString("#,0.#", CultureInfo.InvariantCulture),
    };

    /// <summary>By what a value is split; a number before the words, as codes of events have it, is left as it is.</summary>
    public string SplitOf(ShownSeries series)
    {
        var split = series.Split ?? "";
        var words = WithoutNumber(split);
        return words.Length == 0 ? split : split[..^words.Length] + texts[words];
    }

    /// <summary>What is looked up of words that stand behind a number.</summary>
    public static string WithoutNumber(string split) => split.TrimStart("0123456789 ".ToCharArray());

    private string Of(FigureHistogram histogram)
    {
        if (histogram.Count == 0)
        {
            return texts["none yet"];
        }

        var mean = Duration(histogram.Sum / histogram.Count);
        return histogram.Within(0.95) is { } within
            ? texts["{0} measured, {1} in the mean, 95 % within {2}", histogram.Count.ToString("N0", CultureInfo.InvariantCulture), mean, Duration(within)]
            : texts["{0} measured, {1} in the mean", histogram.Count.ToString("N0", CultureInfo.InvariantCulture), mean];
    }

    /// <summary>A time that was measured.</summary>
    public static string Duration(TimeSpan time) => Duration(time.TotalSeconds);

    private static string Duration(double seconds) => Math.Abs(seconds) switch
    {
        0 => "0 s",
        < 0.0005 => "under 1 ms",
        < 0.01 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms"),
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
        _ when seconds < 0 => $"-{ShownValue.Age(TimeSpan.FromSeconds(-seconds))}",
        _ => ShownValue.Age(TimeSpan.FromSeconds(seconds)),
    };

    private string Moment(double seconds)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
        var (shown, age) = (time.Full(at), time.Now - at);
        return age < TimeSpan.FromSeconds(1) && age > -TimeSpan.FromSeconds(1) ? shown
            : age > TimeSpan.Zero ? texts["{0}, {1} ago", shown, ShownValue.Age(age)] : texts["{0}, in {1}", shown, ShownValue.Age(-age)];
    }
}
