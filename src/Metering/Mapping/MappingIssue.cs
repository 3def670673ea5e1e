namespace Metering.Mapping;

/// <summary>Something about a mapping file that its author should know.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">From 1; 1 when it is about the whole file.</param>
/// <param name="Column">From 1.</param>
/// <param name="Severity">Whether the file is refused.</param>
/// <param name="Message">What it is, and what would be right.</param>
public sealed record MappingIssue(string File, int Line, int Column, MappingSeverity Severity, string Message)
{
    /// <summary><c>water.all.0.json:12:5: error: ...</c>, the form that editors jump to.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(Severity == MappingSeverity.Error ? "error" : "warning")}: {Message}";
}
