namespace Gateway.Configuration;

/// <summary>The section <c>Gateway:Http</c>.</summary>
internal sealed record HttpOptions
{
    /// <summary><see cref="Listen"/>: every address of the machine, once there is an administrator.</summary>
    public const string All = "all";

    /// <summary><see cref="Listen"/>: this machine only.</summary>
    public const string Loopback = "loopback";

    /// <summary><see cref="Tls"/>: plain HTTP.</summary>
    public const string Off = "off";

    /// <summary><see cref="Tls"/>: with a certificate that the gateway makes itself.</summary>
    public const string SelfSigned = "self-signed";

    /// <summary>The key of <see cref="Tls"/>.</summary>
    public const string TlsSetting = $"{GatewayOptions.Section}:{nameof(GatewayOptions.Http)}:{nameof(Tls)}";

    /// <summary>The TCP port; 0 takes any free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Who can reach the port: <c>all</c> or <c>loopback</c>. As long as nobody has a password it is this machine alone, whatever stands here.</summary>
    public string Listen { get; init; } = All;

    /// <summary><c>off</c>, <c>self-signed</c>, or the file of a certificate: .pfx, or .pem with <see cref="TlsKey"/>.</summary>
    public string Tls { get; init; } = Off;

    /// <summary>The file of the private key; not set: it is in the file of the certificate.</summary>
    public string? TlsKey { get; init; }

    /// <summary>The password of the certificate's key; never shown.</summary>
    public string? TlsPassword { get; init; }
}
