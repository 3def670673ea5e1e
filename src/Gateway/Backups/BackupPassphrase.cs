using System.Security.Cryptography;
using System.Text;

namespace Gateway.Backups;

/// <summary>What a backup is encrypted with. Who has the file and this has the keys of the gateway.</summary>
internal sealed class BackupPassphrase
{
    /// <summary>The fewest characters: 12, so that nobody tries them all.</summary>
    public const int Shortest = 12;

    /// <summary>The most characters: 200.</summary>
    public const int Longest = 200;

    private readonly string _text;

    private BackupPassphrase(string text) => _text = text;

    /// <summary>Takes a text as passphrase, as it is: no letter is dropped or changed.</summary>
    /// <exception cref="BackupException">It is too short, too long or has a control character.</exception>
    public static BackupPassphrase Of(string? text) => text switch
    {
        null or { Length: < Shortest } => throw new BackupException($"A passphrase has at least {Shortest} characters."),
        { Length: > Longest } => throw new BackupException($"A passphrase has at most {Longest} characters."),
        _ when text.Any(char.IsControl) => throw new BackupException("A passphrase is one line, without tabs."),
        _ => new(text),
    };

    /// <summary>Key material for a header: as many octets as asked for.</summary>
    /// <param name="salt">Drawn for each backup.</param>
    /// <param name="iterations">How often (PBKDF2, RFC 8018).</param>
    /// <param name="length">Octets.</param>
    public byte[] Derive(ReadOnlySpan<byte> salt, int iterations, int length)
    {
        // a person types the same letter in two ways on two machines: one form of each
        var octets = Encoding.UTF8.GetBytes(_text.Normalize(NormalizationForm.FormC));
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(octets, salt, iterations, HashAlgorithmName.SHA256, length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <summary>It is in no text.</summary>
    public override string ToString() => "(a passphrase)";
}
