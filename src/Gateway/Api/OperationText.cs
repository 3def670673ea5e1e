namespace Gateway.Api;

/// <summary>An operation in words.</summary>
/// <param name="summary">What it does.</param>
internal sealed class OperationText(string summary)
{
    /// <summary>What it does.</summary>
    public string Summary => summary;

    /// <summary>The parameters in its address.</summary>
    public Dictionary<string, string> Path { get; } = new(StringComparer.Ordinal);

    /// <summary>The parameters behind its address.</summary>
    public Dictionary<string, string> Query { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The type of what is sent with it, where something is; null: nothing is, whatever the method.</summary>
    public string? Body { get; init; } = "application/json";
}
