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
    /// Associations of one client with one logical device over all connections: 32. Beyond it the one longest unused ends, not the newcomer:
    /// a head-end that lost its TCP connections comes back at once.
    /// </summary>
    public int MaxAssociationsPerClientAndDevice
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There must be room for one.");
    }
    = 32;
}
