using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Backups;

/// <summary>
/// The beginning of a backup, which is not encrypted:
/// <code>
/// octet   0   8   "GATEWAYB"
///         8   1   version of this form: 1
///         9   1   how the key is made of the passphrase: 1, PBKDF2 with HMAC-SHA-256
///        10   4   iterations, most significant octet first
///        14  16   salt
///        30  16   the first octets of HMAC-SHA-256 over octets 0-29: tells a wrong passphrase from a damaged file
/// </code>
/// Behind it come the chunks of <see cref="BackupChunks"/>.
/// </summary>
internal static class BackupHeader
{
    /// <summary>Octets of it.</summary>
    public const int Length = CheckAt + CheckLength;

    private const byte Version = 1;
    private const byte Pbkdf2Sha256 = 1;
    private const int IterationsAt = 10;
    private const int SaltAt = 14;
    private const int SaltLength = 16;
    private const int CheckAt = SaltAt + SaltLength;
    private const int CheckLength = 16;
    private const int KeyLength = 32;

    /// <summary>600,000, what OWASP asks for since 2023: half a second of a small machine.</summary>
    public const int Iterations = 600_000;

    /// <summary>The bounds of what a file may ask for: less protects nothing, and more would keep a machine busy for minutes.</summary>
    public const int FewestIterations = 100_000;

    private const int MostIterations = 10_000_000;

    private static ReadOnlySpan<byte> Magic => "GATEWAYB"u8;

    /// <summary>Draws a new one.</summary>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="iterations">How often the key is made of it.</param>
    /// <returns>Its octets, and the key of the chunks.</returns>
    public static (byte[] Header, byte[] Key) Draw(BackupPassphrase passphrase, int iterations = Iterations)
    {
        var header = new byte[Length];
        Magic.CopyTo(header);
        header[Magic.Length] = Version;
        header[Magic.Length + 1] = Pbkdf2Sha256;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(IterationsAt), iterations);
        RandomNumberGenerator.Fill(header.AsSpan(SaltAt, SaltLength));
        var (key, check) = KeysOf(header, passphrase, iterations);
        check.CopyTo(header.AsSpan(CheckAt));
        return (header, key);
    }

    /// <summary>The key of the chunks behind a header.</summary>
    /// <param name="header">Its octets.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <exception cref="BackupException">It is none, of a later version, or the passphrase is another one.</exception>
    public static byte[] KeyOf(ReadOnlySpan<byte> header, BackupPassphrase passphrase)
    {
        if (header.Length < Length || !header.StartsWith(Magic))
        {
            throw new BackupException("This is no backup of a gateway.");
        }

        if (header[Magic.Length] != Version || header[Magic.Length + 1] != Pbkdf2Sha256)
        {
            throw new BackupException($"A later version of this program made this backup (form {header[Magic.Length]}); bring this gateway to that version first.");
        }

        var iterations = BinaryPrimitives.ReadInt32BigEndian(header[IterationsAt..]);
        if (iterations is < FewestIterations or > MostIterations)
        {
            throw new BackupException($"The backup is damaged in its first {Length} bytes.");
        }

        var (key, check) = KeysOf(header, passphrase, iterations);
        return CryptographicOperations.FixedTimeEquals(check, header.Slice(CheckAt, CheckLength))
            ? key
            : throw new BackupException("The passphrase is not the one of this backup (or the first bytes of the file are damaged).");
    }

    private static (byte[] Key, byte[] Check) KeysOf(ReadOnlySpan<byte> header, BackupPassphrase passphrase, int iterations)
    {
        var derived = passphrase.Derive(header.Slice(SaltAt, SaltLength), iterations, 2 * KeyLength);
        return (derived[..KeyLength], HMACSHA256.HashData(derived.AsSpan(KeyLength), header[..CheckAt])[..CheckLength]);
    }
}
