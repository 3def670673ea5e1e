using System.Text.RegularExpressions;

namespace Gateway.ServiceControl;

/// <summary>What a program said before it ended, in so few lines that the reason is seen.</summary>
internal static partial class TellingLines
{
    private const int Most = 3;

    /// <summary>The exception by its type and message, if there is one, else the last words; without the places in the code.</summary>
    /// <param name="log">All that it said.</param>
    public static string Of(string log)
    {
        const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        string[] lines = [.. log.Split('\n', Trimmed).Where(line => !line.StartsWith("at ", StringComparison.Ordinal))];
        var exception = Array.FindIndex(lines, ExceptionName().IsMatch);
        return string.Join(Environment.NewLine, exception < 0 ? lines.TakeLast(Most) : lines.Skip(exception).Take(Most));
    }

    [GeneratedRegex(@"(^|\. )[A-Z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*Exception\b.*: ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExceptionName();
}
