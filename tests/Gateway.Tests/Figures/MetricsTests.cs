using System.Net;
using System.Net.Http.Headers;
using Gateway.Access;
using Gateway.Figures;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Figures;

/// <summary><c>/metrics</c> of a service that has read, was asked, and cannot push.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(
            _data, "Gateway:SimulatedMeters=4", "Gateway:Dlms:AllowLls=true", "Gateway:Push:Receiver:Address=127.0.0.1:1", "Gateway:Push:Reports:LoadProfile1:Enabled=true", "Gateway:Push:Reports:LoadProfile1:Randomisation=00:00:00");
        await _gateway.AllAreReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task What_is_counted_is_what_has_happened()
    {
        await Eventually.HoldsAsync(async () => (await ScrapeAsync()).Values["gateway_store_readings_stored_total"] == 4, "four readings are stored");
        await using (await HeadEndClient.PublicAsync(_gateway.DlmsPort, 1))
        {
            var during = (await ScrapeAsync()).Values;
            Assert.Equal((1.0, 1.0), (during["gateway_dlms_connections"], during["gateway_dlms_associations"]));
        }

        await Eventually.HoldsAsync(async () => (await ScrapeAsync()).Values["gateway_dlms_connections_ended_total{reason=\"closed_by_peer\"}"] == 1, "the connection has ended");
        var values = (await ScrapeAsync()).Values;
        Assert.Equal(4, values["gateway_readouts_total{bus=\"SIMULATED\"}"]);
        Assert.Equal(4, values["gateway_meters{state=\"ok\"}"]);
        Assert.Equal(0, values["gateway_meters_failing"]);
        Assert.Equal(1, values["gateway_bus_up{bus=\"SIMULATED\"}"]);
        Assert.True(values["gateway_bus_received_bytes_total{bus=\"SIMULATED\"}"] > values["gateway_bus_sent_bytes_total{bus=\"SIMULATED\"}"]);
        Assert.Equal(values["gateway_readout_response_seconds_count{bus=\"SIMULATED\"}"], values["gateway_readout_response_seconds_bucket{bus=\"SIMULATED\",le=\"5\"}"]);
        Assert.Equal(1, values["gateway_dlms_connections_total"]);
        Assert.Equal((0.0, 0.0), (values["gateway_dlms_connections"], values["gateway_dlms_associations"]));
        Assert.Equal(1, values["gateway_dlms_associations_total{mechanism=\"none\"}"]);
        Assert.True(values["gateway_dlms_received_apdus_total"] >= 1);
        Assert.True(values["gateway_dlms_sent_bytes_total"] > 8);
        Assert.Equal(1, values["gateway_events_total{code=\"2\",severity=\"information\"}"]);
        Assert.True(values["gateway_store_size_bytes"] >= values["gateway_store_wal_bytes"]);
        Assert.True(values["gateway_store_disk_free_bytes"] > 0);
        Assert.Equal(0, values["gateway_clock_offset_seconds"]);
        Assert.InRange(values["gateway_clock_timestamp_seconds"] - values["gateway_meter_last_readout_timestamp_seconds{meter=\"1\"}"], 0, 600);
    }

    [Fact]
    public async Task A_receiver_that_cannot_be_reached_is_seen_and_what_waits_for_it()
    {
        _gateway.Get<Gateway.Push.PushService>().Workers.Fire(Metering.Push.ReportKind.LoadProfile1, atOnce: true);
        await Eventually.HoldsAsync(async () => (await ScrapeAsync()).Values["gateway_push_failures_total{receiver=\"127.0.0.1:1\"}"] > 0, "an attempt has failed");
        var values = (await ScrapeAsync()).Values;
        Assert.Equal(0, values["gateway_push_receiver_up{receiver=\"127.0.0.1:1\"}"]);
        Assert.Equal(4, values["gateway_push_queue_reports{receiver=\"127.0.0.1:1\"}"]);
        Assert.Contains("gateway_push_failing_since_timestamp_seconds{receiver=\"127.0.0.1:1\"}", values.Keys);
        Assert.DoesNotContain("gateway_push_last_success_timestamp_seconds{receiver=\"127.0.0.1:1\"}", values.Keys);
        Assert.Equal((1.0, 0.0), (values["gateway_push_report_enabled{report=\"load_profile1\"}"], values["gateway_push_report_enabled{report=\"billing\"}"]));
        Assert.Contains("gateway_push_oldest_unsent_age_seconds{report=\"load_profile1\"}", values.Keys);
        Assert.DoesNotContain("gateway_push_oldest_unsent_age_seconds{report=\"billing\"}", values.Keys);
    }

    [Fact]
    public async Task Of_a_line_and_a_receiver_that_nothing_was_sent_to_nobody_claims_that_they_work()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:Buses:cellar:Address=tcp://127.0.0.1:1", "Gateway:Push:Receiver:Address=127.0.0.1:1", "Gateway:Push:Reports:Billing:Enabled=true");
        var figures = ShownFigures.Of(gateway.Get<FigureCatalogue>()).SelectMany(group => group.Figures).ToDictionary(figure => figure.Figure.Name, StringComparer.Ordinal);
        Assert.Empty(figures["gateway_bus_up"].Of("cellar"));
        Assert.Empty(figures["gateway_push_receiver_up"].Of("127.0.0.1:1"));
        Assert.NotEmpty(figures["gateway_bus_silent"].Of("cellar"));
        await gateway.Get<Users>().AddAsync("ann", Role.Administrator, AccessGateway.Password);
        using var browser = new Browser(gateway);
        await browser.SignInAsync("ann", AccessGateway.Password);
        Assert.Equal(2, (await browser.PageAsync("/status")).Text.Split("not tried yet").Length - 1);
    }

    [Fact]
    public async Task A_meter_has_few_series_whatever_it_is_called_and_none_when_it_is_removed()
    {
        var meter = _gateway.Meters.Meters.Values.First();
        await _gateway.Meters.ChangeAsync(meter.Id, now => now with { Name = "a \"quoted\" <script>alert(1)</script> \\" });
        var before = await ScrapeAsync();
        var own = before.Values.Keys.Where(series => series.Contains("meter=\"1\"", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, own.Count);
        Assert.Contains(own, series => series.Contains("name=\"a \\\"quoted\\\" <script>alert(1)</script> \\\\\"", StringComparison.Ordinal));
        await _gateway.Meters.RemoveAsync(meter.Id);
        Assert.DoesNotContain((await ScrapeAsync()).Values.Keys, series => series.Contains("meter=\"1\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_may_see_the_gateway_has_them_and_nobody_else()
    {
        var token = (await _gateway.Get<ApiTokens>().AddAsync("prometheus", Role.Viewer, expiresAt: null)).Text;
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("gw_no_token")).Status);
        await _gateway.Get<Users>().AddAsync("ann", Role.Administrator, AccessGateway.Password);
        await _gateway.Get<Users>().AddAsync("kim", Role.Viewer, AccessGateway.Password);
        using var browser = new Browser(_gateway);
        await browser.SignInAsync("kim", AccessGateway.Password);
        Assert.StartsWith("# HELP", (await browser.PageAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    private async Task<Exposition> ScrapeAsync() => Exposition.Parse((await AskAsync(_gateway.Get<Gateway.Api.ServiceToken>().Text)).Text);

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(string? token)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_gateway.HttpPort}") };
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync(new Uri(MetricsEndpoint.Path, UriKind.Relative));
        Assert.True(!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.ToString() == PrometheusText.ContentType);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
