namespace Dlms.Connection;

/// <summary>What all connections of a server have carried since it began: APDUs, and the octets of their wrapper frames (IEC 62056-4-7).</summary>
public sealed class ServerTraffic
{
    private long _apdusReceived;
    private long _octetsReceived;
    private long _apdusSent;
    private long _octetsSent;

    /// <summary>APDUs that came from clients.</summary>
    public long ApdusReceived => Interlocked.Read(ref _apdusReceived);

    /// <summary>Octets that came from clients, the wrapper's headers included.</summary>
    public long OctetsReceived => Interlocked.Read(ref _octetsReceived);

    /// <summary>APDUs that went to clients.</summary>
    public long ApdusSent => Interlocked.Read(ref _apdusSent);

    /// <summary>Octets that went to clients, the wrapper's headers included.</summary>
    public long OctetsSent => Interlocked.Read(ref _octetsSent);

    internal void Received(long apduLength)
    {
        Interlocked.Increment(ref _apdusReceived);
        Interlocked.Add(ref _octetsReceived, apduLength + Wrapper.WrapperFrame.HeaderLength);
    }

    internal void Sent(long apduLength)
    {
        Interlocked.Increment(ref _apdusSent);
        Interlocked.Add(ref _octetsSent, apduLength + Wrapper.WrapperFrame.HeaderLength);
    }
}
