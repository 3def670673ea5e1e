using System.Net;
using System.Text.Json;
using Gateway.Api;
using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests.Api;

public class InterfaceTests(InterfaceGateway fixture) : IClassFixture<InterfaceGateway>
{
    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "/api/v1/buses" },
        { "GET", "/api/v1/buses/SIMULATED" },
        { "GET", "/api/v1/buses/SIMULATED/trace" },
        { "GET", "/api/v1/meters" },
        { "POST", "/api/v1/meters" },
        { "GET", "/api/v1/meters/1" },
        { "PATCH", "/api/v1/meters/1" },
        { "DELETE", "/api/v1/meters/1" },
        { "POST", "/api/v1/readouts" },
        { "GET", "/api/v1/readouts/1" },
        { "DELETE", "/api/v1/readouts/1" },
        { "PUT", "/api/v1/buses/SIMULATED/continuous" },
        { "POST", "/api/v1/buses/SIMULATED/search" },
        { "GET", "/api/v1/buses/SIMULATED/search" },
        { "DELETE", "/api/v1/buses/SIMULATED/search" },
        { "POST", "/api/v1/buses/SIMULATED/search/meters" },
        { "POST", "/api/v1/meters/1/commands" },
        { "POST", "/api/v1/buses/SIMULATED/telegrams" },
        { "POST", "/api/v1/buses/SIMULATED/commands" },
        { "GET", "/api/v1/events" },
        { "DELETE", "/api/v1/events?meter=gateway&log=standard" },
        { "GET", "/api/v1/store" },
        { "GET", "/api/v1/push" },
        { "GET", "/api/v1/push/reports/Billing" },
        { "PATCH", "/api/v1/push/reports/Billing" },
        { "DELETE", "/api/v1/push/reports/Billing" },
        { "DELETE", "/api/v1/push/reports/Billing/devices/16" },
        { "POST", "/api/v1/push/reports/Billing/send" },
        { "POST", "/api/v1/push/test" },
        { "GET", "/api/v1/nothing" },
    };

    public static TheoryData<string, string, string, string> WrongFields => new()
    {
        { "PATCH", "/api/v1/meters/1", """{"name":7}""", "name" },
        { "PATCH", "/api/v1/meters/1", """{"name":"ok","baudRate":"fast"}""", "baudRate" },
        { "PATCH", "/api/v1/meters/1", """{"baudRate":2401}""", "baudRate" },
        { "PATCH", "/api/v1/meters/1", """{"active":"yes"}""", "active" },
        { "PATCH", "/api/v1/meters/1", """{"readout":5}""", "readout" },
        { "PATCH", "/api/v1/meters/1", """{"readout":{"interval":"7 min"}}""", "readout.interval" },
        { "PATCH", "/api/v1/meters/1", """{"readout":{"minimumInterval":3}}""", "readout.minimumInterval" },
        { "PATCH", "/api/v1/meters/1", """{"readout":{"applicationReset":256}}""", "readout.applicationReset" },
        { "PATCH", "/api/v1/meters/1", """{"readout":{"quota":{"readouts":4}}}""", "readout.quota.period" },
        { "PATCH", "/api/v1/meters/1", """{"readout":{"quota":{"readouts":0,"period":"1.00:00:00"}}}""", "readout.quota.readouts" },
        { "PATCH", "/api/v1/meters/1", """{"key":"00112233"}""", "key" },
        { "PATCH", "/api/v1/meters/1", """{"nmae":"misspelt"}""", "nmae" },
        { "PATCH", "/api/v1/meters/1", """{"bus":"other"}""", "bus" },
        { "POST", "/api/v1/meters", """{"name":"nowhere"}""", "bus" },
        { "POST", "/api/v1/meters", """{"bus":"SIMULATED","identity":"1234"}""", "identity" },
        { "POST", "/api/v1/meters", """{"bus":"attic","primaryAddress":5}""", "bus" },
        { "POST", "/api/v1/meters", """{"bus":"SIMULATED","primaryAddress":251}""", "primaryAddress" },
        { "POST", "/api/v1/meters", """{"bus":"SIMULATED","primaryAddress":5,"addressing":"tertiary"}""", "addressing" },
        { "POST", "/api/v1/readouts", """{"meters":"all"}""", "meters" },
        { "POST", "/api/v1/readouts", """{"meters":[1.5]}""", "meters" },
        { "POST", "/api/v1/readouts", """{"meters":[99]}""", "meters" },
        { "PATCH", "/api/v1/push/reports/Billing", """{"schedule":"often"}""", "schedule" },
        { "PATCH", "/api/v1/push/reports/Billing", """{"receiver":{"address":"nowhere"}}""", "receiver.address" },
        { "PATCH", "/api/v1/push/reports/Billing", """{"receiver":{"port":1}}""", "receiver.port" },
        { "PATCH", "/api/v1/push/reports/Billing", """{"communicationWindow":"22:00-06:00"}""", "communicationWindow" },
        { "PATCH", "/api/v1/push/reports/Billing", """{"communicationWindow":["24:00-06:00"]}""", "communicationWindow" },
        { "PATCH", "/api/v1/push/reports/Billing", """{"retries":300}""", "retries" },
        { "PATCH", "/api/v1/push/reports/Billing", """{"repetitionDelay":"00:00:00"}""", "repetitionDelay" },
        { "PATCH", "/api/v1/push/reports/OnInstallation", """{"valuePeriod":"7"}""", "valuePeriod" },
        { "POST", "/api/v1/push/test", "{}", "receiver" },
        { "POST", "/api/v1/readouts", "{}", "meters" },
        { "POST", "/api/v1/readouts", """{"all":true,"bus":"attic"}""", "bus" },
        { "PUT", "/api/v1/buses/SIMULATED/continuous", "{}", "on" },
        { "PUT", "/api/v1/buses/SIMULATED/continuous", """{"on":1}""", "on" },
        { "POST", "/api/v1/buses/SIMULATED/search", """{"baudRates":[2401]}""", "baudRates" },
        { "POST", "/api/v1/buses/SIMULATED/search", """{"within":"12"}""", "within" },
        { "POST", "/api/v1/buses/SIMULATED/search", """{"expectedMeters":0}""", "expectedMeters" },
        { "POST", "/api/v1/meters/1/commands", "{}", "command" },
        { "POST", "/api/v1/meters/1/commands", """{"clock":true,"baudRate":300}""", "command" },
        { "POST", "/api/v1/meters/1/commands", """{"baudRate":301}""", "baudRate" },
        { "POST", "/api/v1/meters/1/commands", """{"primaryAddress":251}""", "primaryAddress" },
        { "POST", "/api/v1/meters/1/commands", """{"applicationReset":256}""", "applicationReset" },
        { "POST", "/api/v1/meters/1/commands", """{"applicationReset":null,"clock":true}""", "command" },
        { "POST", "/api/v1/buses/SIMULATED/telegrams", "{}", "meter" },
        { "POST", "/api/v1/buses/SIMULATED/telegrams", """{"meter":"251"}""", "meter" },
        { "POST", "/api/v1/buses/SIMULATED/telegrams", """{"meter":"1","atBaudRate":301}""", "atBaudRate" },
        { "POST", "/api/v1/buses/SIMULATED/commands", """{"meter":"1"}""", "primaryAddress" },
        { "POST", "/api/v1/buses/SIMULATED/commands", """{"meter":"1234FFFFFFFFFFFF","primaryAddress":1}""", "meter" },
        { "POST", "/api/v1/buses/SIMULATED/commands", """{"meter":"254","primaryAddress":1}""", "meter" },
    };

    private RunningGateway Gateway => fixture.Running;

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Nobody_comes_in_without_the_token(string method, string path)
    {
        foreach (var token in new[] { null, "wrong", new string('0', 64), Gateway.Get<ServiceToken>().Text[1..], Gateway.Get<ServiceToken>().Text.ToLowerInvariant() })
        {
            using var client = new InterfaceClient(Gateway, token);
            var (status, body) = await client.SendAsync(method, path, method is "POST" or "PATCH" or "PUT" ? "{}" : null);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Equal(401, body.GetProperty("status").GetInt32());
        }

        Assert.Equal(3, Gateway.Meters.Meters.Count);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_page_that_a_foreign_name_leads_here_is_refused(string method, string path)
    {
        using var client = new InterfaceClient(Gateway);
        foreach (var host in new[] { "example.com", $"rebound.example:{Gateway.HttpPort}", "127.0.0.1.example.com" })
        {
            var (status, body) = await client.SendAsync(method, path, host: host);
            Assert.Equal((HttpStatusCode.BadRequest, 400), (status, body.GetProperty("status").GetInt32()));
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("127.0.0.1:8080")]
    public async Task This_machine_may_call_itself_by_its_names(string host)
    {
        using var client = new InterfaceClient(Gateway);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("GET", "/api/v1/buses", host: host)).Status);
    }

    [Theory]
    [InlineData("GET", "/api/v1/buses/attic")]
    [InlineData("GET", "/api/v1/buses/attic/trace")]
    [InlineData("GET", "/api/v1/meters/99")]
    [InlineData("GET", "/api/v1/meters/first")]
    [InlineData("GET", "/api/v1/meters/-1")]
    [InlineData("GET", "/api/v1/meters/99999999999999999999")]
    [InlineData("PATCH", "/api/v1/meters/99")]
    [InlineData("DELETE", "/api/v1/meters/99")]
    [InlineData("GET", "/api/v1/readouts/99")]
    [InlineData("DELETE", "/api/v1/readouts/no")]
    [InlineData("PUT", "/api/v1/buses/attic/continuous")]
    [InlineData("GET", "/api/v1/buses/attic/search")]
    [InlineData("POST", "/api/v1/meters/99/commands")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("GET", "/api/v2/meters")]
    public async Task What_is_not_there_is_not_found(string method, string path)
    {
        using var client = new InterfaceClient(Gateway);
        var (status, body) = await client.SendAsync(method, path, method is "PATCH" or "PUT" or "POST" ? "{}" : null);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(404, body.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_readout_of_a_former_start_is_not_there_and_why_is_told()
    {
        using var client = new InterfaceClient(Gateway);
        Assert.Equal(
            "There is no readout with the number 99: readouts are kept until the service starts anew, and of those that are over the last 16.",
            (await client.SendAsync("GET", "/api/v1/readouts/99")).Body.GetProperty("detail").GetString());
    }

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_and_nothing_is_changed(string method, string path, string request, string field)
    {
        var before = JsonSerializer.Serialize(Gateway.Meters.Meters.Values.Select(meter => meter.ToString()));
        using var client = new InterfaceClient(Gateway);

        var (status, body) = await client.SendAsync(method, path, request);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(body.GetProperty("errors").GetProperty(field).EnumerateArray());
        Assert.Equal(path, body.GetProperty("instance").GetString());
        Assert.Equal(before, JsonSerializer.Serialize(Gateway.Meters.Meters.Values.Select(meter => meter.ToString())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("""{"name":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}""")]
    public async Task What_is_no_json_object_is_refused(string request)
    {
        using var client = new InterfaceClient(Gateway);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync("PATCH", "/api/v1/meters/1", request)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync("POST", "/api/v1/meters", request)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync("POST", "/api/v1/readouts", request)).Status);
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/meters/1")]
    [InlineData("POST", "/api/v1/meters")]
    [InlineData("POST", "/api/v1/readouts")]
    public async Task A_request_that_is_too_long_is_refused(string method, string path)
    {
        using var client = new InterfaceClient(Gateway);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.SendAsync(method, path, $$"""{"name":"{{new string('a', 70_000)}}"}""")).Status);
    }

    [Fact]
    public async Task Another_method_is_not_allowed()
    {
        using var client = new InterfaceClient(Gateway);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.SendAsync("DELETE", "/api/v1/meters")).Status);
    }

    [Fact]
    public async Task The_health_checks_ask_for_no_token()
    {
        using var http = new HttpClient();
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri($"http://127.0.0.1:{Gateway.HttpPort}/health/ready")));
    }

    [Fact]
    public void The_token_lies_in_the_data_directory_for_its_owner_alone()
    {
        var file = ServiceToken.FileIn(fixture.Folder);
        var (address, token) = ServiceToken.Read(fixture.Folder)!.Value;

        Assert.Equal((new Uri($"http://127.0.0.1:{Gateway.HttpPort}/"), Gateway.Get<ServiceToken>().Text), (address, token));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_bus_shows_its_state_and_statistics()
    {
        using var client = new InterfaceClient(Gateway);
        var bus = (await client.SendAsync("GET", "/api/v1/buses/simulated")).Body;

        Assert.Equal(("SIMULATED", 2400, 3), (bus.GetProperty("name").GetString(), bus.GetProperty("baudRate").GetInt32(), bus.GetProperty("activeMeters").GetInt32()));
        Assert.False(bus.GetProperty("lineIsLost").GetBoolean());
        Assert.True(bus.GetProperty("statistics").GetProperty("readouts").GetProperty("readouts").GetInt32() >= 3);
        Assert.True(bus.GetProperty("statistics").GetProperty("line").GetProperty("bytesReceived").GetInt64() > 100);
    }

    [Fact]
    public async Task A_trace_shows_what_a_manual_readout_sends_and_receives()
    {
        using var client = new InterfaceClient(Gateway);
        using var trace = new StreamReader(await client.StreamAsync("/api/v1/buses/SIMULATED/trace"));

        var (status, run) = await client.SendAsync("POST", "/api/v1/readouts", """{"meters":[2]}""");
        Assert.Equal(HttpStatusCode.Accepted, status);
        var id = run.GetProperty("id").GetInt32();
        var first = JsonDocument.Parse((await trace.ReadLineAsync().InTimeAsync())!).RootElement;
        await Eventually.HoldsAsync(async () => (await client.SendAsync("GET", $"/api/v1/readouts/{id}")).Body.GetProperty("isDone").GetBoolean(), "the readout is over");

        Assert.Equal("sent", first.GetProperty("kind").GetString());
        var meter = (await client.SendAsync("GET", "/api/v1/meters/2")).Body;
        Assert.Contains(
            meter.GetProperty("statistics").GetProperty("exchanges").EnumerateArray(),
            exchange => exchange.GetProperty("request").GetString() == first.GetProperty("hex").GetString());
        var outcome = Assert.Single((await client.SendAsync("GET", $"/api/v1/readouts/{id}")).Body.GetProperty("meters").EnumerateArray());
        Assert.True(outcome.GetProperty("isRead").GetBoolean());
        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync("DELETE", $"/api/v1/readouts/{id}")).Status);
    }

    [Fact]
    public async Task A_key_is_taken_and_never_shown()
    {
        const string Key = "0123456789ABCDEF0123456789ABCDEF";
        using var client = new InterfaceClient(Gateway);

        var (status, meter) = await client.SendAsync("PATCH", "/api/v1/meters/3", $$"""{"key":"{{Key}}"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(meter.GetProperty("hasKey").GetBoolean());
        var stored = Gateway.Meters.Find(new MeterId(3))!.ProtectedKey;
        Assert.True(stored.Length > 16);
        var shown = (await client.SendAsync("GET", "/api/v1/meters")).Body.GetRawText() + (await client.SendAsync("GET", "/api/v1/meters/3")).Body.GetRawText();
        Assert.DoesNotContain(Key, shown, StringComparison.OrdinalIgnoreCase);

        await client.SendAsync("PATCH", "/api/v1/meters/3", """{"name":"attic"}""");
        Assert.Equal(stored, Gateway.Meters.Find(new MeterId(3))!.ProtectedKey);
        Assert.False((await client.SendAsync("PATCH", "/api/v1/meters/3", """{"key":null}""")).Body.GetProperty("hasKey").GetBoolean());

        var log = string.Join('\n', Gateway.Log);
        Assert.DoesNotContain(Key, log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Gateway.Get<ServiceToken>().Text, log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_bus_is_switched_to_continuous_mode_and_back()
    {
        using var client = new InterfaceClient(Gateway);
        Assert.True((await client.SendAsync("PUT", "/api/v1/buses/SIMULATED/continuous", """{"on":true}""")).Body.GetProperty("isContinuous").GetBoolean());
        Assert.False((await client.SendAsync("PUT", "/api/v1/buses/SIMULATED/continuous", """{"on":false}""")).Body.GetProperty("isContinuous").GetBoolean());
    }
}
