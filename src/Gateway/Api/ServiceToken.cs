using System.Security.Cryptography;
using System.Text;
using Gateway.Configuration;

namespace Gateway.Api;

/// <summary>
/// What a program of this machine shows to use the service: drawn at each start, known to whoever can read the data directory. The file
/// <c>service.token</c> stands there while the service runs: address in the first line, token in the second, and with TLS the
/// SHA-256 of the certificate in the third: our command line trusts this one and no other.
/// </summary>
internal sealed class ServiceToken
{
    private const int Length = 32;

    /// <summary>256 bits, 64 hexadecimal digits.</summary>
    public string Text { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Where a data directory has its file.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, "service.token");

    /// <summary>Whether a text is it; takes the same time for every wrong one of its length.</summary>
    public bool Is(string text) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), Encoding.ASCII.GetBytes(Text));

    /// <summary>Writes the file, which only its owner can read; on Windows the rights of the folder hold.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="address">Where the service listens.</param>
    /// <param name="fingerprint">Of its certificate; empty: there is none.</param>
    public void Write(string folder, Uri address, string fingerprint = "") =>
        OwnerOnlyFile.Write(FileIn(folder), fingerprint.Length == 0 ? [address.ToString(), Text] : [address.ToString(), Text, fingerprint]);

    /// <summary>The SHA-256 of the certificate of the service that runs in a data directory; empty: it has none.</summary>
    /// <exception cref="UnauthorizedAccessException">It is another user's.</exception>
    public static string FingerprintIn(string folder) => LinesOf(folder) is [_, _, var fingerprint] ? fingerprint : "";

    /// <summary>Address and token of the service that runs in a data directory; null: there is no file, or it is not whole.</summary>
    /// <exception cref="UnauthorizedAccessException">It is another user's.</exception>
    public static (Uri Address, string Token)? Read(string folder) =>
        LinesOf(folder) is [var address, { Length: 2 * Length } token, ..] && Uri.TryCreate(address, UriKind.Absolute, out var uri) ? (uri, token) : null;

    private static string[] LinesOf(string folder)
    {
        try
        {
            return File.ReadAllLines(FileIn(folder));
        }
        catch (IOException)
        {
            // there is none, or the service is just replacing it
            return [];
        }
    }
}
