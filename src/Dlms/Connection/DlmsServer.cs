using Cosem;
using Dlms.Association;

namespace Dlms.Connection;

/// <summary>What all connections of a DLMS server share (IEC 62056-5-3).</summary>
/// <param name="directory">The logical devices; asked anew for every request.</param>
/// <param name="policy">Who may associate and how; asked anew for every association.</param>
/// <param name="limits">The limits; null: the defaults.</param>
/// <param name="time">The time; null: the system's.</param>
public sealed class DlmsServer(
    ILogicalDeviceDirectory directory, Func<AssociationPolicy> policy, DlmsLimits? limits = null, TimeProvider? time = null)
{
    /// <summary>The logical devices.</summary>
    public ILogicalDeviceDirectory Directory { get; } = directory;

    /// <summary>The limits.</summary>
    public DlmsLimits Limits { get; } = limits ?? new();

    /// <summary>The time.</summary>
    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Who may associate and how, as it is now.</summary>
    public AssociationPolicy Policy => policy();

    internal AssociationRegistry Associations { get; } = new(limits ?? new());
}
