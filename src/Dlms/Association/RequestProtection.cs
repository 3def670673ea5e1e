using Dlms.Security;

namespace Dlms.Association;

/// <summary>How a request came, which is how its answer goes.</summary>
/// <param name="Form">The tag of the protected APDU.</param>
/// <param name="Control">The security control octet; none when the request was plain.</param>
/// <param name="Ciphering">The keys that its tag verified with; null when the request was plain.</param>
internal readonly record struct RequestProtection(ApduTag Form, SecurityControl Control, Ciphering? Ciphering)
{
    /// <summary>Not protected at all.</summary>
    public static RequestProtection None => default;
}
