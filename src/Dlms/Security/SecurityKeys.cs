using System.Security.Cryptography;

namespace Dlms.Security;

/// <summary>
/// The global keys of one security setup (IEC 62056-5-3): global unicast encryption key (GUEK), global authentication key (GAK) and master key (KEK).
/// Immutable; its text names the keys without showing them.
/// </summary>
public sealed class SecurityKeys
{
    private const int FingerprintLength = 8;
    private readonly byte[] _encryption;
    private readonly byte[] _authentication;
    private readonly byte[] _master;

    /// <summary>Copies the keys.</summary>
    /// <param name="suite">The suite they belong to.</param>
    /// <param name="encryption">Global unicast encryption key.</param>
    /// <param name="authentication">Authentication key.</param>
    /// <param name="master">Master key.</param>
    /// <exception cref="ArgumentException">A key has a length that is not the suite's.</exception>
    public SecurityKeys(SecuritySuite suite, ReadOnlySpan<byte> encryption, ReadOnlySpan<byte> authentication, ReadOnlySpan<byte> master)
    {
        ArgumentNullException.ThrowIfNull(suite);
        suite.ThrowIfNotKey(encryption, nameof(encryption));
        suite.ThrowIfNotKey(authentication, nameof(authentication));
        suite.ThrowIfNotKey(master, nameof(master));
        Suite = suite;
        _encryption = encryption.ToArray();
        _authentication = authentication.ToArray();
        _master = master.ToArray();
        Fingerprint = FingerprintOf(encryption);
    }

    /// <summary>The suite the keys belong to.</summary>
    public SecuritySuite Suite { get; }

    /// <summary>Global unicast encryption key.</summary>
    public ReadOnlySpan<byte> GlobalUnicastEncryptionKey => _encryption;

    /// <summary>Authentication key.</summary>
    public ReadOnlySpan<byte> AuthenticationKey => _authentication;

    /// <summary>Master key.</summary>
    public ReadOnlySpan<byte> MasterKey => _master;

    /// <summary>Names the global unicast encryption key without showing it: invocation counters are kept under this name.</summary>
    public string Fingerprint { get; }

    /// <summary>The name of any encryption key: the first 8 octets of HMAC-SHA256 over a constant label, as hexadecimal digits.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> key) =>
        Convert.ToHexString(HMACSHA256.HashData(key, "gateway key fingerprint"u8).AsSpan(0, FingerprintLength));

    /// <summary>The keys with one of them replaced, as key_transfer does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such key: the global broadcast encryption key is not held.</exception>
    /// <exception cref="ArgumentException">The key has a length that is not the suite's.</exception>
    public SecurityKeys With(KeyId id, ReadOnlySpan<byte> key) => id switch
    {
        KeyId.GlobalUnicastEncryptionKey => new(Suite, key, _authentication, _master),
        KeyId.AuthenticationKey => new(Suite, _encryption, key, _master),
        KeyId.MasterKey => new(Suite, _encryption, _authentication, key),
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "The security setup does not hold this key."),
    };

    /// <summary>Makes ready to protect and unprotect with the global keys, for one association.</summary>
    public Ciphering CreateCiphering() => Suite.CreateCiphering(_encryption, _authentication);

    /// <summary>Makes ready to protect and unprotect with the dedicated key of one association.</summary>
    /// <exception cref="ArgumentException">The key has a length that is not the suite's.</exception>
    public Ciphering CreateCiphering(ReadOnlySpan<byte> dedicatedKey) => Suite.CreateCiphering(dedicatedKey, _authentication);

    /// <summary>The fingerprint, no key.</summary>
    public override string ToString() => $"keys {Fingerprint} of security suite {Suite.Id}";
}
