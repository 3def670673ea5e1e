using System.Net;
using System.Net.Sockets;
using Gateway.Backups;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Backups;

/// <summary>A disk that is full or cannot be written, and a port that is taken: backup, restore and the start of the service say so, and leave nothing half done.</summary>
public class DiskFaultTests
{
    private const string Passphrase = "a passphrase of a test";

    [Fact]
    public async Task A_backup_that_does_not_fit_on_its_disk_leaves_nothing_there()
    {
        await using var disk = await SmallDisk.MountAsync(1);
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        disk.Fill();
        var result = await RunAsync(data.Path, "backup", disk.File("a.backup"));
        result.Returns(ExitCode.Failed);
        Assert.Contains("could not be written", result.Error, StringComparison.Ordinal);
        Assert.Equal([disk.File("full")], Directory.EnumerateFileSystemEntries(disk.Path));
    }

    [Fact]
    public async Task A_gateway_without_room_for_the_copy_makes_no_backup()
    {
        await using var disk = await SmallDisk.MountAsync(50);
        await using var gateway = await RunningGateway.StartAsync(disk.File("data"), "Gateway:SimulatedMeters=1");
        using var folder = new TemporaryFolder();
        (await RunAsync(disk.File("data"), "backup", folder.File("a.backup"))).IsRefused("there is no room", "MB are free", "leave the readings out");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        (await RunAsync(disk.File("data"), "backup", folder.File("a.backup"), "--without-readings")).Returns(0);
        Assert.False(Directory.Exists(Path.Combine(disk.File("data"), DataDirectory.BackupFolder)));
    }

    [Fact]
    public async Task A_restore_that_does_not_fit_leaves_what_is_there()
    {
        await using var disk = await SmallDisk.MountAsync(50);
        using var folder = new TemporaryFolder();
        await MakeAsync(folder);
        (await RunAsync(disk.File("data"), "restore", "--yes", folder.File("a.backup"))).IsRefused("The database of the backup has", "there is no room", "MB are free");
        Assert.False(PendingRestore.IsUnderWay(disk.File("data")));
        Assert.False(File.Exists(DataDirectory.DatabaseIn(disk.File("data"))) || Directory.Exists(PendingRestore.NewIn(disk.File("data"))));
    }

    [Fact]
    public async Task A_service_on_a_full_disk_says_so_and_starts_when_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(20);
        await using (await RunningGateway.StartAsync(disk.File("data"), "Gateway:SimulatedMeters=1"))
        {
            // makes the data directory
        }

        disk.Fill();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => RunningGateway.StartAsync(disk.File("data"), "Gateway:SimulatedMeters=1"));
        Assert.Contains(disk.Path, refused.Message, StringComparison.Ordinal);
        Assert.Null(DataDirectory.HeldBy(disk.File("data")));
        disk.Empty();
        await using var again = await RunningGateway.StartAsync(disk.File("data"), "Gateway:SimulatedMeters=1");
    }

    [Fact]
    public async Task On_a_disk_that_cannot_be_written_service_and_restore_say_so()
    {
        await using var disk = await SmallDisk.MountAsync(20);
        using var folder = new TemporaryFolder();
        await MakeAsync(folder);
        using (await DataDirectory.TakeAsync(disk.File("data"), "a test"))
        {
            // makes it
        }

        await disk.MakeReadOnlyAsync();
        Assert.Null(DataDirectory.HeldBy(disk.File("data")));
        (await RunAsync(disk.File("data"), "restore", "--yes", folder.File("a.backup"))).IsRefused("cannot be used as data directory", "Read-only");
        await Assert.ThrowsAsync<RefusedException>(() => RunningGateway.StartAsync(disk.File("data")));
    }

    [Fact]
    public async Task A_start_on_a_port_that_is_taken_names_its_setting_and_lets_the_data_directory_go()
    {
        using var data = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var run = new ServiceRun([$"--Gateway:DataDirectory={data.Path}", $"--Gateway:Dlms:Port={port}", "--Gateway:Http:Port=0", "--Serilog:MinimumLevel:Default=Fatal"], TimeProvider.System);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => run.RunAsync(CancellationToken.None));
        Assert.StartsWith($"Gateway:Dlms:Port is {port}; another program has that port", refused.Message, StringComparison.Ordinal);
        Assert.Null(DataDirectory.HeldBy(data.Path));
    }

    private static async Task MakeAsync(TemporaryFolder folder)
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        (await RunAsync(data.Path, "backup", folder.File("a.backup"))).Returns(0);
    }

    private static async Task<CommandResult> RunAsync(string data, params string[] args)
    {
        using var secrets = new TemporaryFolder();
        return await CommandLineRun.RunAsync([.. args, "--passphrase", secrets.Write("passphrase", Passphrase), "--data-directory", data]);
    }
}
