using System.Collections.Immutable;
using Newtonsoft.Json;

namespace Metering.Mapping;

/// <summary>Collects what is found in one file.</summary>
internal sealed class MappingIssues(string file)
{
    /// <summary>A hopeless file need not be described to its end.</summary>
    private const int Most = 200;

    private readonly List<MappingIssue> _issues = [];
    private string[] _lines = [];

    /// <summary>The text, once it is known: then issues name the first character of what they are about.</summary>
    public string Text
    {
        set => _lines = value.Split('\n');
    }

    public bool HasErrors { get; private set; }

    public void Error(string message, IJsonLineInfo at) => Error(message, at.LineNumber, StartOf(at));

    public void Error(string message, int line = 1, int column = 1)
    {
        HasErrors = true;
        Add(new MappingIssue(file, line, column, MappingSeverity.Error, message));
    }

    public void Warning(string message, IJsonLineInfo at) =>
        Add(new MappingIssue(file, at.LineNumber, StartOf(at), MappingSeverity.Warning, message));

    public ImmutableArray<MappingIssue> InOrder() => [.. _issues.OrderBy(issue => issue.Line).ThenBy(issue => issue.Column)];

    /// <summary>The reader knows where a token ends: at the closing quote, the last digit, or the colon after a name.</summary>
    private int StartOf(IJsonLineInfo token)
    {
        var line = token.LineNumber <= _lines.Length && token.LineNumber > 0 ? _lines[token.LineNumber - 1] : "";
        var at = Math.Min(token.LinePosition, line.Length) - 1;
        while (at > 0 && (line[at] == ':' || char.IsWhiteSpace(line[at])))
        {
            at--;
        }

        if (at < 0 || line[at] is '{' or '[')
        {
            return token.LinePosition;
        }

        var quote = line[at] is '"' or '\'' ? line[at] : '\0';
        var start = at;
        while (start > 0 && (quote != '\0' ? start == at || line[start] != quote : IsPlain(line[start - 1])))
        {
            start--;
        }

        return start + 1;
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '.' or '_';

    private void Add(MappingIssue issue)
    {
        if (_issues.Count < Most)
        {
            _issues.Add(issue);
        }
    }
}
