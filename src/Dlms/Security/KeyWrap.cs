using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Dlms.Security;

/// <summary>
/// AES key wrap (RFC 3394) with its default initial value, under a key encrypting key of 128, 192 or 256 bits.
/// <code>
/// A(8) R1(8) ... Rn(8), n = length of the key / 8, at least 2;  six rounds of  A | Ri = AES(A | Ri), A ^= t
/// </code>
/// </summary>
public static class KeyWrap
{
    /// <summary>How many octets a wrapped key is longer than the key.</summary>
    public const int Overhead = 8;

    private const int HalfBlock = 8;
    private const int Block = 16;
    private const int Steps = 6;
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;

    /// <summary>Wraps a key.</summary>
    /// <param name="keyEncryptingKey">16, 24 or 32 octets.</param>
    /// <param name="key">A multiple of 8 octets, at least 16.</param>
    /// <exception cref="ArgumentException">The key has a length that cannot be wrapped.</exception>
    public static byte[] Wrap(ReadOnlySpan<byte> keyEncryptingKey, ReadOnlySpan<byte> key)
    {
        if (!IsWrappable(key.Length))
        {
            throw new ArgumentException("A key to wrap has a multiple of 8 octets, at least 16.", nameof(key));
        }

        using var aes = Aes.Create();
        aes.SetKey(keyEncryptingKey);
        var wrapped = new byte[Overhead + key.Length];
        BinaryPrimitives.WriteUInt64BigEndian(wrapped, InitialValue);
        key.CopyTo(wrapped.AsSpan(Overhead));
        var count = key.Length / HalfBlock;
        Span<byte> block = stackalloc byte[Block];
        for (var t = 1; t <= Steps * count; t++)
        {
            var register = wrapped.AsSpan(HalfBlock * (((t - 1) % count) + 1), HalfBlock);
            wrapped.AsSpan(0, HalfBlock).CopyTo(block);
            register.CopyTo(block[HalfBlock..]);
            aes.EncryptEcb(block, block, PaddingMode.None);
            BinaryPrimitives.WriteUInt64BigEndian(wrapped, BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)t);
            block[HalfBlock..].CopyTo(register);
        }

        CryptographicOperations.ZeroMemory(block);
        return wrapped;
    }

    /// <summary>Unwraps a key.</summary>
    /// <param name="keyEncryptingKey">16, 24 or 32 octets.</param>
    /// <param name="wrapped">The wrapped key, as received.</param>
    /// <param name="key">The key.</param>
    /// <returns>False when the integrity check fails or the length is none of a wrapped key; nothing of the key is left then.</returns>
    public static bool TryUnwrap(ReadOnlySpan<byte> keyEncryptingKey, ReadOnlySpan<byte> wrapped, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (!IsWrappable(wrapped.Length - Overhead))
        {
            return false;
        }

        using var aes = Aes.Create();
        aes.SetKey(keyEncryptingKey);
        var registers = wrapped[Overhead..].ToArray();
        var count = registers.Length / HalfBlock;
        Span<byte> check = stackalloc byte[HalfBlock];
        wrapped[..HalfBlock].CopyTo(check);
        Span<byte> block = stackalloc byte[Block];
        for (var t = Steps * count; t >= 1; t--)
        {
            var register = registers.AsSpan(HalfBlock * ((t - 1) % count), HalfBlock);
            BinaryPrimitives.WriteUInt64BigEndian(block, BinaryPrimitives.ReadUInt64BigEndian(check) ^ (ulong)t);
            register.CopyTo(block[HalfBlock..]);
            aes.DecryptEcb(block, block, PaddingMode.None);
            block[..HalfBlock].CopyTo(check);
            block[HalfBlock..].CopyTo(register);
        }

        CryptographicOperations.ZeroMemory(block);
        Span<byte> expected = stackalloc byte[HalfBlock];
        BinaryPrimitives.WriteUInt64BigEndian(expected, InitialValue);
        if (!CryptographicOperations.FixedTimeEquals(check, expected))
        {
            CryptographicOperations.ZeroMemory(registers);
            return false;
        }

        key = registers;
        return true;
    }

    private static bool IsWrappable(int length) => length >= Block && length % HalfBlock == 0;
}
