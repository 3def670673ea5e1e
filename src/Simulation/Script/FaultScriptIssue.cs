namespace Simulation.Script;

/// <summary>What is wrong in a script file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What it is, and what would be right.</param>
public sealed record FaultScriptIssue(string File, int Line, int Column, string Message)
{
    /// <summary><c>script.json:12:5: error: ...</c>, the form that editors jump to.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: error: {Message}";
}
