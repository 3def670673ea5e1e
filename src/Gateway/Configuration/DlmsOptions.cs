namespace Gateway.Configuration;

/// <summary>The section <c>Gateway:Dlms</c>.</summary>
internal sealed record DlmsOptions
{
    /// <summary>The TCP port of the wrapper; 0 takes any free one. 4059 is registered for DLMS/COSEM.</summary>
    public int Port { get; init; } = 4059;

    /// <summary>
    /// Whether the management client may authenticate with a password (LLS), which crosses the network in clear. Null: only with
    /// the simulated bus.
    /// </summary>
    public bool? AllowLls { get; init; }

    /// <summary>The longest APDU that is sent, in bytes, whatever a client can receive.</summary>
    public int MaxSendPdu { get; init; } = 16_384;

    /// <summary>A connection without a request for this long is closed.</summary>
    public TimeSpan InactivityTimeout { get; init; } = TimeSpan.FromSeconds(180);
}
