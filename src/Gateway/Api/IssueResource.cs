using Metering.Mapping;

namespace Gateway.Api;

/// <summary>Something about a mapping file that its author should know.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Severity">Whether the file is refused.</param>
/// <param name="Message">What it is, and what would be right.</param>
internal sealed record IssueResource(int Line, int Column, MappingSeverity Severity, string Message)
{
    /// <summary>All that was found.</summary>
    public static IReadOnlyList<IssueResource> Of(MappingFileCheck check) => [.. check.Issues.Select(issue => new IssueResource(issue.Line, issue.Column, issue.Severity, issue.Message))];
}
