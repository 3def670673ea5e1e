using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.CommandLine;
using Gateway.Configuration;

namespace Gateway;

/// <summary>
/// The certificate of page and interface: none, a given one, or one that the gateway makes itself (ECDSA P-256) and keeps in <c>https.pem</c> of the data
/// directory, which only its owner can read. It is made anew when it ends soon or lacks a name of this machine; addresses come and go, and those who have
/// taken the certificate as it is would be warned each time.
/// </summary>
internal sealed class HttpsCertificate : IDisposable
{
    /// <summary>Nobody renews it by hand: 10 years.</summary>
    private const int Years = 10;

    /// <summary>Days before its end when it is made anew.</summary>
    private const int DaysLeft = 30;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private HttpsCertificate(X509Certificate2? certificate, bool isGiven) => (Certificate, IsGiven) = (certificate, isGiven);

    /// <summary>Plain HTTP.</summary>
    public static HttpsCertificate None => new(null, isGiven: false);

    /// <summary>The certificate; null: plain HTTP.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>Whether it was given, and browsers may be told to come with TLS only.</summary>
    public bool IsGiven { get; }

    /// <summary>Its SHA-256 in hexadecimal digits, by which our own command line knows it; empty: there is none.</summary>
    public string Fingerprint => Certificate?.GetCertHashString(HashAlgorithmName.SHA256) ?? "";

    /// <summary>The one that the settings name.</summary>
    /// <exception cref="RefusedException">It cannot be used; the message names the setting.</exception>
    public static HttpsCertificate Open(HttpOptions options, string folder, DateTimeOffset now) => Told(options, () => options.Tls switch
    {
        HttpOptions.Off => None,
        HttpOptions.SelfSigned => new HttpsCertificate(OwnOf(Path.Combine(folder, DataDirectory.CertificateFile), now), isGiven: false),
        _ => new HttpsCertificate(Given(options), isGiven: true),
    });

    /// <summary>Whether the one that the settings name can be used; makes and writes none.</summary>
    /// <exception cref="RefusedException">It cannot be used; the message names the setting.</exception>
    public static void Check(HttpOptions options)
    {
        if (options.Tls is not (HttpOptions.Off or HttpOptions.SelfSigned))
        {
            using var given = Told(options, () => Given(options));
        }
    }

    /// <inheritdoc />
    public void Dispose() => Certificate?.Dispose();

    private static T Told<T>(HttpOptions options, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"Gateway:Http:Tls is '{options.Tls}', which cannot be used: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static X509Certificate2 Given(HttpOptions options)
    {
        Need("Gateway:Http:Tls", options.Tls);
        if (options.Tls.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase))
        {
            var given = X509CertificateLoader.LoadPkcs12FromFile(options.Tls, options.TlsPassword);
            return given.HasPrivateKey ? given : throw new CryptographicException("it has no private key.");
        }

        var key = options.TlsKey ?? options.Tls;
        Need("Gateway:Http:TlsKey", key);
        using var certificate = options.TlsPassword is null ? X509Certificate2.CreateFromPemFile(options.Tls, key) : X509Certificate2.CreateFromEncryptedPemFile(options.Tls, options.TlsPassword, key);
        return Usable(certificate);
    }

    /// <summary>Else the system says only that something cryptographic went wrong.</summary>
    private static void Need(string key, string file)
    {
        if (!File.Exists(file))
        {
            throw new RefusedException($"{key} is '{file}'; there is no such file.");
        }
    }

    private static X509Certificate2 OwnOf(string file, DateTimeOffset now)
    {
        var names = NamesOfThisMachine();
        if (File.Exists(file) && Load(file) is { } known)
        {
            var held = known.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
            if (held is not null && known.NotAfter.ToUniversalTime() > now.UtcDateTime.AddDays(DaysLeft) && names.All(held.EnumerateDnsNames().Contains))
            {
                return known;
            }

            known.Dispose();
        }

        using var made = Make(names, AddressesOfThisMachine(), now);
        using var key = made.GetECDsaPrivateKey()!;
        OwnerOnlyFile.Write(file, [made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem()]);
        return Usable(made);
    }

    private static X509Certificate2? Load(string file)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(file);
            return Usable(certificate);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static X509Certificate2 Make(List<string> names, List<IPAddress> addresses, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Metering gateway", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        names.ForEach(alternatives.AddDnsName);
        addresses.ForEach(alternatives.AddIpAddress);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
    }

    /// <summary>Windows serves no key that is only in memory.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

    private static List<string> NamesOfThisMachine()
    {
        string[] names = ["localhost", Environment.MachineName.ToLowerInvariant()];
        return [.. names.Where(name => Uri.CheckHostName(name) == UriHostNameType.Dns).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Addresses of one link alone are left out: nobody writes them into a browser. A machine that does not tell its own has those of itself.</summary>
    private static List<IPAddress> AddressesOfThisMachine()
    {
        List<IPAddress> ofItself = [IPAddress.Loopback, IPAddress.IPv6Loopback];
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(network => network.OperationalStatus == OperationalStatus.Up)
                    .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                    .Select(address => address.Address)
                    .Where(address => !address.IsIPv6LinkLocal)
                    .Concat(ofItself)
                    .Distinct(),
            ];
        }
        catch (NetworkInformationException)
        {
            return ofItself;
        }
    }
}
