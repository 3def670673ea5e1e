using MBus.Application;

namespace MBus.Security;

/// <summary>
/// Security mode 7 (EN 13757-7, 7.6.6): AES-128-CBC with an initialisation vector of zeros. The configuration field extension says
/// which key: the meter's own, or one derived of it for each message.
/// </summary>
public static class Mode7
{
    private static readonly byte[] Zeros = new byte[CbcBlocks.Length];

    /// <summary>Decrypts the encrypted blocks; the clear rest follows them.</summary>
    /// <param name="header">A long header: the key is derived with its identification.</param>
    /// <param name="messageCounter">The message counter of the authentication layer; null when there is none.</param>
    /// <param name="data">The bytes after the header.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="plain">The plain text and the clear rest.</param>
    /// <returns>Why not, or None.</returns>
    public static TelegramErrorCode TryDecrypt(
        in TelegramHeader header, uint? messageCounter, ReadOnlySpan<byte> data, ReadOnlySpan<byte> key, out byte[] plain)
    {
        plain = [];
        var blocks = header.Configuration.Blocks;
        if (header.Configuration.Mode != 7 || blocks * CbcBlocks.Length > data.Length || key.Length != CbcBlocks.Length)
        {
            return TelegramErrorCode.Encrypted;
        }

        var error = TryKey(header, messageCounter, key, out var messageKey);
        if (error != TelegramErrorCode.None)
        {
            return error;
        }

        return CbcBlocks.TryDecrypt(blocks, data, messageKey, Zeros, out plain) ? TelegramErrorCode.None : TelegramErrorCode.Encrypted;
    }

    /// <summary>Encrypts the first N blocks that the header's configuration names.</summary>
    /// <param name="header">A long header with the configuration field extension.</param>
    /// <param name="messageCounter">The message counter of the authentication layer.</param>
    /// <param name="plain">The plain text, which begins with 2F 2F, and what follows it in the clear.</param>
    /// <param name="key">16 bytes.</param>
    /// <exception cref="ArgumentException">The header asks for a key derivation that there is not.</exception>
    public static byte[] Encrypt(in TelegramHeader header, uint messageCounter, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> key)
    {
        if (TryKey(header, messageCounter, key, out var messageKey) is var error && error != TelegramErrorCode.None)
        {
            throw new ArgumentException(error.Word(), nameof(header));
        }

        return CbcBlocks.Encrypt(header.Configuration.Blocks, plain, messageKey, Zeros);
    }

    private static TelegramErrorCode TryKey(in TelegramHeader header, uint? messageCounter, ReadOnlySpan<byte> key, out byte[] messageKey)
    {
        messageKey = [];
        switch (header.KeyDerivation, messageCounter)
        {
            case (KeyDerivationFunction.None, _):
                messageKey = key.ToArray();
                return TelegramErrorCode.None;
            case (KeyDerivationFunction.A, { } counter):
                messageKey = KeyDerivation.Encryption(key, counter, header.Identification);
                return TelegramErrorCode.None;
            case (KeyDerivationFunction.A, null):
                return TelegramErrorCode.MissingMessageCounter;
            default:
                return TelegramErrorCode.UnsupportedSecurityMode;
        }
    }
}
