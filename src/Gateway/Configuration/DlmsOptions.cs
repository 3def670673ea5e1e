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

    /// <summary>Whether the management client may authenticate with HLS GMAC.</summary>
    public bool AllowHls { get; init; } = true;

    /// <summary>Whether the public client (SAP 16), which needs no authentication, may read names, clock and frame counter.</summary>
    public bool AllowPublicClient { get; init; } = true;

    /// <summary>
    /// The least protection of the management client's APDUs, one of <see cref="SecurityPolicyNames"/>. Null: authenticated and encrypted, but none
    /// where a password is allowed, since that crosses the network in clear anyway. What a head-end raised it to holds if it is more.
    /// </summary>
    public string? SecurityPolicy { get; init; }

    /// <summary>
    /// How far below the highest invocation counter a request may lie that came out of order, and was not seen yet: 0 takes only higher ones,
    /// as conformance asks; up to 64 lets several connections share a counter.
    /// </summary>
    public int ReplayWindow { get; init; }

    /// <summary>Whether a release is granted that is protected less than the policy asks for: some clients know no other.</summary>
    public bool AcceptPlainRelease { get; init; }

    /// <summary>Connections from one source on which nobody is authenticated; beyond it one that is idle ends, else the newcomer waits.</summary>
    public int MaxUnauthenticatedPerSource { get; init; } = 8;

    /// <summary>Connections at a time: far more than the head-ends of one gateway, and a bound on who only connects.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>
    /// Associations at a time of the management client with one logical device; beyond it the one longest unused ends. As many as a head-end
    /// may have left behind when it lost its connections.
    /// </summary>
    public int MaxAssociationsPerDevice { get; init; } = 128;

    /// <summary>Associations at a time over all connections.</summary>
    public int MaxAssociations { get; init; } = 1000;

    /// <summary>The longest APDU that is sent, in bytes, whatever a client can receive.</summary>
    public int MaxSendPdu { get; init; } = 16_384;

    /// <summary>A connection without a request for this long is closed.</summary>
    public TimeSpan InactivityTimeout { get; init; } = TimeSpan.FromSeconds(180);
}
