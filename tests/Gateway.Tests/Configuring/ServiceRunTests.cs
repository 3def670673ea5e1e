using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Gateway.Access;
using Gateway.Api;
using Gateway.CommandLine;
using Gateway.Configuration;
using Metering;
using Metering.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Gateway.Tests.Configuring;

public class ServiceRunTests
{
    [Fact]
    public async Task A_change_comes_into_force_by_a_new_start_and_one_that_does_not_start_is_taken_back()
    {
        using var data = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        taken.Start();
        using var stop = new CancellationTokenSource();
        var starts = Channel.CreateUnbounded<WebApplication>();
        var run = new ServiceRun([$"--Gateway:DataDirectory={data.Path}", "--Gateway:Dlms:Port=0", "--Gateway:SimulatedMeters=1", "--Serilog:MinimumLevel:Default=Fatal"], TimeProvider.System)
        {
            Built = app => app.Lifetime.ApplicationStarted.Register(() => starts.Writer.TryWrite(app)),
        };
        SettingsFile.Write(data.Path, new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Gateway:Http:Port"] = "0" });
        SettingsFile.Keep(data.Path);
        var running = run.RunAsync(stop.Token);

        await NextAsync();
        Assert.True((await ChangeAsync(data, """{"readoutInterval":"1 h"}""")).Restarts);
        var second = await NextAsync();
        Assert.Equal("1 h", second.Services.GetRequiredService<GatewayOptions>().ReadoutInterval);

        await ChangeAsync(data, $"{{\"http\":{{\"port\":{((IPEndPoint)taken.LocalEndpoint).Port}}}}}");
        var third = await NextAsync();
        Assert.Equal(("1 h", 0), (third.Services.GetRequiredService<GatewayOptions>().ReadoutInterval, third.Services.GetRequiredService<GatewayOptions>().Http.Port));
        Assert.Contains("another program has that port", third.Services.GetRequiredService<SettingsChanges>().LastFault!.Reason, StringComparison.Ordinal);
        var log = third.Services.GetRequiredService<Gateway.Events.EventLog>();
        await log.SettleAsync();
        var told = third.Services.GetRequiredService<IEventStore>().ReadAppended(new EventLogName(MeterId.Gateway, EventLogKind.Standard), 0).ToList();
        Assert.DoesNotContain(told, entry => entry.Code == EventCode.WatchdogError);
        Assert.Contains(told, entry => entry.Message.Contains("did not start", StringComparison.Ordinal));

        await stop.CancelAsync();
        await running.InTimeAsync();

        async Task<WebApplication> NextAsync() => await Task.WhenAny(starts.Reader.ReadAsync().AsTask(), running.ContinueWith<WebApplication>(
            ended => throw new InvalidOperationException("It has ended.", ended.Exception), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)).Unwrap().InTimeAsync();
    }

    [Fact]
    public async Task With_TLS_the_command_line_knows_the_service_by_its_own_certificate()
    {
        using var data = new TemporaryFolder();
        await using (var gateway = await Harness.RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1", "Gateway:Http:Tls=self-signed"))
        {
            await using var client = await ServiceClient.ConnectAsync(new GatewayOptions { DataDirectory = data.Path }, CancellationToken.None);
            Assert.False((await client.GetAsync<SettingsResource>("settings", CancellationToken.None)).Restarts);
            using var plain = new HttpClient();
            await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(new Uri($"https://localhost:{gateway.HttpPort}/health/live")));
        }

        var first = await File.ReadAllTextAsync(Path.Combine(data.Path, "https.pem"));
        await using var again = await Harness.RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1", "Gateway:Http:Tls=self-signed");
        Assert.Equal(first, await File.ReadAllTextAsync(Path.Combine(data.Path, "https.pem")));
    }

    [Fact]
    public async Task The_first_administrator_opens_the_port_for_others()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await Harness.RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        if ((await Dns.GetHostAddressesAsync(Dns.GetHostName(), AddressFamily.InterNetwork)).FirstOrDefault(address => !IPAddress.IsLoopback(address)) is not { } own)
        {
            Assert.Skip("This machine has no address but its own.");
            return;
        }

        var live = new Uri($"http://{own}:{gateway.HttpPort}/health/live");
        using (var before = new HttpClient())
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => before.GetAsync(live));
        }

        await gateway.Get<Users>().AddAsync("kim", Role.Administrator, "a-long-enough-passphrase");

        using var after = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await after.GetAsync(live)).StatusCode);
    }

    private static async Task<SettingsResource> ChangeAsync(TemporaryFolder data, string body)
    {
        await using var client = await ServiceClient.ConnectAsync(new GatewayOptions { DataDirectory = data.Path }, CancellationToken.None);
        return await client.SendAsync<SettingsResource>(HttpMethod.Patch, "settings", System.Text.Json.Nodes.JsonNode.Parse(body), CancellationToken.None);
    }
}
