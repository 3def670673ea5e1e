using System.Diagnostics.CodeAnalysis;

namespace Dlms.Security;

/// <summary>
/// Security suite (IEC 62056-5-3): the set of algorithms that belong together. All three suites of the standard protect APDUs with AES-GCM
/// and transport keys with AES key wrap, and differ there by the length of their keys alone; suites 1 and 2 add signature and key agreement.
/// One suite is one type.
/// </summary>
public abstract class SecuritySuite
{
    private protected SecuritySuite()
    {
    }

    /// <summary>Suite 0, AES-GCM-128.</summary>
    public static SecuritySuite Suite0 { get; } = new AesGcm128Suite();

    /// <summary>Security suite id, 0 to 15.</summary>
    public abstract byte Id { get; }

    /// <summary>The length of each symmetric key in octets.</summary>
    public abstract int KeyLength { get; }

    /// <summary>The length of an authentication tag in octets: 12 in all suites of the standard.</summary>
    public virtual int TagLength => 12;

    /// <summary>Makes ready to protect and unprotect with a pair of keys, for one association.</summary>
    /// <param name="blockCipherKey">The global unicast encryption key or a dedicated key.</param>
    /// <param name="authenticationKey">The global authentication key.</param>
    /// <exception cref="ArgumentException">A key has a length that is not the suite's.</exception>
    public Ciphering CreateCiphering(ReadOnlySpan<byte> blockCipherKey, ReadOnlySpan<byte> authenticationKey)
    {
        ThrowIfNotKey(blockCipherKey, nameof(blockCipherKey));
        ThrowIfNotKey(authenticationKey, nameof(authenticationKey));
        return new Ciphering(this, blockCipherKey, authenticationKey);
    }

    /// <summary>Wraps a key for its transport.</summary>
    /// <param name="masterKey">The key encrypting key.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="ArgumentException">A key has a length that is not the suite's.</exception>
    public byte[] WrapKey(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> key)
    {
        ThrowIfNotKey(masterKey, nameof(masterKey));
        ThrowIfNotKey(key, nameof(key));
        return KeyWrap.Wrap(masterKey, key);
    }

    /// <summary>Unwraps a transported key.</summary>
    /// <param name="masterKey">The key encrypting key.</param>
    /// <param name="wrappedKey">The wrapped key, as received.</param>
    /// <param name="key">The key.</param>
    /// <returns>False when it was wrapped with another key, was altered, or is no key of this suite.</returns>
    /// <exception cref="ArgumentException">The key encrypting key has a length that is not the suite's.</exception>
    public bool TryUnwrapKey(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> wrappedKey, [NotNullWhen(true)] out byte[]? key)
    {
        ThrowIfNotKey(masterKey, nameof(masterKey));
        key = null;
        return wrappedKey.Length == KeyLength + KeyWrap.Overhead && KeyWrap.TryUnwrap(masterKey, wrappedKey, out key);
    }

    internal void ThrowIfNotKey(ReadOnlySpan<byte> key, string name)
    {
        if (key.Length != KeyLength)
        {
            throw new ArgumentException($"A key of security suite {Id} has {KeyLength} octets.", name);
        }
    }
}
