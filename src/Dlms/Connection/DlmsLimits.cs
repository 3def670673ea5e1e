namespace Dlms.Connection;

/// <summary>What a server grants its clients.</summary>
public sealed record DlmsLimits
{
    /// <summary>The shortest limit of an APDU that a block still fits in, in octets.</summary>
    internal const ushort MinPduSize = 12;

    /// <summary>How long a new connection may stay without its first octet: 10 s, since a client has a reason to connect.</summary>
    public TimeSpan FirstOctetTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may stay without a whole request, or a client without taking an answer: 180 s, the inactivity time-out of TCP-UDP setup.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How long a client may take for its reply to the challenge of high level security: 30 s, and a challenge is good for one.</summary>
    public TimeSpan HlsTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest APDU sent, in octets, however much the client takes: 16,384, so that one block costs little memory and several fit into a TCP window.</summary>
    public ushort MaxSendPduSize
    {
        get;
        init => field = value >= MinPduSize ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "An APDU needs 12 octets.");
    }
    = 16384;

    /// <summary>Pairs of client and server SAP on one connection: 64, as many meters as a head-end reads side by side. Beyond it the one longest unused ends.</summary>
    public int MaxAssociationsPerConnection
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There must be room for one.");
    }
    = 64;

    /// <summary>
    /// Associations of one client with one logical device over all connections: 128. Beyond it the one longest unused ends, not the newcomer:
    /// a head-end that lost its TCP connections comes back at once.
    /// </summary>
    public int MaxAssociationsPerClientAndDevice
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There must be room for one.");
    }
    = 128;

    /// <summary>Associations over all connections: 1,000. Beyond it one that is not authenticated ends, else the one longest unused.</summary>
    public int MaxAssociations
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There must be room for one.");
    }
    = 1000;

    /// <summary>Connections at a time: 1,000, far more than the head-ends of one server. Beyond it one that is idle and on which nobody is authenticated ends, else the newcomer waits.</summary>
    public int MaxConnections
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There must be room for one.");
    }
    = 1000;

    /// <summary>
    /// Connections from one source on which nobody is authenticated: 8. Beyond it one that is idle ends, else the newcomer waits, so that a
    /// flood holds up itself alone.
    /// </summary>
    public int MaxUnauthenticatedPerSource
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There must be room for one.");
    }
    = 8;

    /// <summary>The longest value taken in blocks, in octets: 256 KiB, far more than anything that can be written here.</summary>
    public int MaxReceivedValueLength { get; init; } = 256 * 1024;

    /// <summary>
    /// The longest answer sent in general blocks, in octets: 1 MiB, since it is held until it is acknowledged. The blocks of GET know no such limit.
    /// </summary>
    public int MaxGeneralBlocksLength { get; init; } = 1024 * 1024;
}
