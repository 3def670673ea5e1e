using System.Diagnostics;
using Gateway.Backups;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Metering.Storage;
using Testing;

namespace Gateway.Tests.Backups;

/// <summary>Backup and restore are killed for real (SIGKILL), wherever they are: a gateway is always whole, the one or the other, and a backup is whole or not there.</summary>
public class BackupKillTests(ITestOutputHelper output)
{
    private const string Passphrase = "a passphrase of a test";
    private const string SendCounter = "dlms.counter.send";

    [Fact]
    public async Task A_restore_that_is_killed_leaves_the_one_gateway_or_the_other_whole()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (await MadeAsync(folder, "first"), await MadeAsync(folder, "second"));
        using var data = new TemporaryFolder();
        await RestoreAsync(data, folder, "first");
        var longest = await RestoreAsync(data, folder, "second");
        var (random, ends, counter) = (new Random(1), new List<string>(), 0u);
        for (var kill = 0; kill < Rounds.Of(quick: 1, ci: 50, full: 300); kill++)
        {
            var now = kill % 2 == 0 ? "first" : "second";
            await using (var program = Start(data, folder, now))
            {
                await Task.Delay(longest * random.NextDouble());
            }

            var (name, readings, sent) = await LookAsync(data.Path);
            Assert.Contains((name, readings), new[] { first, second });
            Assert.True(sent >= counter, $"The counter went from {counter} to {sent}.");
            Assert.False(PendingRestore.IsUnderWay(data.Path) || Directory.Exists(data.File("restore")));
            counter = sent;
            ends.Add(name);
        }

        output.WriteLine(string.Join(", ", ends.CountBy(name => name == first.Name ? "first" : "second").Select(end => $"{end.Value} ended as the {end.Key}")));
    }

    [Fact]
    public async Task A_backup_that_is_killed_leaves_no_file_that_looks_like_one()
    {
        using var folder = new TemporaryFolder();
        await MadeAsync(folder, "first");
        using var data = new TemporaryFolder();
        await RestoreAsync(data, folder, "first");
        var watch = Stopwatch.StartNew();
        (await GatewayProgram.RunAsync(folder, [], Arguments(data, folder, "backup", folder.File("whole")))).Returns(0);
        var (longest, random) = (watch.Elapsed, new Random(2));
        for (var kill = 0; kill < Rounds.Of(quick: 1, ci: 50, full: 300); kill++)
        {
            var target = folder.File($"{kill}");
            await using (var program = GatewayProgram.Start(folder, [], Arguments(data, folder, "backup", target)))
            {
                await Task.Delay(longest * random.NextDouble());
            }

            if (File.Exists(target))
            {
                await using var backup = File.OpenRead(target);
                await RestoreStaging.CheckAsync(backup, BackupPassphrase.Of(Passphrase), CancellationToken.None);
            }

            await LookAsync(data.Path);
            Assert.False(Directory.Exists(data.File(DataDirectory.BackupFolder)));
        }
    }

    /// <summary>A gateway with a name of its own, and its backup.</summary>
    private static async Task<(string Name, long Readings)> MadeAsync(TemporaryFolder folder, string name)
    {
        using var data = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("passphrase"), Passphrase);
        await using var gateway = await RunningGateway.StartAsync(data, $"Gateway:SimulatedMeters={(name == "first" ? 2 : 4)}");
        await gateway.AllAreReadAsync();
        (await CommandLineRun.RunAsync("backup", folder.File($"{name}.backup"), "--passphrase", folder.File("passphrase"), "--data-directory", data.Path)).Returns(0);
        return (gateway.Installation.Identity.LogicalDeviceName, gateway.Installation.Readouts.Figures(DateTimeOffset.MaxValue).Readings);
    }

    private static async Task<TimeSpan> RestoreAsync(TemporaryFolder data, TemporaryFolder folder, string name)
    {
        var watch = Stopwatch.StartNew();
        (await GatewayProgram.RunAsync(folder, [], Arguments(data, folder, "restore", folder.File($"{name}.backup")))).Returns(0);
        var took = watch.Elapsed;
        PendingRestore.Keep(data.Path);
        return took;
    }

    private static GatewayProgram Start(TemporaryFolder data, TemporaryFolder folder, string name) =>
        GatewayProgram.Start(folder, [], Arguments(data, folder, "restore", folder.File($"{name}.backup")));

    private static string[] Arguments(TemporaryFolder data, TemporaryFolder folder, string verb, string file) =>
        [verb, file, "--passphrase", folder.File("passphrase"), "--data-directory", data.Path];

    /// <summary>The next program to use the data directory ends what was broken off; then all is as it should be.</summary>
    private static async Task<(string Name, long Readings, uint Sent)> LookAsync(string path)
    {
        using (await DataDirectory.TakeAsync(path, "a test"))
        {
            PendingRestore.Keep(path);
        }

        await using var installation = await Installation.OpenAsync(new GatewayOptions { DataDirectory = path, Simulation = false }, TimeProvider.System);
        await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(path));
        Assert.Empty(database.Check());
        return (
            installation.Identity.LogicalDeviceName,
            installation.Readouts.Figures(DateTimeOffset.MaxValue).Readings,
            uint.Parse(installation.State.State.GetValueOrDefault(SendCounter, "0"), System.Globalization.CultureInfo.InvariantCulture));
    }
}
