using Cosem;
using Dlms.Association;
using Dlms.Security;

namespace Dlms.Connection;

/// <summary>What all connections of a DLMS server share (IEC 62056-5-3).</summary>
/// <param name="directory">The logical devices; asked anew for every request.</param>
/// <param name="security">Who may associate and how, with which keys and counters; asked anew for every request.</param>
/// <param name="limits">The limits; null: the defaults.</param>
/// <param name="time">The time; null: the system's.</param>
public sealed class DlmsServer(ILogicalDeviceDirectory directory, IServerSecurity security, DlmsLimits? limits = null, TimeProvider? time = null)
{
    /// <summary>The logical devices.</summary>
    public ILogicalDeviceDirectory Directory { get; } = directory;

    /// <summary>Who may associate and how, with which keys and counters.</summary>
    public IServerSecurity Security { get; } = security;

    /// <summary>The limits.</summary>
    public DlmsLimits Limits { get; } = limits ?? new();

    /// <summary>The time.</summary>
    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>What all connections have carried.</summary>
    public ServerTraffic Traffic { get; } = new();

    /// <summary>Connections that are open now.</summary>
    public int OpenConnections => Connections.Count;

    /// <summary>Associations that are open now.</summary>
    public int OpenAssociations => Associations.Count;

    internal AssociationRegistry Associations { get; } = new(limits ?? new());

    internal ConnectionRegistry Connections { get; } = new(limits ?? new(), time ?? TimeProvider.System);

    internal FailedAttempts FailedAttempts { get; } = new(time ?? TimeProvider.System);
}
