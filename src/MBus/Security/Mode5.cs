using MBus.Application;

namespace MBus.Security;

/// <summary>
/// Security mode 5 (EN 13757-7, 7.6.4): AES-128-CBC with an initialisation vector from the header.
/// <code>
/// IV = manufacturer(2) identification(4) version medium, as in the header, then the access number eight times
/// </code>
/// </summary>
public static class Mode5
{
    /// <summary>Decrypts the encrypted blocks; the clear rest follows them.</summary>
    /// <param name="header">A long header: the IV is made of it.</param>
    /// <param name="data">The bytes after the header.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="plain">The plain text and the clear rest.</param>
    /// <returns>False when the mode is another, the header has no identity, a block is missing, or the key does not fit.</returns>
    public static bool TryDecrypt(in TelegramHeader header, ReadOnlySpan<byte> data, ReadOnlySpan<byte> key, out byte[] plain)
    {
        plain = [];
        var blocks = header.Configuration.Blocks;
        return header.Kind == TelegramHeaderKind.Long && header.Configuration.Mode == 5
            && blocks * CbcBlocks.Length <= data.Length && key.Length == CbcBlocks.Length
            && CbcBlocks.TryDecrypt(blocks, data, key, InitialisationVector(header), out plain);
    }

    /// <summary>Encrypts the first N blocks that the header's configuration names.</summary>
    /// <param name="header">A long header.</param>
    /// <param name="plain">The plain text, which begins with 2F 2F, and what follows it in the clear.</param>
    /// <param name="key">16 bytes.</param>
    public static byte[] Encrypt(in TelegramHeader header, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> key) =>
        CbcBlocks.Encrypt(header.Configuration.Blocks, plain, key, InitialisationVector(header));

    private static byte[] InitialisationVector(in TelegramHeader header)
    {
        Span<byte> bytes = stackalloc byte[TelegramHeader.MaximumLength];
        header.Write(bytes);
        var iv = new byte[CbcBlocks.Length];
        bytes[4..6].CopyTo(iv);
        bytes[..4].CopyTo(iv.AsSpan(2));
        bytes[6..8].CopyTo(iv.AsSpan(6));
        iv.AsSpan(8).Fill(header.AccessNumber);
        return iv;
    }
}
