using System.Net;
using System.Net.Http.Headers;
using Gateway.Access;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using MBus.Link;
using Metering;
using Metering.Events;
using Microsoft.Data.Sqlite;
using Testing;

namespace Gateway.Tests.Access;

/// <summary>Every page and every resource that can be looked at, with what a service seldom has.</summary>
public class UnusualStateTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    /// <summary>An answer without an end.</summary>
    private const string Follow = "/trace";

    [Fact]
    public async Task An_event_of_a_later_version_and_a_real_fail_nowhere()
    {
        var running = fixture.Running;
        await running.Installation.Events.AppendAsync(
        [
            new(0, new EventLogName(MeterId.Gateway, EventLogKind.Standard), DateTimeOffset.UtcNow, (EventCode)123, "of a later version"),
            new(0, new EventLogName(new MeterId(1), EventLogKind.Standard), DateTimeOffset.UtcNow, (EventCode)3999, "of a later version"),
        ]);
        var meter = await running.Meters.AddAsync(new Meter { Bus = "SIMULATED", Identity = MappingText.Water, Active = false, Simulated = true });
        await running.Readouts.AppendAsync(MappingText.Readout(meter, DateTimeOffset.UtcNow, "050600004841"));

        await AllAnswerAsync(status => status < HttpStatusCode.InternalServerError, $"{meter.Id}");

        Assert.Contains("event 123", await TextAsync("/events"), StringComparison.Ordinal);
        Assert.Contains("\"name\":\"event 3999\"", await TextAsync("/api/v1/events?code=3999"), StringComparison.Ordinal);

        var nameless = await running.Meters.AddAsync(new Meter { Bus = "SIMULATED", Active = false, Simulated = true });
        await running.Readouts.AppendAsync(new MeterReadout { Meter = nameless.Id, ReadAt = DateTimeOffset.UtcNow, Telegrams = [LinkFrame.Long(ControlField.RspUd, 1, 0x78, Hex.Bytes("0413E8030000"))] });
        Assert.Contains("\"status\":null", await TextAsync($"/api/v1/meters/{nameless.Id}/values"), StringComparison.Ordinal);
        Assert.Contains("\"status\":null", await TextAsync($"/api/v1/meters/{nameless.Id}"), StringComparison.Ordinal);

        var values = await TextAsync($"/meters/{meter.Id}");
        Assert.Contains(">12.5</td>", values, StringComparison.Ordinal);
        Assert.Contains(">kWh</td>", values, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_told()
    {
        var file = DataDirectory.DatabaseIn(fixture.Running.Installation.Path);
        File.Move(file, file + ".away");
        SqliteConnection.ClearAllPools();
        try
        {
            await AllAnswerAsync(status => status != HttpStatusCode.InternalServerError, "1");
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("/"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("/settings/backup"));
        }
        finally
        {
            File.Move(file + ".away", file);
        }
    }

    /// <summary>Looks at all, with the number of a meter where one is asked for.</summary>
    private async Task AllAnswerAsync(Func<HttpStatusCode, bool> isGood, string meter)
    {
        var paths = ServedRoutes.Of(fixture.Running, meter)
            .Where(route => route.Method == "GET")
            .Select(route => route.Path)
            .Where(path => !path.EndsWith(Follow, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Assert.True(paths.Count > 40);
        foreach (var path in paths)
        {
            var status = await StatusAsync(path);
            Assert.True(isGood(status), $"{path}: {status}");
        }
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await ResponseAsync(path);
        return response.StatusCode;
    }

    private async Task<string> TextAsync(string path)
    {
        using var response = await ResponseAsync(path);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> ResponseAsync(string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{fixture.Running.HttpPort}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Tokens[Role.Administrator]);
        return await client.GetAsync(new Uri(path, UriKind.Relative));
    }
}
