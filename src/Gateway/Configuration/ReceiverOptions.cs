namespace Gateway.Configuration;

/// <summary>Who receives reports, and how they are wrapped for him; what is not set is as in the layer below.</summary>
internal sealed record ReceiverOptions
{
    /// <summary>Host and TCP port, <c>head-end.example:4059</c>; empty: nobody.</summary>
    public string? Address { get; init; }

    /// <summary>The wrapper's destination, a client SAP. 1 by default, the management client: its keys protect what is sent.</summary>
    public int? ClientSap { get; init; }

    /// <summary>The wrapper's source. By default the logical device whose data it is, so that a receiver can tell meters apart by it.</summary>
    public int? ServerSap { get; init; }

    /// <summary>
    /// The protection, one of <see cref="SecurityPolicyNames"/>. None by default: the security policy holds anyway, and what is stronger of both is used.
    /// </summary>
    public string? Security { get; init; }

    /// <summary>These over others: what is not set here is theirs.</summary>
    public ReceiverOptions Over(ReceiverOptions? below) => below is null ? this : new()
    {
        Address = Address ?? below.Address,
        ClientSap = ClientSap ?? below.ClientSap,
        ServerSap = ServerSap ?? below.ServerSap,
        Security = Security ?? below.Security,
    };
}
