using Cosem;

namespace Dlms.Association;

/// <summary>Who may associate and how. No record: its text must not show the secret.</summary>
public sealed class AssociationPolicy
{
    /// <summary>Whether the public client may associate, without authentication.</summary>
    public bool AllowPublicClient { get; init; } = true;

    /// <summary>
    /// The password of the management client for low level security; null: low level security is not enabled. The AARQ carries it in clear.
    /// </summary>
    public Octets? LowLevelSecret { get; init; }
}
