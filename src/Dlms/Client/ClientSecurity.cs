using Dlms.Security;

namespace Dlms.Client;

/// <summary>The keys of a client and how it uses them (IEC 62056-5-3, security suite 0). Immutable; its text does not show the keys.</summary>
public sealed class ClientSecurity
{
    private readonly byte[] _encryption;
    private readonly byte[] _authentication;

    /// <summary>Copies the keys.</summary>
    /// <param name="systemTitle">The client's own system title.</param>
    /// <param name="globalUnicastEncryptionKey">Global unicast encryption key (GUEK), 16 octets.</param>
    /// <param name="authenticationKey">Global authentication key (GAK), 16 octets.</param>
    /// <exception cref="ArgumentException">A key has another length.</exception>
    public ClientSecurity(SystemTitle systemTitle, ReadOnlySpan<byte> globalUnicastEncryptionKey, ReadOnlySpan<byte> authenticationKey)
    {
        Suite.ThrowIfNotKey(globalUnicastEncryptionKey, nameof(globalUnicastEncryptionKey));
        Suite.ThrowIfNotKey(authenticationKey, nameof(authenticationKey));
        SystemTitle = systemTitle;
        _encryption = globalUnicastEncryptionKey.ToArray();
        _authentication = authenticationKey.ToArray();
    }

    /// <summary>The client's own system title.</summary>
    public SystemTitle SystemTitle { get; }

    /// <summary>The server's system title, if only that server will do; null: whatever the server says, its keys prove.</summary>
    public SystemTitle? ServerSystemTitle { get; init; }

    /// <summary>The protection of requests, and the least of answers; none: the keys serve high level security alone, in a plain application context.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Encryption without authentication.</exception>
    public SecurityPolicy Protection
    {
        get;
        init => field = value.IsOffered() ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such protection.");
    }
    = SecurityPolicy.AuthenticatedAndEncrypted;

    /// <summary>The form of protected requests.</summary>
    public CipheringForm Form { get; init; }

    /// <summary>
    /// The invocation counter to begin with: above every one that this title ever used with this key, else the server refuses, and a second use would open
    /// both APDUs. <see cref="DlmsClient.ReadFrameCounterAsync"/> and one more, or what <see cref="DlmsClient.NextInvocationCounter"/> was.
    /// </summary>
    public required uint InvocationCounter { get; init; }

    internal static SecuritySuite Suite => SecuritySuite.Suite0;

    /// <summary>The same with another invocation counter to begin with.</summary>
    public ClientSecurity From(uint invocationCounter) => new(SystemTitle, _encryption, _authentication)
    {
        ServerSystemTitle = ServerSystemTitle,
        Protection = Protection,
        Form = Form,
        InvocationCounter = invocationCounter,
    };

    /// <summary>The title and the name of the key, no key.</summary>
    public override string ToString() => $"client {SystemTitle}, key {SecurityKeys.FingerprintOf(_encryption)}";

    internal Ciphering CreateCiphering() => Suite.CreateCiphering(_encryption, _authentication);

    internal Ciphering CreateCiphering(ReadOnlySpan<byte> dedicatedKey) => Suite.CreateCiphering(dedicatedKey, _authentication);
}
