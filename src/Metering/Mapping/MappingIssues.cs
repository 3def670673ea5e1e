using System.Collections.Immutable;
using Newtonsoft.Json;

namespace Metering.Mapping;

/// <summary>Collects what is found in one file.</summary>
internal sealed class MappingIssues(string file)
{
    /// <summary>A hopeless file need not be described to its end.</summary>
    private const int Most = 200;

    private readonly List<MappingIssue> _issues = [];

    public bool HasErrors { get; private set; }

    public void Error(string message, IJsonLineInfo? at) => Error(message, at?.LineNumber ?? 0, at?.LinePosition ?? 0);

    public void Error(string message, int line = 0, int column = 0)
    {
        HasErrors = true;
        Add(new MappingIssue(file, line, column, MappingSeverity.Error, message));
    }

    public void Warning(string message, IJsonLineInfo at) =>
        Add(new MappingIssue(file, at.LineNumber, at.LinePosition, MappingSeverity.Warning, message));

    public ImmutableArray<MappingIssue> InOrder() => [.. _issues.OrderBy(issue => issue.Line).ThenBy(issue => issue.Column)];

    private void Add(MappingIssue issue)
    {
        if (_issues.Count < Most)
        {
            _issues.Add(issue);
        }
    }
}
