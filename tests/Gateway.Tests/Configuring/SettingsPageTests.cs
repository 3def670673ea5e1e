using System.Net;
using System.Text;
using Gateway.Access;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Configuring;

public class SettingsPageTests
{
    private const string Password = "a-long-enough-passphrase";

    [Fact]
    public async Task An_administrator_sees_all_settings_but_secrets_and_the_keys_only_with_the_password_once_more()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:Buses:cellar:Address=tcp://127.0.0.1:1", "Gateway:Http:TlsPassword=canary-of-tls");
        using var kim = await SignedInAsync(gateway, "kim", Role.Administrator);

        var page = await kim.GetStringAsync(new Uri("/settings", UriKind.Relative));
        var answer = await kim.GetStringAsync(new Uri("/api/v1/settings", UriKind.Relative));

        Assert.Contains("Set by the command line.", page, StringComparison.Ordinal);
        Assert.Contains("tcp://127.0.0.1:1", page, StringComparison.Ordinal);
        Assert.Contains("name=\"dlms.port\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-of-tls", page + answer, StringComparison.Ordinal);
        var master = Convert.ToHexString(gateway.Installation.Security.Keys.MasterKey);
        Assert.DoesNotContain(master, page + answer, StringComparison.Ordinal);

        using var wrong = await PostAsync(kim, page, "/api/v1/keys/show", $$"""{"password":"{{Password}}x"}""");
        using var right = await PostAsync(kim, page, "/api/v1/keys/show", $$"""{"password":"{{Password}}"}""");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (wrong.StatusCode, right.StatusCode));
        Assert.Contains(master, await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(right.Headers.CacheControl!.NoStore);
        await gateway.Get<Gateway.Events.EventLog>().SettleAsync();
        var told = gateway.Get<IEventStore>().ReadAppended(new EventLogName(MeterId.Gateway, EventLogKind.Standard), 0).ToList();
        Assert.Contains(told, entry => entry.Message.Contains("keys of head-ends were shown to user kim", StringComparison.Ordinal));
        Assert.DoesNotContain(told, entry => entry.Message.Contains(master, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_viewer_sees_no_settings_by_the_interface_and_changes_nothing()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        await gateway.Get<Users>().AddAsync("chief", Role.Administrator, Password);
        using var viewer = await SignedInAsync(gateway, "lee", Role.Viewer);
        var page = await viewer.GetStringAsync(new Uri("/", UriKind.Relative));

        using var unseen = await viewer.GetAsync(new Uri("/api/v1/settings", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, unseen.StatusCode);
        foreach (var (method, path) in new[] { ("PATCH", "/api/v1/settings"), ("PATCH", "/api/v1/settings/buses/x"), ("DELETE", "/api/v1/settings/groups/x"), ("POST", "/api/v1/restart"), ("POST", "/api/v1/keys/show"), ("POST", "/api/v1/keys/rotate") })
        {
            using var refused = await PostAsync(viewer, page, path, "{}", method);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var keys = await viewer.GetAsync(new Uri("/api/v1/keys", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, keys.StatusCode);
        using var settings = await viewer.GetAsync(new Uri("/settings", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, settings.StatusCode);
        Assert.False(gateway.Get<RestartRequest>().IsAsked);
    }

    [Theory]
    [InlineData("Viewer", HttpStatusCode.Forbidden)]
    [InlineData("Installer", HttpStatusCode.Forbidden)]
    [InlineData("Administrator", HttpStatusCode.OK)]
    public async Task The_page_is_for_administrators_under_every_address_it_has(string role, HttpStatusCode expected)
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        await gateway.Get<Users>().AddAsync("chief", Role.Administrator, Password);
        using var person = await SignedInAsync(gateway, "lee", Enum.Parse<Role>(role));
        foreach (var path in new[] { "/settings", "/Settings", "/settings/" })
        {
            using var answer = await person.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal((expected, path), (answer.StatusCode, path));
        }

        using var other = await person.GetAsync(new Uri("/settings/index", UriKind.Relative));
        Assert.NotEqual((HttpStatusCode.OK, false), (other.StatusCode, expected == HttpStatusCode.OK));
    }

    private static async Task<HttpClient> SignedInAsync(RunningGateway gateway, string name, Role role)
    {
        await gateway.Get<Users>().AddAsync(name, role, Password);
        var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{gateway.HttpPort}") };
        var form = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["password"] = Password,
            ["__RequestVerificationToken"] = After(form, "__RequestVerificationToken\" type=\"hidden\" value=\""),
        });
        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return client;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, string path, string body, string method = "POST")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(AccessServices.AntiforgeryField, After(page, "name=\"antiforgery\" content=\""));
        return await client.SendAsync(request);
    }

    private static string After(string text, string mark)
    {
        var start = text.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return text[start..text.IndexOf('"', start)];
    }
}
