namespace Dlms.Security;

/// <summary>
/// security_policy of Security setup, class 64 version 0 (IEC 62056-6-2): what every APDU of an association must bear at least.
/// </summary>
[Flags]
public enum SecurityPolicy
{
    /// <summary>Nothing is required.</summary>
    None = 0,

    /// <summary>All messages are authenticated.</summary>
    Authenticated = 1,

    /// <summary>All messages are encrypted. Refused alone: encryption without authentication can be altered unseen.</summary>
    Encrypted = 2,

    /// <summary>All messages are authenticated and encrypted.</summary>
    AuthenticatedAndEncrypted = Authenticated | Encrypted,
}
