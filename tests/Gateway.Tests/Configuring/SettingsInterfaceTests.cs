using System.Net;
using Gateway.Configuration;
using Gateway.Tests.Api;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Testing;

namespace Gateway.Tests.Configuring;

public class SettingsInterfaceTests
{
    [Theory]
    [InlineData("""{"dlms":{"maxSendPdu":"many"}}""", "dlms.maxSendPdu")]
    [InlineData("""{"dlms":{"maxSendPdu":1}}""", "dlms.maxSendPdu")]
    [InlineData("""{"readoutIntervall":"1 h"}""", "readoutIntervall")]
    [InlineData("""{"dlms":{"prot":4060}}""", "dlms.prot")]
    [InlineData("""{"retention":["1 year"]}""", "retention")]
    [InlineData("""{"dataDirectory":"elsewhere"}""", "dataDirectory")]
    [InlineData("""{"dlms":{"port":4060}}""", "dlms.port")]
    [InlineData("""{"timeZone":"Nowhere/At_all"}""", "timeZone")]
    [InlineData("""{"http":{"tls":"/nowhere/at-all.pfx"}}""", "http.tls")]
    [InlineData("""{"buses":{"Cellar":{"address":"nonsense"}}}""", "buses.Cellar.address")]
    [InlineData("""{"":1}""", "")]
    [InlineData("""{"dlms:":"x"}""", "dlms:")]
    [InlineData("""{"dlms":{"":"x"}}""", "dlms.")]
    [InlineData("""{"dlms":""}""", "dlms")]
    [InlineData("""{"buses":""}""", "buses")]
    [InlineData("""{"buses":{"Cellar":""}}""", "buses.Cellar")]
    [InlineData("""{"push":{"receiver":{"address":"no port"}}}""", "push.receiver.address")]
    [InlineData("""{"push":{"receiver":{"security":"some"}}}""", "push.receiver.security")]
    [InlineData("""{"push":{"maxPdu":1}}""", "push.maxPdu")]
    [InlineData("""{"push":{"reports":{"Billing":{"enabled":true}}}}""", "push.reports.billing.enabled")]
    public async Task What_is_wrong_is_told_by_field_and_nothing_is_changed(string body, string field)
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        using var client = new InterfaceClient(gateway);

        var (status, answer) = await client.SendAsync("PATCH", "/api/v1/settings", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([field], answer.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.False(File.Exists(SettingsFile.In(data.Path)));
        Assert.False(gateway.Get<RestartRequest>().IsAsked);
    }

    [Fact]
    public async Task A_receiver_of_all_reports_is_a_setting()
    {
        using var data = new TemporaryFolder();
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
            using var client = new InterfaceClient(gateway);
            Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("PATCH", "/api/v1/settings", """{"push":{"receiver":{"address":"head-end.example:4059","security":"authenticated"}}}""")).Status);
        }

        await using var again = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        using var asks = new InterfaceClient(again);
        var report = (await asks.SendAsync("GET", "/api/v1/push/reports/Billing")).Body;
        Assert.Equal("head-end.example:4059", report.GetProperty("settings").GetProperty("receiver").GetProperty("address").GetString());
    }

    [Theory]
    [InlineData("buses/attic")]
    [InlineData("groups/tenants")]
    public async Task A_bus_or_group_without_any_setting_is_none(string path)
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        using var client = new InterfaceClient(gateway);
        var (status, answer) = await client.SendAsync("PATCH", $"/api/v1/settings/{path}", "{}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("at least one", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False(gateway.Get<RestartRequest>().IsAsked);
    }

    [Fact]
    public async Task A_port_that_the_page_has_is_told_at_the_field_that_was_changed()
    {
        using var data = new TemporaryFolder();
        await using var installation = await Installation.OpenAsync(new GatewayOptions { DataDirectory = data.Path }, TimeProvider.System);
        var layers = SettingsLayers.Of(new ConfigurationBuilder().AddInMemoryCollection([new("Gateway:Http:Port", "8090"), new("Gateway:Dlms:Port", "4059")]).Build());
        using var changes = new Gateway.Api.SettingsChanges(layers, installation, installation.Meters, new RecordingEventLog(), fault: null);

        var ofDlms = await Assert.ThrowsAsync<Gateway.Api.ApiException>(() => changes.ChangeAsync([("Gateway:Dlms:Port", "8090")], null, "", new("a test", "this machine")));
        var ofPage = await Assert.ThrowsAsync<Gateway.Api.ApiException>(() => changes.ChangeAsync([("Gateway:Http:Port", "4059")], null, "", new("a test", "this machine")));

        Assert.Equal(["dlms.port"], ofDlms.Errors!.Keys);
        Assert.Equal(["http.port"], ofPage.Errors!.Keys);
    }

    [Fact]
    public async Task A_certificate_is_made_by_the_start_that_needs_it_and_not_by_the_check()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        using var client = new InterfaceClient(gateway);

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("PATCH", "/api/v1/settings", """{"http":{"tls":"self-signed"}}""")).Status);

        Assert.False(File.Exists(data.File("https.pem")));
    }

    [Fact]
    public async Task A_bus_is_added_changed_and_removed_and_each_setting_says_who_sets_it()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:Simulation=false");
        using var client = new InterfaceClient(gateway);

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("PATCH", "/api/v1/settings/buses/My.Cellar", """{"address":"tcp://127.0.0.1:1","baudRate":300}""")).Status);
        var settings = (await client.SendAsync("GET", "/api/v1/settings")).Body.GetProperty("settings").EnumerateArray().ToDictionary(setting => setting.GetProperty("key").GetString()!, StringComparer.Ordinal);
        Assert.Equal(("300", "2400", "page"), Facts("buses.My.Cellar.baudRate"));
        Assert.Equal("commandLine", Facts("dlms.port").By);
        Assert.False(settings["dlms.port"].GetProperty("canChange").GetBoolean());
        Assert.True(gateway.Get<RestartRequest>().IsAsked);

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("DELETE", "/api/v1/settings/buses/My.Cellar")).Status);
        Assert.Empty(SettingsFile.Read(data.Path));
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync("DELETE", "/api/v1/settings/buses/My.Cellar")).Status);

        (string? Value, string? Default, string? By) Facts(string key) =>
            (settings[key].GetProperty("value").GetString(), settings[key].GetProperty("default").GetString(), settings[key].GetProperty("setBy").GetString());
    }

    [Fact]
    public async Task Who_has_not_seen_the_last_change_does_not_undo_it_and_who_has_no_token_sees_nothing()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        var changes = gateway.Get<Gateway.Api.SettingsChanges>();
        var request = new DefaultHttpContext().Request;
        request.Headers.IfMatch = changes.Tag;
        void NeedSeen(string tag) => Gateway.Api.EntityTag.Need(request, tag);
        await changes.ChangeAsync([("Gateway:Retention", "800 days")], NeedSeen, "", new("a test", "this machine"));

        var refused = await Assert.ThrowsAsync<Gateway.Api.ApiException>(() => changes.ChangeAsync([("Gateway:Retention", "900 days")], NeedSeen, "", new("a test", "this machine")));

        Assert.Equal(412, refused.Status);
        using var stranger = new InterfaceClient(gateway, token: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SendAsync("GET", "/api/v1/settings")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SendAsync("POST", "/api/v1/restart", "{}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SendAsync("GET", "/api/v1/keys")).Status);
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/settings", """{"retention":"900 days"}""")]
    [InlineData("PATCH", "/api/v1/settings/buses/cellar", """{"baudRate":300}""")]
    [InlineData("DELETE", "/api/v1/settings/groups/flats", null)]
    public async Task A_change_of_settings_that_were_changed_meanwhile_is_refused(string method, string path, string? body)
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:Simulation=false");
        using var client = new InterfaceClient(gateway);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("PATCH", "/api/v1/settings", """{"buses":{"cellar":{"address":"tcp://127.0.0.1:1"}},"groups":{"flats":{"retention":"40 days"}}}""")).Status);
        using var shown = await client.ResponseAsync("GET", "/api/v1/settings");
        var seen = shown.Headers.ETag!.ToString();
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("PATCH", "/api/v1/settings", """{"retention":"800 days"}""")).Status);
        var before = await File.ReadAllTextAsync(SettingsFile.In(data.Path), TestContext.Current.CancellationToken);

        using var refused = await SendAsync(seen);
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal(before, await File.ReadAllTextAsync(SettingsFile.In(data.Path), TestContext.Current.CancellationToken));

        using var fresh = await client.ResponseAsync("GET", "/api/v1/settings");
        using var taken = await SendAsync(fresh.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.NotEqual(fresh.Headers.ETag, taken.Headers.ETag);

        async Task<HttpResponseMessage> SendAsync(string tag)
        {
            using var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            return await client.ResponseAsync(method, path, content, ("If-Match", tag));
        }
    }

    [Fact]
    public async Task Keys_are_changed_at_once_and_shown_to_no_program()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        using var client = new InterfaceClient(gateway);
        var before = gateway.Password;

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("POST", "/api/v1/keys/rotate", """{"llsPassword":"new"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync("POST", "/api/v1/keys/rotate", """{"masterKey":"12"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync("POST", "/api/v1/keys/rotate", "{}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync("POST", "/api/v1/keys/show", """{"password":"any"}""")).Status);

        Assert.NotEqual(before, gateway.Password);
        Assert.DoesNotContain(gateway.Password, (await client.SendAsync("GET", "/api/v1/keys")).Body.GetRawText(), StringComparison.Ordinal);
        await using var head = await HeadEndClient.ManagementAsync(gateway.DlmsPort, 1, gateway.Password);
    }
}
