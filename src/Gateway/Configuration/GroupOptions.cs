namespace Gateway.Configuration;

/// <summary>The section <c>Gateway:Groups:&lt;name&gt;</c>: meters that are treated alike, on whatever bus they are.</summary>
internal sealed record GroupOptions
{
    /// <summary>How often its meters are read, unless a meter has an interval of its own; as their bus when not set.</summary>
    public string? ReadoutInterval { get; init; }

    /// <summary>How long its meters' readings are kept; as the gateway's when not set.</summary>
    public string? Retention { get; init; }
}
