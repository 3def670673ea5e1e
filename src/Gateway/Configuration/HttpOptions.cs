namespace Gateway.Configuration;

/// <summary>The section <c>Gateway:Http</c>.</summary>
internal sealed record HttpOptions
{
    /// <summary>The TCP port, on the loopback address only; 0 takes any free one.</summary>
    public int Port { get; init; } = 8080;
}
