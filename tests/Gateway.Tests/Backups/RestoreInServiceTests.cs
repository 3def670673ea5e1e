using System.Net;
using System.Net.Sockets;
using Gateway.Access;
using Gateway.Api;
using Gateway.Backups;
using Gateway.CommandLine;
using Gateway.Tests.Browsing;
using Gateway.Tests.Harness;
using Gateway.Web;
using Metering;
using Metering.Events;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Gateway.Tests.Backups;

/// <summary>A running service takes a backup and starts anew with it, or with what it had.</summary>
public class RestoreInServiceTests
{
    private const string Passphrase = "a passphrase of a test";

    [Fact]
    public async Task It_becomes_the_gateway_of_the_backup()
    {
        await using var gateway = await RestartingGateway.StartAsync();
        var passphrase = gateway.Folder.Write("passphrase", Passphrase);
        await MakeAsync(gateway.Folder, passphrase, zone: "Europe/Lisbon");
        var (before, other) = (gateway.Name, gateway.Folder.File("other.backup"));
        var told = (await CommandLineRun.RunAsync("restore", "--yes", other, "--passphrase", passphrase, "--data-directory", gateway.Data)).Returns(0).Output;
        await gateway.HasStartedAgainAsync();
        Assert.NotEqual(before, gateway.Name);
        Assert.Contains(gateway.Name, told, StringComparison.Ordinal);
        Assert.Contains("has started with it", told, StringComparison.Ordinal);
        Assert.Equal(2, gateway.Services.GetRequiredService<IMeterStore>().Meters.Count);
        Assert.Equal("Europe/Lisbon", gateway.Services.GetRequiredService<Configuration.Installation>().Zone.Id);
        Assert.Null(gateway.Services.GetRequiredService<Users>().SignIn(BrowsedGateway.Administrator, BrowsedGateway.Password));
        Assert.False(PendingRestore.IsUnderWay(gateway.Data));
        Assert.True(Directory.Exists(PendingRestore.ReplacedIn(gateway.Data)));
    }

    [Fact]
    public async Task While_it_starts_anew_nobody_else_gets_the_data_directory()
    {
        await using var gateway = await RestartingGateway.StartAsync();
        var passphrase = gateway.Folder.Write("passphrase", Passphrase);
        await MakeAsync(gateway.Folder, passphrase);
        using var ended = new CancellationTokenSource();
        var others = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                await Assert.ThrowsAsync<RefusedException>(() => Configuration.DataDirectory.TakeAsync(gateway.Data, "another verb"));
                Assert.NotNull(Configuration.DataDirectory.HeldBy(gateway.Data));
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            }
        });
        (await CommandLineRun.RunAsync("restore", "--yes", gateway.Folder.File("other.backup"), "--passphrase", passphrase, "--data-directory", gateway.Data)).Returns(0);
        await gateway.HasStartedAgainAsync();
        await ended.CancelAsync();
        await others;
        Assert.Null(gateway.Services.GetRequiredService<SettingsChanges>().LastFault);
        Assert.Equal(2, gateway.Services.GetRequiredService<IMeterStore>().Meters.Count);
    }

    [Fact]
    public async Task One_that_does_not_start_is_taken_back_and_told()
    {
        using var taken = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        taken.Start();
        await using var gateway = await RestartingGateway.StartAsync(fixesPort: false);
        var passphrase = gateway.Folder.Write("passphrase", Passphrase);
        await MakeAsync(gateway.Folder, passphrase, ((IPEndPoint)taken.LocalEndpoint).Port);
        var before = gateway.Name;
        var told = (await CommandLineRun.RunAsync("restore", "--yes", gateway.Folder.File("other.backup"), "--passphrase", passphrase, "--data-directory", gateway.Data)).Returns(1);
        Assert.Contains("did not start with the backup", told.Error, StringComparison.Ordinal);
        Assert.Contains("another program has that port", told.Error, StringComparison.Ordinal);
        await gateway.HasStartedAgainAsync();
        Assert.Equal(before, gateway.Name);
        Assert.NotNull(gateway.Services.GetRequiredService<Users>().SignIn(BrowsedGateway.Administrator, BrowsedGateway.Password));
        var fault = gateway.Services.GetRequiredService<SettingsChanges>().LastFault!;
        Assert.True(fault.IsRestore);
        Assert.Contains("another program has that port", fault.Reason, StringComparison.Ordinal);
        var step = gateway.Services.GetRequiredService<NextSteps>().Of([], forecast: null, TimeSpan.Zero)[0];
        Assert.StartsWith("The backup that was brought back did not start", step.Text, StringComparison.Ordinal);
        Assert.False(PendingRestore.IsUnderWay(gateway.Data) || Directory.Exists(PendingRestore.ReplacedIn(gateway.Data)));
        await gateway.Services.GetRequiredService<Gateway.Events.EventLog>().SettleAsync();
        Assert.Contains(
            gateway.Services.GetRequiredService<IEventStore>().ReadAppended(new EventLogName(MeterId.Gateway, EventLogKind.Standard), 0),
            entry => entry.Message.Contains("did not start with the backup", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_that_do_not_start_after_a_restore_that_did_not_are_told_too()
    {
        using var data = new TemporaryFolder();
        data.Write("restore.fault", "the certificate is missing");
        await using var app = await GatewayHost.BuildAsync(
            [$"--Gateway:DataDirectory={data.Path}", "--Gateway:Dlms:Port=0", "--Gateway:Http:Port=0", "--Serilog:MinimumLevel:Default=Fatal"], fault: new StartFault(DateTimeOffset.UtcNow, "the port is taken"));
        await app.StartAsync();
        Assert.Contains("certificate", app.Services.GetRequiredService<SettingsChanges>().LastFault!.Reason, StringComparison.Ordinal);
        await app.Services.GetRequiredService<Gateway.Events.EventLog>().SettleAsync();
        var told = app.Services.GetRequiredService<IEventStore>().ReadAppended(new EventLogName(MeterId.Gateway, EventLogKind.Standard), 0).Select(entry => entry.Message).ToList();
        Assert.Contains(told, message => message.Contains("backup", StringComparison.Ordinal) && message.Contains("the certificate is missing", StringComparison.Ordinal));
        Assert.Contains(told, message => message.Contains("settings", StringComparison.Ordinal) && message.Contains("the port is taken", StringComparison.Ordinal));
        Assert.Null(PendingRestore.FaultIn(data.Path));
        await app.StopAsync();
    }

    /// <summary>The backup of another gateway.</summary>
    /// <param name="folder">Takes <c>other.backup</c>.</param>
    /// <param name="passphrase">The file of the passphrase.</param>
    /// <param name="httpPort">Its port; 0: any.</param>
    /// <param name="zone">Its time zone.</param>
    private static async Task MakeAsync(TemporaryFolder folder, string passphrase, int httpPort = 0, string zone = "UTC")
    {
        using var data = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2"))
        {
            // is another gateway
        }

        Configuration.SettingsFile.Write(data.Path, new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Gateway:Http:Port"] = $"{httpPort}", ["Gateway:TimeZone"] = zone });
        Configuration.SettingsFile.Keep(data.Path);
        (await CommandLineRun.RunAsync("backup", folder.File("other.backup"), "--passphrase", passphrase, "--data-directory", data.Path)).Returns(0);
    }
}
