using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Access;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Configuring;

/// <summary>Strict transport security (RFC 6797).</summary>
public class StrictTransportTests
{
    /// <summary>A browser that was told so lets nobody go past the warning of the gateway's own certificate any more.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Browsers_are_told_to_come_with_TLS_only_where_a_certificate_was_given(bool isGiven)
    {
        using var data = new TemporaryFolder();
        using var other = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1", $"Gateway:Http:Tls={(isGiven ? other.Write("https.pem", Certificate()) : "self-signed")}");
        await gateway.Get<Users>().AddAsync("kim", Role.Administrator, "a-long-enough-passphrase");
        var fingerprint = gateway.Get<HttpsCertificate>().Fingerprint;
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint;
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"https://127.0.0.1:{gateway.HttpPort}/health/live"));
        request.Headers.Host = "gateway.example"; // nobody is told so of his own machine
        using var answer = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, isGiven), (answer.StatusCode, answer.Headers.Contains("Strict-Transport-Security")));
    }

    private static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=gateway.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
