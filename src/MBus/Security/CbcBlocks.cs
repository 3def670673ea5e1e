using System.Security.Cryptography;

namespace MBus.Security;

/// <summary>
/// What security modes 5 and 7 have in common: AES-128-CBC over the first N blocks of 16 bytes, without padding; the plain text begins with
/// two fillers 2F 2F, which tell whether the key fits; what follows the blocks is clear.
/// </summary>
internal static class CbcBlocks
{
    /// <summary>The length of a block, a key and an initialisation vector, in bytes.</summary>
    public const int Length = 16;

    private const byte Filler = 0x2F;

    /// <summary>Whether data begin with the two fillers of a plain text.</summary>
    public static bool StartsClear(ReadOnlySpan<byte> data) => data is [Filler, Filler, ..];

    /// <summary>Decrypts so many blocks; the clear rest follows them. False when a key does not fit.</summary>
    public static bool TryDecrypt(int blocks, ReadOnlySpan<byte> data, ReadOnlySpan<byte> key, ReadOnlySpan<byte> vector, out byte[] plain)
    {
        var encrypted = blocks * Length;
        using var aes = Aes.Create();
        aes.SetKey(key);
        plain = [.. aes.DecryptCbc(data[..encrypted], vector, PaddingMode.None), .. data[encrypted..]];
        return StartsClear(plain);
    }

    /// <summary>Encrypts so many blocks; the clear rest follows them.</summary>
    public static byte[] Encrypt(int blocks, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> key, ReadOnlySpan<byte> vector)
    {
        var encrypted = blocks * Length;
        using var aes = Aes.Create();
        aes.SetKey(key);
        return [.. aes.EncryptCbc(plain[..encrypted], vector, PaddingMode.None), .. plain[encrypted..]];
    }
}
