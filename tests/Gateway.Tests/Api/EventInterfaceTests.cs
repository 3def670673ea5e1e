using System.Net;
using System.Text.Json;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>Events over the local interface and by the verb.</summary>
public sealed class EventInterfaceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

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
    public async Task The_verb_says_where_the_clock_was_set_back()
    {
        await _gateway.Installation.Events.AppendAsync([.. Enumerable.Range(0, 25).Select(minute => Entry(1, minute, EventCode.CommunicationError))]);
        var before = (await VerbAsync("--from", "2026-03-01T12:10Z", "--to", "2026-03-01T13:00Z")).Output;
        await _gateway.Installation.Events.AppendAsync([Entry(0, 25, EventCode.ClockAdjustedOldTime), Entry(0, 5, EventCode.ClockAdjustedNewTime), Entry(1, 6, EventCode.CommunicationOk)]);
        var words = $"The clock was set back from {Shown(25)} to {Shown(5)} (events 4 and 5): times between come twice, and events stand in the order in which they were written.";

        Assert.DoesNotContain("set back", before, StringComparison.Ordinal);
        Assert.Contains(words, (await VerbAsync("--from", "2026-03-01T12:00Z", "--to", "2026-03-01T13:00Z")).Output, StringComparison.Ordinal); // the rows are not in the order of their times
        Assert.Contains(words, (await VerbAsync("--from", "2026-03-01T12:10Z", "--to", "2026-03-01T12:20Z")).Output, StringComparison.Ordinal); // what was written after is not shown
        Assert.DoesNotContain("set back", (await VerbAsync("--from", "2026-03-01T12:00Z", "--to", "2026-03-01T12:03Z")).Output, StringComparison.Ordinal);

        Task<CommandResult> VerbAsync(params string[] options) => CommandLineRun.RunAsync(["events", "list", "--data-directory", _data.Path, .. options]);
        static string Shown(int minute) => Start.AddMinutes(minute).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task As_long_ago_is_by_the_clock_of_the_gateway()
    {
        await _gateway.Installation.Time.SetAsync(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), "a test", CancellationToken.None);
        await Eventually.HoldsAsync(async () => (await ListAsync("?code=5")).Count == 1, "the clock was set");
        var shown = (await CommandLineRun.RunAsync(["events", "list", "--data-directory", _data.Path, "--from", "1h", "--json"])).Returns(0).Json;
        Assert.Equal(5, Assert.Single(shown, entry => entry.GetProperty("at").GetDateTimeOffset().Year == 2030).GetProperty("code").GetInt32());
        Assert.DoesNotContain(shown, entry => entry.GetProperty("at").GetDateTimeOffset().Year != 2030);
    }

    [Fact]
    public async Task Events_come_last_first_in_pages_and_by_filters()
    {
        await _gateway.Installation.Events.AppendAsync([.. Enumerable.Range(0, 25).Select(minute => Entry(1, minute, EventCode.CommunicationError))]);
        await _gateway.Installation.Events.AppendAsync([Entry(2, 30, EventCodes.OfStatus(8)), Entry(1, 31, EventCode.CommunicationOk)]);

        var all = await ListAsync("?meter=1&from=2026-03-01T12:00Z&to=2026-03-01T13:00Z&most=1000");
        Assert.Equal(26, all.Count);
        Assert.Equal("minute 31", all[0].GetProperty("message").GetString());
        Assert.Equal(all.Select(Number).OrderDescending(), all.Select(Number));
        Assert.Equal(1, all[0].GetProperty("meter").GetInt32());
        Assert.Equal(("standard", 101, "Communication ok M-Bus", "information"), (Text(all[0], "log"), all[0].GetProperty("code").GetInt32(), Text(all[0], "name"), Text(all[0], "severity")));
        Assert.Equal(Start.AddMinutes(31), all[0].GetProperty("at").GetDateTimeOffset());

        var paged = new List<long>();
        long? before = null;
        do
        {
            var (_, page) = await _client.SendAsync("GET", $"/api/v1/events?meter=1&code=100&most=10{(before is null ? "" : $"&before={before}")}");
            paged.AddRange(page.GetProperty("events").EnumerateArray().Select(Number));
            before = page.GetProperty("before").ValueKind == JsonValueKind.Null ? null : page.GetProperty("before").GetInt64();
            Assert.True(before is null || before == paged[^1]);
        }
        while (before is not null);

        Assert.Equal(all.Where(entry => entry.GetProperty("code").GetInt32() == 100).Select(Number), paged);
        Assert.Equal(["minute 30"], (await ListAsync("?code=4008")).Select(entry => Text(entry, "message")));
        Assert.Equal(["minute 31", "minute 30"], (await ListAsync($"?after={paged[0]}")).Select(entry => Text(entry, "message")));
        Assert.Empty(await ListAsync("?meter=gateway&log=fraud"));
    }

    [Theory]
    [InlineData("GET", "?meter=99", "meter")]
    [InlineData("GET", "?meter=first", "meter")]
    [InlineData("GET", "?meter=0", "meter")]
    [InlineData("GET", "?log=other", "log")]
    [InlineData("GET", "?from=yesterday", "from")]
    [InlineData("GET", "?to=", "to")]
    [InlineData("GET", "?code=0", "code")]
    [InlineData("GET", "?code=x", "code")]
    [InlineData("GET", "?most=0", "most")]
    [InlineData("GET", "?most=1001", "most")]
    [InlineData("GET", "?before=-1", "before")]
    [InlineData("GET", "?after=1&after=2", "after")]
    [InlineData("GET", "?colour=red", "colour")]
    [InlineData("DELETE", "", "meter")]
    [InlineData("DELETE", "", "log")]
    [InlineData("DELETE", "?meter=gateway", "log")]
    [InlineData("DELETE", "?log=fraud", "meter")]
    [InlineData("DELETE", "?meter=7&log=fraud", "meter")]
    [InlineData("DELETE", "?meter=1&log=fraud&code=5", "code")]
    public async Task A_wrong_parameter_is_named_and_nothing_is_cleared(string method, string query, string parameter)
    {
        var newest = _gateway.Installation.Events.Newest;
        var (status, body) = await _client.SendAsync(method, $"/api/v1/events{query}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(body.GetProperty("errors").GetProperty(parameter).EnumerateArray());
        Assert.Equal(newest, _gateway.Installation.Events.Newest);
    }

    [Fact]
    public async Task A_cleared_log_says_who_did_it_and_others_stay()
    {
        await _gateway.Installation.Events.AppendAsync([Entry(1, 0, EventCode.CommunicationError), Entry(2, 0, EventCode.CommunicationError)]);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.SendAsync("DELETE", "/api/v1/events?meter=1&log=standard")).Status);
        var left = Assert.Single(await ListAsync("?meter=1"));
        Assert.Equal((255, "cleared by the local interface."), (left.GetProperty("code").GetInt32(), Text(left, "message")));
        Assert.Contains(await ListAsync("?meter=2"), entry => Text(entry, "message") == "minute 0");
        Assert.Equal(1, _gateway.Log.Count(line => line.Contains("cleared by the local interface", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_changed_meter_is_one_event_that_says_who_and_what_and_no_secret()
    {
        const string Key = "0123456789ABCDEF0123456789ABCDEF";
        var path = "/api/v1/meters/1";
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync("PATCH", path, $$"""{"name":"kitchen","readout":{"interval":"1 day"},"key":"{{Key}}"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync("PATCH", path, """{"name":"kitchen"}""")).Status);
        var changed = Assert.Single(await ListAsync("?code=47"));
        var message = Text(changed, "message")!;
        Assert.Equal("gateway", Text(changed, "device"));
        Assert.StartsWith("Bus SIMULATED: meter kitchen (", message, StringComparison.Ordinal);
        Assert.Contains("was changed by the local interface: name from '", message, StringComparison.Ordinal);
        Assert.EndsWith("to 'kitchen', readout interval from - to 1 day, key.", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, message, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync("PUT", "/api/v1/buses/SIMULATED/continuous", """{"on":true}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync("PUT", "/api/v1/buses/SIMULATED/continuous", """{"on":true}""")).Status);
        Assert.Equal("Bus SIMULATED: continuous mode was switched on by the local interface.", Text((await ListAsync("?code=47"))[0], "message"));
        Assert.Equal(2, (await ListAsync("?code=47")).Count);
    }

    [Fact]
    public async Task A_removed_meter_keeps_its_log_and_the_gateway_names_it()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await _client.SendAsync("DELETE", "/api/v1/meters/2")).Status);
        var removed = (await ListAsync("?code=2001")).ToDictionary(entry => Text(entry, "device")!);
        Assert.Equal(["gateway", "removed meter 2"], removed.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("removed by the local interface; its readings", Text(removed["removed meter 2"], "message"), StringComparison.Ordinal);
        Assert.StartsWith("Bus SIMULATED: meter ", Text(removed["gateway"], "message"), StringComparison.Ordinal);
        Assert.NotEmpty(await ListAsync("?meter=2"));

        Assert.Single((await RunAsync("list", "--meter", "id:2", "--code", "2001")).Returns(0).Lines, line => line.Contains("removed meter 2", StringComparison.Ordinal));
        Assert.Contains("Cleared the standard event log of meter id:2.", (await RunAsync("clear", "--meter", "id:2", "--log", "standard")).Returns(0).Output, StringComparison.Ordinal);
        (await RunAsync("list", "--meter", "id:99")).IsRefused("there is no meter with the number 99");
    }

    [Fact]
    public async Task The_verb_lists_filters_and_clears()
    {
        await _gateway.Installation.Events.AppendAsync([.. Enumerable.Range(0, 60).Select(minute => Entry(1, minute, EventCode.CommunicationError))]);
        await _gateway.Installation.Events.AppendAsync([Entry(2, 100, EventCodes.OfStatus(8))]);

        var list = (await RunAsync("list")).Returns(0);
        Assert.Equal("50 events.", list.Lines[^1]);
        Assert.EndsWith("minute 100", list.Lines[^2], StringComparison.Ordinal);
        var of16 = (await RunAsync("list", "--meter", "16", "--code", "100", "--last", "1000", "--json")).Returns(0).Json;
        Assert.Equal(Enumerable.Range(0, 60).Select(minute => $"minute {minute}"), of16.Select(entry => Text(entry, "message")));
        Assert.Single((await RunAsync("list", "--code", "4008", "--log", "standard", "--from", "2026-03-01", "--to", "2026-03-02")).Returns(0).Lines, line => line.Contains("4008", StringComparison.Ordinal));
        Assert.Contains("No events.", (await RunAsync("list", "--gateway", "--log", "fraud")).Returns(0).Output, StringComparison.Ordinal);

        (await RunAsync("list", "--from", "soon")).IsRefused("--from is 'soon'");
        (await RunAsync("list", "--last", "0")).IsRefused("--last is 0");
        (await RunAsync("list", "--meter", "nobody")).IsRefused("There is no meter 'nobody'");
        (await RunAsync("list", "--meter", "16", "--gateway")).IsRefused("not both");
        (await RunAsync("clear", "--gateway")).IsRefused("Say which log");
        (await RunAsync("clear", "--log", "fraud")).IsRefused("Say which log");

        Assert.Contains("Cleared the standard event log of meter 16.", (await RunAsync("clear", "--meter", "16", "--log", "standard")).Returns(0).Output, StringComparison.Ordinal);
        var left = Assert.Single((await RunAsync("list", "--meter", "16", "--log", "standard", "--json")).Returns(0).Json);
        Assert.Equal((255, $"cleared by the command line of user {Environment.UserName}."), (left.GetProperty("code").GetInt32(), Text(left, "message")));
    }

    [Fact]
    public async Task Without_a_service_the_verb_shows_and_clears_the_same_logs_and_what_a_verb_changes_is_an_event()
    {
        await _gateway.DisposeAsync();
        (await CommandLineRun.RunAsync("meter", "set", "16", "--name", "attic", "--data-directory", _data.Path)).Returns(0);
        var changed = Assert.Single((await RunAsync("list", "--code", "47", "--json")).Returns(0).Json, entry => Text(entry, "message")!.Contains("'attic'", StringComparison.Ordinal));
        Assert.Contains($"was changed by the command line of user {Environment.UserName}: name from ", Text(changed, "message"), StringComparison.Ordinal);
        (await RunAsync("list", "--follow")).IsRefused("No service runs");
        (await RunAsync("clear", "--gateway", "--log", "standard")).Returns(0);
        Assert.Equal(255, Assert.Single((await RunAsync("list", "--gateway", "--log", "standard", "--json")).Returns(0).Json).GetProperty("code").GetInt32());
    }

    private static long Number(JsonElement entry) => entry.GetProperty("number").GetInt64();

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private static EventEntry Entry(int meter, int minute, EventCode code) =>
        new(0, new EventLogName(new MeterId(meter), EventLogKind.Standard), Start.AddMinutes(minute), code, $"minute {minute}");

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string query)
    {
        var (status, body) = await _client.SendAsync("GET", $"/api/v1/events{query}");
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. body.GetProperty("events").EnumerateArray()];
    }

    private Task<CommandResult> RunAsync(params string[] args) => CommandLineRun.RunAsync(["events", .. args, "--data-directory", _data.Path]);
}
