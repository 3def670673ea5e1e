using System.Globalization;

namespace Dlms.Security;

/// <summary>
/// Security control byte (IEC 62056-5-3): the security suite and how an APDU is protected.
/// <code>
/// bit 7: compression | bit 6: key set, 0 unicast, 1 broadcast | bit 5: encryption | bit 4: authentication | bits 3-0: security suite id
/// </code>
/// </summary>
/// <param name="Octet">The byte.</param>
public readonly record struct SecurityControl(byte Octet)
{
    private const byte AuthenticationBit = 0x10;
    private const byte EncryptionBit = 0x20;
    private const int PolicyShift = 4;

    /// <summary>Authenticated only, suite 0.</summary>
    public static readonly SecurityControl Authenticated = new(AuthenticationBit);

    /// <summary>Authenticated and encrypted, suite 0.</summary>
    public static readonly SecurityControl AuthenticatedAndEncrypted = new(AuthenticationBit | EncryptionBit);

    /// <summary>Whether the APDU bears an authentication tag.</summary>
    public bool IsAuthenticated => (Octet & AuthenticationBit) != 0;

    /// <summary>Whether the APDU is encrypted.</summary>
    public bool IsEncrypted => (Octet & EncryptionBit) != 0;

    /// <summary>The protection without suite, key set and compression.</summary>
    public SecurityPolicy Protection => (SecurityPolicy)((Octet >> PolicyShift) & (byte)SecurityPolicy.AuthenticatedAndEncrypted);

    /// <summary>The byte for a protection under a suite, with unicast keys.</summary>
    public static SecurityControl Of(SecuritySuite suite, SecurityPolicy protection)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return new((byte)(suite.Id | ((byte)(protection & SecurityPolicy.AuthenticatedAndEncrypted) << PolicyShift)));
    }

    /// <summary>The byte as two hexadecimal digits.</summary>
    public override string ToString() => Octet.ToString("X2", CultureInfo.InvariantCulture);
}
