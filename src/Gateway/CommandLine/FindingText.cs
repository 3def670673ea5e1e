using Gateway.Checkup;

namespace Gateway.CommandLine;

/// <summary>Findings as lines: on a terminal broken between words and coloured, in a file or pipe one line each.</summary>
/// <param name="output">Where they go.</param>
/// <param name="width">Characters of a line; 0: lines are not broken.</param>
/// <param name="isColoured">Whether the verdict has a colour.</param>
internal sealed class FindingText(TextWriter output, int width, bool isColoured)
{
    private const int VerdictWidth = 4;
    private const int SubjectWidth = 14;
    private const string Gap = "  ";

    /// <summary>Longer lines are hard to read, however wide the terminal is.</summary>
    private const int MostWidth = 120;

    /// <summary>A narrower terminal breaks the lines itself.</summary>
    private const int LeastWidth = 60;

    private static readonly string Indent = new(' ', VerdictWidth + SubjectWidth + (2 * Gap.Length));

    /// <summary>For the console of this program.</summary>
    public static FindingText ForConsole()
    {
        var isTerminal = !Console.IsOutputRedirected;
        var width = isTerminal && Console.WindowWidth >= LeastWidth ? Math.Min(MostWidth, Console.WindowWidth - 1) : 0;
        return new(Console.Out, width, isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
    }

    /// <summary><c>ok</c>, <c>look</c> or <c>bad</c>.</summary>
    public static string WordOf(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>Writes one.</summary>
    public void Write(Finding finding)
    {
        var head = $"{Coloured(finding.Verdict, WordOf(finding.Verdict).PadRight(VerdictWidth))}{Gap}{finding.Subject.PadRight(SubjectWidth)}{Gap}";
        var found = Line(finding.Found);
        if (width == 0)
        {
            output.WriteLine($"{head}{found}{(finding.Next is { } todo ? $" -> {Line(todo)}" : "")}");
            return;
        }

        output.WriteLine(head + Broken(found, ""));
        if (finding.Next is { } next)
        {
            output.WriteLine(Indent + Broken(Line(next), "-> "));
        }
    }

    /// <summary>Writes how many there were of each.</summary>
    public void WriteSummary(IReadOnlyCollection<Verdict> verdicts)
    {
        var (bad, look) = (verdicts.Count(verdict => verdict == Verdict.Bad), verdicts.Count(verdict => verdict == Verdict.Look));
        output.WriteLine();
        output.WriteLine($"{(bad > 0 ? $"{bad} bad, " : "Nothing is bad, ")}{look} to look at, {verdicts.Count - bad - look} ok.");
    }

    /// <summary>What comes from elsewhere may have several lines.</summary>
    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private string Coloured(Verdict verdict, string word)
    {
        var colour = verdict switch { Verdict.Ok => 32, Verdict.Look => 33, _ => 31 };
        return isColoured ? $"\e[{colour}m{word}\e[0m" : word;
    }

    /// <summary>The text in lines that end between words, all but the first indented.</summary>
    private string Broken(string text, string mark)
    {
        var room = width - Indent.Length - mark.Length;
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > room)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length > 0 ? $" {word}" : word;
        }

        return mark + string.Join(Environment.NewLine + Indent + new string(' ', mark.Length), lines);
    }
}
