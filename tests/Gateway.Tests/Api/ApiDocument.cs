using System.Text;
using System.Text.RegularExpressions;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>The examples of docs/api.md: the fenced blocks of the shell, each one command, as requests.</summary>
internal static partial class ApiDocument
{
    /// <summary>The page.</summary>
    public static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "api.md"));

    /// <summary>An example: what is asked, with which fields, and the status expected; null: any good one.</summary>
    public sealed record Example(string Method, string Path, IReadOnlyList<(string Name, string Value)> Fields, string? Body, int? Status);

    /// <summary>All examples, in the order of the page.</summary>
    public static IEnumerable<Example> Examples => Blocks().Matches(Text).Select(block => Read(block.Groups["command"].Value));

    private static Example Read(string block)
    {
        var status = Comment().Match(block) is { Success: true } comment ? int.Parse(comment.Groups["status"].Value, System.Globalization.CultureInfo.InvariantCulture) : (int?)null;
        var input = Input().Match(block);
        var words = Words(Input().Replace(Comment().Replace(block, ""), "").Replace("\\\n", " ", StringComparison.Ordinal));
        Assert.Equal("curl", words[0]);
        var (method, body, address) = ("GET", (string?)null, "");
        var fields = new List<(string, string)>();
        for (var i = 1; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "-X":
                    method = words[++i];
                    break;
                case "-d":
                    body = words[++i] == "@-" ? input.Groups["text"].Value : words[i];
                    break;
                case "-H":
                    var field = words[++i].Split(": ", 2);
                    fields.Add((field[0], field[1]));
                    break;
                case "-o":
                    i++;
                    break;
                default:
                    Assert.Equal("", address);
                    address = words[i];
                    break;
            }
        }

        Assert.StartsWith("$GATEWAY/api/v1/", address, StringComparison.Ordinal);
        return new(method, address["$GATEWAY".Length..], fields, body, status);
    }

    /// <summary>Words as a shell has them: blanks part them, quotation marks hold them together, within double ones a backslash takes the next character as it is.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (isWord)
                {
                    words.Add(word.ToString());
                    word.Clear();
                    isWord = false;
                }
            }
            else if (c == quote || (quote == '\0' && c is '"' or '\''))
            {
                (quote, isWord) = (quote == '\0' ? c : '\0', true);
            }
            else
            {
                word.Append(quote == '"' && c == '\\' ? line[++i] : c);
                isWord = true;
            }
        }

        Assert.Equal('\0', quote);
        return isWord ? [.. words, word.ToString()] : words;
    }

    [GeneratedRegex("^```sh\n(?<command>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blocks();

    /// <summary>What a command reads: <c>&lt;&lt;'END'</c>, lines, <c>END</c>.</summary>
    [GeneratedRegex(" <<'END'\n(?<text>.*?)\nEND\n", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Input();

    [GeneratedRegex("^# (?<status>[0-9]+)\n", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();
}
