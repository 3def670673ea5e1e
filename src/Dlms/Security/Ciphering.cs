using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Dlms.Security;

/// <summary>
/// Protection of APDUs by AES-GCM (IEC 62056-5-3) under one block cipher key (EK) and one authentication key (AK).
/// <code>
/// IV = system title(8) invocation counter(4)
/// SC 10, authenticated:                AAD = SC AK plain text;  protected = plain text, tag(12)
/// SC 30, authenticated and encrypted:  AAD = SC AK;             protected = cipher text, tag(12)
/// HLS mechanism 5, f(challenge):       AAD = SC AK challenge;   token = SC(1) invocation counter(4) tag(12), SC = 10
/// </code>
/// One instance belongs to one association and is not for two threads at once.
/// </summary>
public sealed class Ciphering : IDisposable
{
    /// <summary>The length of an HLS token in octets.</summary>
    public const int MacLength = 17;

    private const int NonceLength = 12;
    private const int CounterLength = 4;
    private const int LongestKey = 32;
    private readonly SecuritySuite _suite;
    private readonly AesGcm _cipher;
    private readonly byte[] _authenticationKey;
    private bool _isDisposed;

    internal Ciphering(SecuritySuite suite, ReadOnlySpan<byte> blockCipherKey, ReadOnlySpan<byte> authenticationKey)
    {
        _suite = suite;
        _cipher = new AesGcm(blockCipherKey, suite.TagLength);
        _authenticationKey = authenticationKey.ToArray();
    }

    /// <summary>Checks an APDU's tag and, where it is encrypted, deciphers it.</summary>
    /// <param name="title">The sender's system title.</param>
    /// <param name="control">As received; refused unless it is 10 or 30 of this suite.</param>
    /// <param name="invocationCounter">As received; whether it is a new one is not asked here.</param>
    /// <param name="protectedOctets">The text and its tag.</param>
    /// <param name="plain">Takes the plain text; nothing is written to it when the answer is false.</param>
    /// <returns>False when the APDU is not one that was protected with these keys, or in a way that is not offered.</returns>
    public bool TryUnprotect(
        SystemTitle title, SecurityControl control, uint invocationCounter, ReadOnlySpan<byte> protectedOctets, IBufferWriter<byte> plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        if (!IsOffered(control) || protectedOctets.Length < _suite.TagLength)
        {
            return false;
        }

        var text = protectedOctets[..^_suite.TagLength];
        var tag = protectedOctets[^_suite.TagLength..];
        if (!control.IsEncrypted)
        {
            if (!Verify(title, control, invocationCounter, text, tag))
            {
                return false;
            }

            plain.Write(text);
            return true;
        }

        var output = plain.GetSpan(text.Length)[..text.Length];
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, title, invocationCounter);
        Span<byte> associated = stackalloc byte[1 + LongestKey];
        associated = WriteAssociated(associated, control);
        try
        {
            _cipher.Decrypt(nonce, text, tag, output, associated);
            plain.Advance(text.Length);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(output);
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(associated);
        }
    }

    /// <summary>Protects an APDU.</summary>
    /// <param name="title">The own system title.</param>
    /// <param name="control">10 or 30 of this suite.</param>
    /// <param name="invocationCounter">One never used before with this title and key: a second use opens both APDUs to everybody.</param>
    /// <param name="plain">The APDU.</param>
    /// <param name="output">Takes the text and its tag.</param>
    /// <exception cref="ArgumentException">The protection is not offered.</exception>
    public void Protect(SystemTitle title, SecurityControl control, uint invocationCounter, ReadOnlySpan<byte> plain, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ThrowIfNotOffered(control);
        var length = plain.Length + _suite.TagLength;
        var destination = output.GetSpan(length)[..length];
        var text = destination[..plain.Length];
        var tag = destination[plain.Length..];
        if (control.IsEncrypted)
        {
            Span<byte> nonce = stackalloc byte[NonceLength];
            WriteNonce(nonce, title, invocationCounter);
            Span<byte> associated = stackalloc byte[1 + LongestKey];
            associated = WriteAssociated(associated, control);
            _cipher.Encrypt(nonce, plain, text, tag, associated);
            CryptographicOperations.ZeroMemory(associated);
        }
        else
        {
            plain.CopyTo(text);
            Authenticate(title, control, invocationCounter, plain, tag);
        }

        output.Advance(length);
    }

    /// <summary>How many octets a protected text is longer than the plain one; security control and invocation counter stand outside.</summary>
    /// <exception cref="ArgumentException">The protection is not offered.</exception>
    public int Overhead(SecurityControl control)
    {
        ThrowIfNotOffered(control);
        return _suite.TagLength;
    }

    /// <summary>f(challenge) of HLS authentication mechanism 5; it is made with the global keys, also where a dedicated key is used.</summary>
    /// <param name="title">The system title of who proves himself.</param>
    /// <param name="invocationCounter">One never used before with this title and key.</param>
    /// <param name="challenge">The other side's challenge.</param>
    public byte[] Mac(SystemTitle title, uint invocationCounter, ReadOnlySpan<byte> challenge)
    {
        var control = SecurityControl.Of(_suite, SecurityPolicy.Authenticated);
        var token = new byte[MacLength];
        token[0] = control.Octet;
        BinaryPrimitives.WriteUInt32BigEndian(token.AsSpan(1), invocationCounter);
        Authenticate(title, control, invocationCounter, challenge, token.AsSpan(1 + CounterLength));
        return token;
    }

    /// <summary>Checks f(challenge) of HLS authentication mechanism 5.</summary>
    /// <param name="title">The system title of who proves himself.</param>
    /// <param name="token">As received.</param>
    /// <param name="challenge">The own challenge.</param>
    /// <param name="invocationCounter">The token's; whether it is a new one is not asked here.</param>
    public bool VerifyMac(SystemTitle title, ReadOnlySpan<byte> token, ReadOnlySpan<byte> challenge, out uint invocationCounter)
    {
        var control = SecurityControl.Of(_suite, SecurityPolicy.Authenticated);
        invocationCounter = 0;
        if (token.Length != MacLength || token[0] != control.Octet)
        {
            return false;
        }

        var counter = BinaryPrimitives.ReadUInt32BigEndian(token[1..]);
        if (!Verify(title, control, counter, challenge, token[(1 + CounterLength)..]))
        {
            return false;
        }

        invocationCounter = counter;
        return true;
    }

    /// <summary>Wipes the keys.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        CryptographicOperations.ZeroMemory(_authenticationKey);
        _cipher.Dispose();
    }

    private static void WriteNonce(Span<byte> nonce, SystemTitle title, uint invocationCounter)
    {
        title.CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[SystemTitle.Length..], invocationCounter);
    }

    private Span<byte> WriteAssociated(Span<byte> associated, SecurityControl control)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        associated[0] = control.Octet;
        _authenticationKey.CopyTo(associated[1..]);
        return associated[..(1 + _authenticationKey.Length)];
    }

    private void Authenticate(SystemTitle title, SecurityControl control, uint invocationCounter, ReadOnlySpan<byte> text, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, title, invocationCounter);
        var rented = RentAssociated(control, text, out var associated);
        try
        {
            _cipher.Encrypt(nonce, [], [], tag, associated);
        }
        finally
        {
            Return(rented, associated);
        }
    }

    private bool Verify(SystemTitle title, SecurityControl control, uint invocationCounter, ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, title, invocationCounter);
        var rented = RentAssociated(control, text, out var associated);
        try
        {
            _cipher.Decrypt(nonce, [], tag, [], associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            Return(rented, associated);
        }
    }

    private byte[] RentAssociated(SecurityControl control, ReadOnlySpan<byte> text, out Span<byte> associated)
    {
        var rented = ArrayPool<byte>.Shared.Rent(1 + LongestKey + text.Length);
        var head = WriteAssociated(rented, control).Length;
        text.CopyTo(rented.AsSpan(head));
        associated = rented.AsSpan(0, head + text.Length);
        return rented;
    }

    private static void Return(byte[] rented, Span<byte> associated)
    {
        // The pool is shared with everybody, and the authentication key stood in there.
        CryptographicOperations.ZeroMemory(associated);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private bool IsOffered(SecurityControl control) =>
        control == SecurityControl.Of(_suite, SecurityPolicy.Authenticated)
        || control == SecurityControl.Of(_suite, SecurityPolicy.AuthenticatedAndEncrypted);

    private void ThrowIfNotOffered(SecurityControl control)
    {
        if (!IsOffered(control))
        {
            throw new ArgumentException($"Security control {control} is not offered.", nameof(control));
        }
    }
}
