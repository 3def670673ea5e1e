using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Access;
using Gateway.Tests.Harness;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Access;

/// <summary>Secrets go in at every place there is, and come out at none.</summary>
public class CanaryTests
{
    private const string First = "Canary-of-the-first-one-19";
    private const string Second = "Canary-of-the-second-28";
    private const string Third = "Canary-of-the-third-37";
    private const string Wrong = "Canary-of-a-wrong-one-46";
    private const string Key = "0CA9A21E0CA9A21E0CA9A21E0CA9A21E";
    private const string MistypedKey = "0CA9A21E0CA9A21E0CA9A21E0CA9A21O";
    private const string Lls = "Canary-of-lls-55";
    private const string Tls = "Canary-of-tls-64";
    private const string Passphrase = "Canary of a passphrase 73";
    private const string WrongPassphrase = "Canary of another one 82";
    private const string ShortPassphrase = "Canary-91";

    [Fact]
    public async Task No_secret_is_in_a_log_an_event_an_audit_entry_a_page_an_answer_or_the_store()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2");
        await gateway.AllAreReadAsync();
        var seen = new StringBuilder();
        var code = gateway.Get<SetupCode>().Text!;
        using var admin = new Browser(gateway);

        // the first start: with a wrong code, two passwords that differ, and as it should be
        foreach (var (given, again) in new[] { ("CANA-RYCO-DE99", First), (code, Wrong), (code, First) })
        {
            using var answer = await admin.PostAsync("/setup", ("code", given), ("name", "ann"), ("password", First), ("again", again));
            seen.AppendLine(await answer.Content.ReadAsStringAsync());
        }

        // a password in the place of the name, a wrong one, and the right one
        using var viewer = new Browser(gateway);
        await SendAsync("POST", "/api/v1/users", $$"""{"name":"kim","role":"viewer","password":"{{Second}}","present":"{{First}}"}""", HttpStatusCode.Created);
        using (var answer = await viewer.PostAsync("/sign-in", ("name", "kim"), ("password", Wrong)))
        {
            seen.AppendLine(await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal("/sign-in", await viewer.SignInAsync(Second, "kim"));
        Assert.Equal("/", await viewer.SignInAsync("kim", Second));
        await SendAsync("PUT", "/api/v1/users/me/password", $$"""{"present":"{{Wrong}}","password":"{{Third}}"}""", HttpStatusCode.BadRequest);
        await SendAsync("PUT", "/api/v1/users/me/password", $$"""{"present":"{{First}}","password":"{{Third}}"}""", HttpStatusCode.NoContent);
        await SendAsync("PATCH", "/api/v1/users/kim", $$"""{"password":"{{Third}} {{Key}}","present":"{{Third}}"}""", HttpStatusCode.OK);
        await SendAsync("PATCH", "/api/v1/meters/1", $$"""{"key":"{{Key}}"}""", HttpStatusCode.OK);
        await SendAsync("PATCH", "/api/v1/meters/1", $$"""{"key":"{{Key}}00"}""", HttpStatusCode.BadRequest);
        var made = await admin.SendAsync("POST", "/api/v1/tokens", $$"""{"name":"billing","role":"viewer","present":"{{Third}}"}""");
        var token = JsonDocument.Parse(made.Text).RootElement.GetProperty("token").GetString()!;

        await SendAsync("POST", "/api/v1/keys/rotate", $$"""{"llsPassword":"{{Lls}}","blockCipherKey":"{{MistypedKey}}","password":"{{Third}}"}""", HttpStatusCode.BadRequest);
        await SendAsync("POST", "/api/v1/keys/rotate", $$"""{"llsPassword":"{{Lls}}","blockCipherKey":"{{Key}}","authenticationKey":"{{Key}}","masterKey":"{{Key}}","password":"{{Third}}"}""", HttpStatusCode.OK);
        await SendAsync("PATCH", "/api/v1/settings", $$$"""{"http":{"tlsPassword":"{{{Tls}}}","noSuchField":1}}""", HttpStatusCode.BadRequest);
        await SendAsync("PATCH", "/api/v1/settings", $$$"""{"http":{"tlsPassword":"{{{Tls}}}"}}""", HttpStatusCode.OK);
        await ImportAsync(MistypedKey, "?check=true", HttpStatusCode.OK);
        await ImportAsync(MistypedKey, "", HttpStatusCode.BadRequest);
        await ImportAsync(Key, "?check=true", HttpStatusCode.OK);
        await SendAsync("POST", "/api/v1/backup", $$"""{"passphrase":"{{ShortPassphrase}}","password":"{{Third}}"}""", HttpStatusCode.BadRequest);
        await SendAsync("POST", "/api/v1/backup", $$"""{"passphrase":"{{Passphrase}}","password":"{{Wrong}}"}""", HttpStatusCode.BadRequest);
        await BackUpAsync();

        var paths = ServedRoutes.Of(gateway).Where(route => route.Method == "GET" && !route.Path.EndsWith("/trace", StringComparison.Ordinal)).Select(route => route.Path);
        foreach (var path in paths.Append("/api/v1/audit?most=1000").Append("/api/v1/events?most=1000"))
        {
            seen.AppendLine((await admin.PageAsync(path)).Text);
        }

        using (await admin.PostAsync("/sign-out"))
        {
            await gateway.Get<Gateway.Events.EventLog>().SettleAsync();
        }

        foreach (var entry in gateway.Installation.Audit.Latest(before: null, most: 1000))
        {
            seen.AppendLine(entry.ToString());
        }

        foreach (var entry in gateway.Installation.Events.Latest(new EventFilter(), 1000))
        {
            seen.AppendLine(entry.ToString());
        }

        Assert.True(gateway.Installation.Audit.Latest(before: null, most: 1000).Count >= 10);
        seen.AppendLine(string.Join('\n', await gateway.StopAsync()));
        foreach (var file in Directory.EnumerateFiles(data.Path, "*", SearchOption.AllDirectories))
        {
            // the settings are as a person writes them, in a file that nobody else reads
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            seen.AppendLine(Path.GetFileName(file).StartsWith("settings.", StringComparison.Ordinal) ? text.Replace(Tls, "", StringComparison.Ordinal) : text);
        }

        var all = seen.ToString();
        Assert.All(
            new[] { First, Second, Third, Wrong, Key, MistypedKey, Lls, Tls, Passphrase, WrongPassphrase, ShortPassphrase, code, "CANA-RYCO-DE99", token[12..] },
            secret => Assert.True(all.IndexOf(secret, StringComparison.OrdinalIgnoreCase) is var at && at < 0, at < 0 ? "" : all[Math.Max(0, at - 200)..Math.Min(all.Length, at + 100)]));

        async Task SendAsync(string method, string path, string body, HttpStatusCode expected)
        {
            var (status, text) = await admin.SendAsync(method, path, body);
            Assert.Equal((expected, path), (status, path));
            seen.AppendLine(text);
        }

        async Task ImportAsync(string key, string query, HttpStatusCode expected)
        {
            using var list = new StringContent($"Position;Secondary address;Extended address;Bus;Key\nFlat 12;14491001;96150106;SIMULATED;{key}\n", Encoding.UTF8, "text/csv");
            var (status, text) = await admin.SendAsync("POST", $"/api/v1/meters/import{query}", list);
            Assert.Equal(expected, status);
            seen.AppendLine(text);
        }

        async Task BackUpAsync()
        {
            using var order = new StringContent($$"""{"passphrase":"{{Passphrase}}","password":"{{Third}}"}""", Encoding.UTF8, "application/json");
            var (made, backup) = await admin.AskAsync("POST", "/api/v1/backup", order);
            Assert.Equal(HttpStatusCode.OK, made);
            seen.AppendLine(Encoding.Latin1.GetString(backup));
            foreach (var (passphrase, expected) in new[] { (WrongPassphrase, HttpStatusCode.BadRequest), (ShortPassphrase, HttpStatusCode.BadRequest), (Passphrase, HttpStatusCode.OK) })
            {
                using var form = new MultipartFormDataContent { { new StringContent(passphrase), "passphrase" }, { new ByteArrayContent(backup), "file", "a.backup" } };
                var (status, text) = await admin.SendAsync("POST", "/api/v1/restore?check=true", form);
                Assert.Equal((expected, passphrase), (status, passphrase));
                seen.AppendLine(text);
            }
        }
    }
}
