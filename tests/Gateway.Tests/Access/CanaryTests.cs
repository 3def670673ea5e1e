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
        await SendAsync("POST", "/api/v1/users", $$"""{"name":"kim","role":"viewer","password":"{{Second}}"}""", HttpStatusCode.Created);
        using (var answer = await viewer.PostAsync("/sign-in", ("name", "kim"), ("password", Wrong)))
        {
            seen.AppendLine(await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal("/sign-in", await viewer.SignInAsync(Second, "kim"));
        Assert.Equal("/", await viewer.SignInAsync("kim", Second));
        await SendAsync("PUT", "/api/v1/users/me/password", $$"""{"present":"{{Wrong}}","password":"{{Third}}"}""", HttpStatusCode.BadRequest);
        await SendAsync("PUT", "/api/v1/users/me/password", $$"""{"present":"{{First}}","password":"{{Third}}"}""", HttpStatusCode.NoContent);
        await SendAsync("PATCH", "/api/v1/users/kim", $$"""{"password":"{{Third}} {{Key}}"}""", HttpStatusCode.OK);
        await SendAsync("PATCH", "/api/v1/meters/1", $$"""{"key":"{{Key}}"}""", HttpStatusCode.OK);
        await SendAsync("PATCH", "/api/v1/meters/1", $$"""{"key":"{{Key}}00"}""", HttpStatusCode.BadRequest);
        var made = await admin.SendAsync("POST", "/api/v1/tokens", """{"name":"billing","role":"viewer"}""");
        var token = JsonDocument.Parse(made.Text).RootElement.GetProperty("token").GetString()!;

        foreach (var path in new[] { "/", "/users", "/account", "/no-right", "/problem", "/api/v1/users", "/api/v1/tokens", "/api/v1/audit?most=1000", "/api/v1/events?most=1000", "/api/v1/meters", "/api/v1/meters/1", "/api/v1/buses", "/api/v1/push", "/api/v1/store", "/status", "/metrics", "/health/ready" })
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
            seen.AppendLine(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        }

        var all = seen.ToString();
        Assert.All(
            new[] { First, Second, Third, Wrong, Key, code, "CANA-RYCO-DE99", token[12..] },
            secret => Assert.True(all.IndexOf(secret, StringComparison.OrdinalIgnoreCase) is var at && at < 0, at < 0 ? "" : all[Math.Max(0, at - 200)..Math.Min(all.Length, at + 100)]));

        async Task SendAsync(string method, string path, string body, HttpStatusCode expected)
        {
            var (status, text) = await admin.SendAsync(method, path, body);
            Assert.Equal((expected, path), (status, path));
            seen.AppendLine(text);
        }
    }
}
