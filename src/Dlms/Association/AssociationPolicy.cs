using Cosem;
using Dlms.Security;

namespace Dlms.Association;

/// <summary>Who may associate and how; fixed in the server and never taken from a request. No record: its text must not show the secret.</summary>
public sealed class AssociationPolicy
{
    /// <summary>Whether the public client may associate, without authentication.</summary>
    public bool AllowPublicClient { get; init; } = true;

    /// <summary>
    /// The password of the management client for low level security; null: low level security is not enabled. The AARQ carries it in clear.
    /// </summary>
    public Octets? LowLevelSecret { get; init; }

    /// <summary>Whether the management client may use high level security with GMAC.</summary>
    public bool AllowHighLevelSecurity { get; init; } = true;

    /// <summary>The least protection of the management client's APDUs. With more than none the application context has to be the ciphered one.</summary>
    public SecurityPolicy SecurityPolicy { get; init; }

    /// <summary>Whether a release is granted that is protected less than the policy asks for; some clients know no other.</summary>
    public bool AcceptPlainRelease { get; init; }
}
