using System.Net;
using Gateway.Access;
using Gateway.Tests.Harness;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>What stays of an uploaded mapping file, and who may upload one.</summary>
public class MappingRestartTests
{
    private const string Water = "/api/v1/mappings/water.all.0.json";

    private static readonly string File = MappingText.File(MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value"));

    [Fact]
    public async Task An_uploaded_file_outlives_a_restart_and_is_told_once()
    {
        using var data = new TemporaryFolder();
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
            using var client = new InterfaceClient(gateway);
            Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("PUT", Water, File)).Status);
            Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("PUT", Water, File)).Status);
        }

        await using var again = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        using var reader = new InterfaceClient(again);
        Assert.True((await reader.SendAsync("GET", "/api/v1/mappings")).Body.EnumerateArray().Single(mapping => mapping.GetProperty("file").GetString() == "water.all.0.json").GetProperty("own").GetBoolean());
        Assert.Single((await reader.SendAsync("GET", $"/api/v1/events?code={(int)EventCode.MappingChanged}")).Body.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task A_viewer_sees_mappings_and_changes_none_and_two_names_do_not_meet()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        var (_, token) = await gateway.Get<ApiTokens>().AddAsync("reader", Role.Viewer, expiresAt: null);
        using var viewer = new InterfaceClient(gateway, token);
        Assert.Equal(HttpStatusCode.OK, (await viewer.SendAsync("GET", "/api/v1/mappings")).Status);
        foreach (var (method, path) in new[] { ("PUT", Water), ("DELETE", Water), ("POST", "/api/v1/mappings/check"), ("POST", "/api/v1/mappings/preview") })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await viewer.SendAsync(method, path, method == "DELETE" ? null : File)).Status);
        }

        // another type whose file would have the name of a shipped one
        using var installer = new InterfaceClient(gateway);
        var (status, body) = await installer.SendAsync("PUT", "/api/v1/mappings/heat-cooling-load.all.0.json", File.Replace("\"water\"", "\"heat cooling load\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(body.GetProperty("errors").GetProperty("file").EnumerateArray());
    }
}
