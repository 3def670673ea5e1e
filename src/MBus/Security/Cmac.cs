using System.Security.Cryptography;

namespace MBus.Security;

/// <summary>AES-CMAC (RFC 4493, NIST SP 800-38B) with a key of 128 bits, made of the framework's AES: the last block of AES-CBC.</summary>
internal static class Cmac
{
    /// <summary>The length of a whole code, and of a block, in bytes.</summary>
    public const int Length = 16;

    private const byte Padding = 0x80;
    private const byte Polynomial = 0x87;

    /// <summary>The code of a message.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="message">Any length; telegrams are short.</param>
    public static byte[] Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> subkey = stackalloc byte[Length];
        aes.EncryptEcb(new byte[Length], subkey, PaddingMode.None);
        Double(subkey);

        var blocks = Math.Max(1, (message.Length + Length - 1) / Length);
        var padded = new byte[blocks * Length];
        message.CopyTo(padded);
        if (message.Length < padded.Length)
        {
            padded[message.Length] = Padding;
            Double(subkey);
        }

        var last = padded.AsSpan(^Length);
        for (var i = 0; i < Length; i++)
        {
            last[i] ^= subkey[i];
        }

        return aes.EncryptCbc(padded, new byte[Length], PaddingMode.None)[^Length..];
    }

    /// <summary>Times x in the field of 2^128 elements; the same time for every value.</summary>
    private static void Double(Span<byte> element)
    {
        var carry = 0;
        for (var i = Length - 1; i >= 0; i--)
        {
            var shifted = (element[i] << 1) | carry;
            (element[i], carry) = ((byte)shifted, shifted >> 8);
        }

        element[^1] ^= (byte)(Polynomial & -carry);
    }
}
