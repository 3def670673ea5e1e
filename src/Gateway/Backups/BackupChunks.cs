using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Backups;

/// <summary>
/// The chunks of a backup, each encrypted and authenticated by itself (AES-256-GCM), so that a file of any length is checked while it is read:
/// <code>
/// 4    length of the plain text; the most significant bit marks the last chunk
/// n    cipher text
/// 16   tag
/// </code>
/// The nonce is the number of the chunk, and the length field is authenticated with it: no chunk can be left out, moved, repeated or cut off.
/// </summary>
internal sealed class BackupChunks(byte[] key) : IDisposable
{
    /// <summary>Octets of plain text at most: 64 KiB.</summary>
    public const int MostPlain = 65_536;

    /// <summary>Octets of the length field.</summary>
    public const int FieldLength = 4;

    /// <summary>Octets of the tag.</summary>
    public const int TagLength = 16;

    private const uint LastBit = 1u << 31;
    private const int NonceLength = 12;

    private readonly AesGcm _cipher = new(key, TagLength);
    private readonly byte[] _nonce = new byte[NonceLength];
    private ulong _number;

    /// <summary>Writes the next chunk.</summary>
    /// <param name="plain">Its plain text.</param>
    /// <param name="isLast">Whether none follows.</param>
    /// <param name="chunk">Takes field, cipher text and tag.</param>
    /// <returns>Octets written.</returns>
    public int Seal(ReadOnlySpan<byte> plain, bool isLast, Span<byte> chunk)
    {
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)plain.Length | (isLast ? LastBit : 0));
        _cipher.Encrypt(NextNonce(), plain, TextIn(chunk, plain.Length), TagIn(chunk, plain.Length), chunk[..FieldLength]);
        return FieldLength + plain.Length + TagLength;
    }

    /// <summary>What the length field of a chunk says.</summary>
    /// <returns>Octets of plain text, more than <see cref="MostPlain"/> where the field is damaged, and whether it is the last chunk.</returns>
    public static (long Length, bool IsLast) LengthOf(ReadOnlySpan<byte> field)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(field);
        return (value & ~LastBit, (value & LastBit) != 0);
    }

    /// <summary>Deciphers the next chunk.</summary>
    /// <param name="chunk">Field, cipher text and tag, whole.</param>
    /// <param name="plain">Takes the plain text, as long as the field says.</param>
    /// <exception cref="AuthenticationTagMismatchException">It is not what was written there.</exception>
    public void Open(Span<byte> chunk, Span<byte> plain)
    {
        _cipher.Decrypt(NextNonce(), TextIn(chunk, plain.Length), TagIn(chunk, plain.Length), plain, chunk[..FieldLength]);
    }

    /// <inheritdoc />
    public void Dispose() => _cipher.Dispose();

    private static Span<byte> TextIn(Span<byte> chunk, int length) => chunk.Slice(FieldLength, length);

    private static Span<byte> TagIn(Span<byte> chunk, int length) => chunk.Slice(FieldLength + length, TagLength);

    private byte[] NextNonce()
    {
        BinaryPrimitives.WriteUInt64BigEndian(_nonce.AsSpan(NonceLength - sizeof(ulong)), _number++);
        return _nonce;
    }
}
