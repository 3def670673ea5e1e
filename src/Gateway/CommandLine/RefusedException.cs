namespace Gateway.CommandLine;

/// <summary>A command cannot begin; the message says what to change, and is all that the user sees.</summary>
internal sealed class RefusedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the service refused it for something that goes on there.</summary>
    public bool IsConflict { get; init; }

    /// <summary>What is wrong by field of the interface; empty when it is no field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);
}
