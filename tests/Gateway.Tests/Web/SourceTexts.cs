using System.Text;
using Testing;

namespace Gateway.Tests.Web;

/// <summary>The texts that the sources of the page ask for, found as they are written: <c>T["..."]</c>.</summary>
internal sealed class SourceTexts
{
    private static readonly string[] Localizers = ["T", "t", "_t", "texts"];

    private SourceTexts()
    {
    }

    /// <summary>The texts that are written where they are asked for.</summary>
    public SortedSet<string> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>The expressions that are asked for in place of a text, each with its file.</summary>
    public SortedDictionary<string, string> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads all sources of the page.</summary>
    public static SourceTexts Read()
    {
        var found = new SourceTexts();
        var folder = Repository.File("src", "Gateway");
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs*", SearchOption.AllDirectories).Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal)))
        {
            if (!Path.GetRelativePath(folder, file).StartsWith("obj", StringComparison.Ordinal) && !Path.GetRelativePath(folder, file).StartsWith("bin", StringComparison.Ordinal))
            {
                found.Read(string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal))), Path.GetRelativePath(folder, file));
            }
        }

        return found;
    }

    /// <summary>Reads one source.</summary>
    public static SourceTexts Of(string source)
    {
        var found = new SourceTexts();
        found.Read(source, "");
        return found;
    }

    private void Read(string source, string file)
    {
        for (var at = source.IndexOf('[', StringComparison.Ordinal); at >= 0; at = source.IndexOf('[', at + 1))
        {
            if (!Localizers.Contains(WordBefore(source, at), StringComparer.Ordinal))
            {
                continue;
            }

            if (source[at + 1] == '"')
            {
                Written.Add(Literal(source, at + 2));
            }
            else if (source[at + 1] != ']')
            {
                Others.TryAdd(source[(at + 1)..source.IndexOf(']', at)], file);
            }
        }
    }

    private static string WordBefore(string source, int end)
    {
        var start = end;
        while (start > 0 && (char.IsLetterOrDigit(source[start - 1]) || source[start - 1] is '_' or '.'))
        {
            start--;
        }

        return source[start..end];
    }

    /// <summary>A text up to the quotation mark that ends it, and what is added to it in the next line.</summary>
    private static string Literal(string source, int start)
    {
        var text = new StringBuilder();
        var at = start;
        for (; source[at] != '"'; at++)
        {
            text.Append(source[at] == '\\' ? source[++at] : source[at]);
        }

        var next = source[(at + 1)..].TrimStart();
        return next.StartsWith("+ \"", StringComparison.Ordinal) ? text + Literal(next, 3) : text.ToString();
    }
}
