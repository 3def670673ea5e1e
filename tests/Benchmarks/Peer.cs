using System.Globalization;
using Cosem;
using Dlms.Security;

namespace Benchmarks;

/// <summary>
/// A DLMS server to measure, in words:
/// <code>
/// 127.0.0.1:24160 client=1 sap=17 register=1.0.1.8.0.255 profile=1.0.99.1.0.255 password=... title=... ek=... ak=... pid=4711
/// </code>
/// Any of them can be left out; without password or keys it cannot be asked plain or ciphered.
/// </summary>
/// <param name="Host">The address.</param>
/// <param name="Port">The TCP port.</param>
internal sealed record Peer(string Host, int Port)
{
    /// <summary>The client SAP.</summary>
    public ushort Client { get; init; } = (ushort)ClientSap.Management;

    /// <summary>The server SAP.</summary>
    public ushort Sap { get; init; } = 1;

    /// <summary>A register whose value does not change.</summary>
    public LogicalName? Register { get; init; }

    /// <summary>A profile.</summary>
    public LogicalName? Profile { get; init; }

    /// <summary>The password of the client.</summary>
    public string? Password { get; init; }

    /// <summary>The system title of the server, which is told to whoever reads the words; the AARE says it too.</summary>
    public string? Title { get; init; }

    /// <summary>Global unicast encryption key, 32 hexadecimal digits.</summary>
    public string? EncryptionKey { get; init; }

    /// <summary>Authentication key, 32 hexadecimal digits.</summary>
    public string? AuthenticationKey { get; init; }

    /// <summary>The server's process on this machine, whose CPU time and memory are measured.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The keys; the master key, which is not used here, is the encryption key.</summary>
    public SecurityKeys Keys => (EncryptionKey, AuthenticationKey) is ({ } encryption, { } authentication)
        ? new(SecuritySuite.Suite0, Convert.FromHexString(encryption), Convert.FromHexString(authentication), Convert.FromHexString(encryption))
        : throw new InvalidOperationException($"{Host}:{Port} has no keys: ek=... ak=...");

    /// <summary>Reads the words.</summary>
    /// <exception cref="FormatException">They are not as above.</exception>
    public static Peer Parse(params IReadOnlyList<string> words)
    {
        if (words is not [var address, ..] || address.LastIndexOf(':') is not (> 0 and var colon))
        {
            throw new FormatException("A server is named HOST:PORT and then by words such as sap=17.");
        }

        return words.Skip(1).Aggregate(new Peer(address[..colon], Number(address[(colon + 1)..])), static (peer, word) => word.Split('=', 2) switch
        {
            ["client", var value] => peer with { Client = (ushort)Number(value) },
            ["sap", var value] => peer with { Sap = (ushort)Number(value) },
            ["register", var value] => peer with { Register = LogicalName.Parse(value) },
            ["profile", var value] => peer with { Profile = LogicalName.Parse(value) },
            ["password", var value] => peer with { Password = value },
            ["title", var value] => peer with { Title = value },
            ["ek", var value] => peer with { EncryptionKey = value },
            ["ak", var value] => peer with { AuthenticationKey = value },
            ["pid", var value] => peer with { ProcessId = Number(value) },
            _ => throw new FormatException($"{word}: a server has the words client, sap, register, profile, password, title, ek, ak and pid."),
        });
    }

    /// <inheritdoc />
    public override string ToString() => string.Join(
        ' ',
        new[]
        {
            string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}"),
            string.Create(CultureInfo.InvariantCulture, $"client={Client}"),
            string.Create(CultureInfo.InvariantCulture, $"sap={Sap}"),
            Word("register", Register),
            Word("profile", Profile),
            Word("password", Password),
            Word("title", Title),
            Word("ek", EncryptionKey),
            Word("ak", AuthenticationKey),
            Word("pid", ProcessId),
        }.OfType<string>());

    private static string? Word(string name, object? value) =>
        value is null ? null : string.Create(CultureInfo.InvariantCulture, $"{name}={value}");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
