using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.CommandLine;
using Gateway.Configuration;
using Testing;

namespace Gateway.Tests.Configuring;

public sealed class HttpsCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Its_own_one_stays_until_it_ends_soon()
    {
        var first = FingerprintAt(Now);
        Assert.Equal(first, FingerprintAt(Now.AddYears(9)));
        Assert.NotEqual(first, FingerprintAt(Now.AddYears(10)));
    }

    [Fact]
    public void Its_own_one_stays_when_the_machine_has_other_addresses()
    {
        var known = Keep("localhost", Environment.MachineName);
        Assert.Equal(known, FingerprintAt(Now));
    }

    [Fact]
    public void Its_own_one_is_made_anew_for_another_name_of_the_machine()
    {
        var known = Keep("former-name.example");
        Assert.NotEqual(known, FingerprintAt(Now));
    }

    [Theory]
    [InlineData("given.pfx", null, "Gateway:Http:Tls is ")]
    [InlineData("given.pem", null, "Gateway:Http:Tls is ")]
    [InlineData("https.pem", "key.pem", "Gateway:Http:TlsKey is ")]
    public void A_file_that_is_not_there_is_told_as_such(string certificate, string? key, string setting)
    {
        FingerprintAt(Now);
        var options = new HttpOptions { Tls = _data.File(certificate), TlsKey = key is null ? null : _data.File(key) };

        foreach (var use in new Action[] { () => HttpsCertificate.Check(options), () => HttpsCertificate.Open(options, _data.Path, Now).Dispose() })
        {
            var refused = Assert.Throws<RefusedException>(use);
            Assert.Equal($"{setting}'{_data.File(key ?? certificate)}'; there is no such file.", refused.Message);
        }
    }

    [Fact]
    public void A_given_one_is_taken_with_its_key()
    {
        var made = FingerprintAt(Now);
        var options = new HttpOptions { Tls = _data.File("https.pem") };

        HttpsCertificate.Check(options);
        using var given = HttpsCertificate.Open(options, _data.Path, Now);

        Assert.Equal((made, true), (given.Fingerprint, given.IsGiven));
    }

    private string FingerprintAt(DateTimeOffset now)
    {
        using var certificate = HttpsCertificate.Open(new HttpOptions { Tls = HttpOptions.SelfSigned }, _data.Path, now);
        return certificate.Fingerprint;
    }

    /// <summary>Puts one in its place that has an address no machine has.</summary>
    private string Keep(params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Metering gateway", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name.ToLowerInvariant());
        }

        alternatives.AddIpAddress(IPAddress.Parse("192.0.2.1"));
        request.CertificateExtensions.Add(alternatives.Build());
        using var made = request.CreateSelfSigned(Now.AddDays(-1), Now.AddYears(10));
        File.WriteAllText(_data.File("https.pem"), $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return made.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
