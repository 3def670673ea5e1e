using System.Net;
using System.Text.Json;
using Gateway.Tests.Api;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Access;

/// <summary>Users, tokens and the audit log over the interface.</summary>
public sealed class AuditInterfaceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private RunningGateway _gateway = null!;
    private InterfaceClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=2");
        await _gateway.AllAreReadAsync();
        _client = new InterfaceClient(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Every_change_is_told_with_what_was_and_what_is()
    {
        var name = _gateway.Meters.Meters.Values.First().Name;
        await DoAsync("PATCH", "/api/v1/meters/1", """{"name":"attic"}""", HttpStatusCode.OK);
        await DoAsync("PATCH", "/api/v1/meters/1", """{"name":"attic"}""", HttpStatusCode.OK);
        await DoAsync("PATCH", "/api/v1/meters/1", """{"key":"0123456789ABCDEF0123456789ABCDEF"}""", HttpStatusCode.OK);
        await DoAsync("PATCH", "/api/v1/meters/1", """{"key":null}""", HttpStatusCode.OK);
        await DoAsync("PUT", "/api/v1/buses/SIMULATED/continuous", """{"on":true}""", HttpStatusCode.OK);
        await DoAsync("PUT", "/api/v1/buses/SIMULATED/continuous", """{"on":false}""", HttpStatusCode.OK);
        await DoAsync("POST", "/api/v1/readouts", """{"meters":[1,2]}""", HttpStatusCode.Accepted);
        await DoAsync("PATCH", "/api/v1/push/reports/Billing", """{"retries":5}""", HttpStatusCode.OK);
        await DoAsync("DELETE", "/api/v1/push/reports/Billing", null, HttpStatusCode.OK);
        await DoAsync("DELETE", "/api/v1/events?meter=1&log=fraud", null, HttpStatusCode.NoContent);
        await DoAsync("PATCH", "/api/v1/meters/99", """{"name":"nowhere"}""", HttpStatusCode.NotFound);
        await DoAsync("DELETE", "/api/v1/meters/2", null, HttpStatusCode.NoContent);

        var told = (await AuditAsync()).Select(entry => $"{Text(entry, "what")} | {Text(entry, "on")} | {Text(entry, "before")} | {Text(entry, "after")}").Reverse().ToList();
        Assert.Equal(
            [
                $"meter changed | meters/1 | name '{name}' | name 'attic'",
                "meter changed | meters/1 | no key | a key",
                "meter changed | meters/1 | a key | no key",
                "continuous mode switched | buses/SIMULATED/continuous | off | on",
                "continuous mode switched | buses/SIMULATED/continuous | on | off",
                "readout started | meters 1, 2 |  | ",
                "report changed | push/reports/Billing | nothing of its own | retries 5",
                "report set back | push/reports/Billing | retries 5 | nothing of its own",
                "event log cleared | meters/1, Fraud |  | ",
            ],
            told.SkipLast(1));
        Assert.StartsWith("meter removed | meters/2 | SIMULATED ", told[^1], StringComparison.Ordinal);
        Assert.All(await AuditAsync(), entry => Assert.Equal(("the local interface", "this machine", false), (Text(entry, "actor"), Text(entry, "source"), entry.GetProperty("isRefused").GetBoolean())));
    }

    [Fact]
    public async Task Users_are_added_changed_and_removed()
    {
        await DoAsync("POST", "/api/v1/users", """{"name":"ann","role":"administrator","password":"correct horse battery"}""", HttpStatusCode.Created);
        await DoAsync("POST", "/api/v1/users", """{"name":"Kim","role":"viewer","password":"correct horse battery"}""", HttpStatusCode.Created);
        await DoAsync("PATCH", "/api/v1/users/kim", """{"role":"installer"}""", HttpStatusCode.OK);
        await DoAsync("PATCH", "/api/v1/users/kim", """{"password":"another password"}""", HttpStatusCode.OK);
        await DoAsync("PATCH", "/api/v1/users/kim", "{}", HttpStatusCode.BadRequest);
        await DoAsync("PATCH", "/api/v1/users/kim", """{"role":"installer"}""", HttpStatusCode.BadRequest);
        await DoAsync("PATCH", "/api/v1/users/kim", """{"role":"owner"}""", HttpStatusCode.BadRequest);
        await DoAsync("PATCH", "/api/v1/users/nobody", """{"role":"viewer"}""", HttpStatusCode.NotFound);
        await DoAsync("POST", "/api/v1/users", """{"name":"ben","password":"correct horse battery"}""", HttpStatusCode.BadRequest);
        await DoAsync("POST", "/api/v1/users", """{"name":"ben","role":"viewer","password":"short"}""", HttpStatusCode.BadRequest);
        await DoAsync("DELETE", "/api/v1/users/ann", null, HttpStatusCode.BadRequest);
        await DoAsync("PUT", "/api/v1/users/me/password", """{"present":"a","password":"b"}""", HttpStatusCode.Forbidden);

        var users = (await _client.SendAsync("GET", "/api/v1/users")).Body.EnumerateArray().ToList();
        Assert.Equal([("ann", "administrator"), ("kim", "installer")], users.Select(user => (Text(user, "name"), Text(user, "role"))));
        Assert.All(users, user => Assert.Equal(["name", "role", "createdAt"], user.EnumerateObject().Select(field => field.Name)));
        await DoAsync("DELETE", "/api/v1/users/KIM", null, HttpStatusCode.NoContent);
        Assert.Equal(
            [
                "user added users/ann:  > role administrator",
                "user added users/kim:  > role viewer",
                "user changed users/kim: role viewer > role installer",
                "user changed users/kim: role installer > role installer, a new password",
                "user removed users/kim: role installer > ",
            ],
            (await AuditAsync()).Select(entry => $"{Text(entry, "what")} {Text(entry, "on")}: {Text(entry, "before")} > {Text(entry, "after")}").Reverse());
    }

    [Fact]
    public async Task A_secret_that_is_replaced_by_another_one_is_told_without_either()
    {
        await DoAsync("PATCH", "/api/v1/settings", """{"http":{"tlsPassword":"canary-one"}}""", HttpStatusCode.OK);
        await DoAsync("PATCH", "/api/v1/settings", """{"http":{"tlsPassword":"canary-two"}}""", HttpStatusCode.OK);
        await DoAsync("PATCH", "/api/v1/settings", """{"http":{"tlsPassword":"canary-two"}}""", HttpStatusCode.OK);
        await DoAsync("PATCH", "/api/v1/settings", """{"http":{"tlsPassword":null}}""", HttpStatusCode.OK);

        Assert.Equal(
            [
                "Gateway:Http:TlsPassword: not set > Gateway:Http:TlsPassword: set",
                "Gateway:Http:TlsPassword: set > Gateway:Http:TlsPassword: another one",
                "Gateway:Http:TlsPassword: set > Gateway:Http:TlsPassword: not set",
            ],
            (await AuditAsync()).Select(entry => $"{Text(entry, "before")} > {Text(entry, "after")}").Reverse());
    }

    [Fact]
    public async Task A_token_is_shown_once_and_works_until_it_is_removed()
    {
        var (status, made) = await _client.SendAsync("POST", "/api/v1/tokens", """{"name":"billing","role":"viewer","expiresAt":"2099-01-01"}""");
        Assert.Equal(HttpStatusCode.Created, status);
        using var program = new InterfaceClient(_gateway, Text(made, "token"));
        Assert.Equal(HttpStatusCode.OK, (await program.SendAsync("GET", "/api/v1/meters")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.SendAsync("POST", "/api/v1/readouts", """{"all":true}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.SendAsync("GET", "/api/v1/tokens")).Status);

        var listed = Assert.Single((await _client.SendAsync("GET", "/api/v1/tokens")).Body.EnumerateArray());
        Assert.False(listed.TryGetProperty("token", out _));
        Assert.Equal(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero), listed.GetProperty("expiresAt").GetDateTimeOffset());
        await DoAsync("POST", "/api/v1/tokens", """{"name":"billing","role":"viewer","expiresAt":"2020-01-01"}""", HttpStatusCode.BadRequest);
        await DoAsync("POST", "/api/v1/tokens", """{"name":"billing","role":"viewer","expiresAt":"soon"}""", HttpStatusCode.BadRequest);
        await DoAsync("DELETE", $"/api/v1/tokens/{Text(listed, "id")}", null, HttpStatusCode.NoContent);
        await DoAsync("DELETE", $"/api/v1/tokens/{Text(listed, "id")}", null, HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.SendAsync("GET", "/api/v1/meters")).Status);
    }

    [Fact]
    public async Task The_audit_log_comes_in_pages_and_survives_a_restart()
    {
        foreach (var on in new[] { "true", "false", "true" })
        {
            await DoAsync("PUT", "/api/v1/buses/SIMULATED/continuous", $$"""{"on":{{on}}}""", HttpStatusCode.OK);
        }

        var page = (await _client.SendAsync("GET", "/api/v1/audit?most=2")).Body;
        Assert.Equal(["on", "off"], page.GetProperty("entries").EnumerateArray().Select(entry => Text(entry, "after")));
        var last = (await _client.SendAsync("GET", $"/api/v1/audit?most=2&before={page.GetProperty("before").GetInt64()}")).Body;
        Assert.Equal(["on"], last.GetProperty("entries").EnumerateArray().Select(entry => Text(entry, "after")));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("before").ValueKind);
        foreach (var query in new[] { "?most=0", "?most=1001", "?before=x", "?before=1&before=2", "?colour=red" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await _client.SendAsync("GET", $"/api/v1/audit{query}")).Status);
        }

        _client.Dispose();
        await _gateway.DisposeAsync();
        _gateway = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=2");
        _client = new InterfaceClient(_gateway);
        Assert.Equal(3, (await AuditAsync()).Count);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private async Task DoAsync(string method, string path, string? body, HttpStatusCode expected) =>
        Assert.Equal((expected, $"{method} {path} {body}"), ((await _client.SendAsync(method, path, body)).Status, $"{method} {path} {body}"));

    private async Task<IReadOnlyList<JsonElement>> AuditAsync() => [.. (await _client.SendAsync("GET", "/api/v1/audit?most=1000")).Body.GetProperty("entries").EnumerateArray()];
}
