using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Figures;

/// <summary>Prometheus' text format 0.0.4, read as strictly as it is written down: whatever does not fit fails the test.</summary>
internal sealed partial class Exposition
{
    /// <summary>The families by name, with their type.</summary>
    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>What each family means.</summary>
    public Dictionary<string, string> Helps { get; } = new(StringComparer.Ordinal);

    /// <summary>The series with their values.</summary>
    public Dictionary<string, double> Values { get; } = new(StringComparer.Ordinal);

    public static Exposition Parse(string text)
    {
        var read = new Exposition();
        var family = "";
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                var (what, name, rest) = (comment.Groups["what"].Value, comment.Groups["name"].Value, comment.Groups["rest"].Value);
                if (what == "HELP")
                {
                    Assert.True(read.Helps.TryAdd(name, rest), $"two HELP of {name}");
                    family = name;
                }
                else
                {
                    Assert.Equal(family, name);
                    Assert.True(rest is "counter" or "gauge" or "histogram", line);
                    Assert.True(read.Types.TryAdd(name, rest), $"two TYPE of {name}");
                }

                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"no line of the format: {line}");
            var type = read.Types[family];
            string[] allowed = type == "histogram" ? [$"{family}_bucket", $"{family}_sum", $"{family}_count"] : [family];
            Assert.True(allowed.Contains(sample.Groups["name"].Value, StringComparer.Ordinal), line);
            var value = double.Parse(sample.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
            Assert.True(type != "counter" || value >= 0, line);
            Assert.True(read.Values.TryAdd(sample.Groups["series"].Value, value), $"twice: {line}");
        }

        return read;
    }

    [GeneratedRegex("^# (?<what>HELP|TYPE) (?<name>[a-z_][a-z0-9_]*) (?<rest>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("""^(?<series>(?<name>[a-z_][a-z0-9_]*)(\{[a-z_]+="([^"\\\n]|\\["\\n])*"(,[a-z_]+="([^"\\\n]|\\["\\n])*")*\})?) (?<value>-?[0-9.]+(E[+-]?[0-9]+)?)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();
}
