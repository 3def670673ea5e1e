using System.Security.Cryptography;
using MBus.Application;

namespace MBus.Security;

/// <summary>
/// Security mode 7 (EN 13757-7, 7.6.6): AES-128-CBC with an initialisation vector of zeros over the first N blocks of 16 bytes,
/// without padding; the plain text begins with two fillers 2F 2F. The configuration field extension says which key: the meter's
/// own, or one derived of it for each message.
/// </summary>
public static class Mode7
{
    private const int BlockLength = 16;
    private static readonly byte[] Zeros = new byte[BlockLength];

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
        var encrypted = header.Configuration.Blocks * BlockLength;
        if (header.Configuration.Mode != 7 || encrypted > data.Length || key.Length != BlockLength)
        {
            return TelegramErrorCode.Encrypted;
        }

        var error = TryKey(header, messageCounter, key, out var messageKey);
        if (error != TelegramErrorCode.None)
        {
            return error;
        }

        using var aes = Aes.Create();
        aes.SetKey(messageKey);
        plain = [.. aes.DecryptCbc(data[..encrypted], Zeros, PaddingMode.None), .. data[encrypted..]];
        return Mode5.StartsClear(plain) ? TelegramErrorCode.None : TelegramErrorCode.Encrypted;
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

        var encrypted = header.Configuration.Blocks * BlockLength;
        using var aes = Aes.Create();
        aes.SetKey(messageKey);
        return [.. aes.EncryptCbc(plain[..encrypted], Zeros, PaddingMode.None), .. plain[encrypted..]];
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
