using Gateway.Configuration;
using Gateway.Events;
using Metering.Storage;

namespace Gateway.Tests.ServiceControl;

/// <summary>Tables that a new version changes, and upgrades that broke off: the former version comes back with what it can read, and no counter is used twice.</summary>
public sealed class BrokenOffUpgradeTests : ToldInstallation
{
    [Fact]
    public async Task Tables_that_the_former_version_cannot_read_go_back_with_it_and_counters_go_up()
    {
        await InstallOldTablesAsync();
        await File.WriteAllTextAsync(Database + "-wal", "log");
        Control.Started = program => File.WriteAllText(program == "1.1" ? Database : Path.Combine(Root, "other"), "changed");
        Control.Faults["1.1"] = "no";
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Equal(HeaderOf(SqliteDatabase.NewestVersion - 1), await File.ReadAllBytesAsync(Database));
        Assert.Equal("log", await File.ReadAllTextAsync(Database + "-wal"));
        Assert.Equal(["run keys change --restored", "start 1.0"], Control.Asked[^2..]);
        Assert.DoesNotContain(Directory.EnumerateFiles(Control.DataDirectory), IsKept);
    }

    [Fact]
    public async Task A_copy_of_the_tables_that_fails_goes_and_the_version_that_was_not_started_too()
    {
        await InstallOldTablesAsync();
        Control.Broken.Add("copy");
        Assert.Contains("Version 1.1 was not started, and the former one runs again. cannot copy", await FaultAsync(Of("1.1").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal(["stop", "copy gateway.db", "start 1.0"], Control.Asked[^3..]);
        Assert.DoesNotContain(Directory.EnumerateFiles(Control.DataDirectory), IsKept);
        Assert.Single(Directory.GetDirectories(Control.Programs));
    }

    [Fact]
    public async Task Without_room_for_a_copy_nothing_is_touched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only here a file is longer than what it takes.");
        await InstallOldTablesAsync();
        await using (var file = File.OpenWrite(Database))
        {
            file.SetLength(DiskSpace.FreeOn(Root)!.Value + 1_000_000_000);
        }

        Assert.Contains("no room", await FaultAsync(Of("1.1").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal("start 1.0", Control.Asked[^1]);
        Assert.Single(Directory.GetDirectories(Control.Programs));
    }

    [Fact]
    public async Task A_service_whose_counters_cannot_be_raised_stays_stopped_and_says_so()
    {
        await InstallOldTablesAsync();
        Control.Faults["1.1"] = "no";
        Control.Broken.Add("run");
        var fault = await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Contains("Version 1.1 does not start, and the former one does not run again. no", fault, StringComparison.Ordinal);
        Assert.Contains("is stopped, since its counters could not be raised; call this command again, then start the service: cannot run keys change --restored", fault, StringComparison.Ordinal);
        Assert.Equal("run keys change --restored", Control.Asked[^1]);
    }

    [Fact]
    public async Task A_copy_of_the_tables_that_cannot_be_deleted_is_told_and_undoes_nothing()
    {
        await InstallOldTablesAsync();
        Control.Started = _ => Directory.CreateDirectory(Database + "-shm.before-upgrade");
        await Of("1.1").UpgradeAsync();
        Assert.Contains("could not be deleted", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal("1.1", Control.Program);
    }

    [Fact]
    public async Task An_upgrade_that_broke_off_is_told_and_the_next_one_keeps_the_version_before_it()
    {
        await Of("1.0").InstallAsync();
        var former = Control.Current!;
        await BreakOffAsync();
        await Of("1.1").ShowAsync();
        Assert.Contains($"An upgrade is under way, or broke off. As administrator, \"{Path.Combine(former, "program")}\" service upgrade", Output.ToString(), StringComparison.Ordinal);

        Time.Advance(TimeSpan.FromHours(1));
        await Of("1.2").UpgradeAsync();
        Assert.Equal("1.2", Control.Program);
        Assert.Equal([former, Control.Current!], Directory.GetDirectories(Control.Programs).Order(StringComparer.Ordinal));
        Assert.Contains($"the former version runs again, in {former}", Output.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Mark));
    }

    [Fact]
    public async Task An_upgrade_that_broke_off_and_serves_after_all_stays()
    {
        await InstallOldTablesAsync();
        await BreakOffAsync();
        await File.WriteAllBytesAsync(Database, HeaderOf(SqliteDatabase.NewestVersion));
        Control.Faults.Clear();
        Time.Advance(TimeSpan.FromHours(1));
        await Of("1.2").UpgradeAsync();
        Assert.Equal(["1.1", "1.2"], Directory.GetDirectories(Control.Programs).Select(folder => Path.GetFileName(folder).Split('-')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(HeaderOf(SqliteDatabase.NewestVersion), await File.ReadAllBytesAsync(Database));
    }

    [Fact]
    public async Task An_upgrade_that_broke_off_before_anything_was_exchanged_leaves_nothing()
    {
        await Of("1.0").InstallAsync();
        new BegunUpgrade(Control.Programs).Begin(Control.Current!);
        Time.Advance(TimeSpan.FromHours(1));
        await Of("1.1").UpgradeAsync();
        Assert.Equal(["stop", "use /1.1-20261128130000", "start 1.1"], Control.Asked[2..]);
        Assert.False(File.Exists(Mark));
    }

    [Fact]
    public async Task Tables_of_an_upgrade_that_broke_off_go_back_before_the_next_one()
    {
        await InstallOldTablesAsync();
        await BreakOffAsync();
        await File.WriteAllTextAsync(Database, "changed");
        Time.Advance(TimeSpan.FromHours(1));
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Equal(2, Control.Asked.Count(asked => asked == "run keys change --restored"));
        Assert.Equal(HeaderOf(SqliteDatabase.NewestVersion - 1), await File.ReadAllBytesAsync(Database));
        Assert.Equal("1.0", Control.Program);
    }

    [Fact]
    public async Task Counters_that_could_not_be_raised_are_raised_before_the_next_upgrade()
    {
        await InstallOldTablesAsync();
        Control.Faults["1.1"] = "no";
        Control.Broken.Add("run");
        await FaultAsync(Of("1.1").UpgradeAsync);
        Control.Broken.Clear();
        Time.Advance(TimeSpan.FromHours(1));
        await Of("1.2").UpgradeAsync();
        var raised = Control.Asked.LastIndexOf("run keys change --restored");
        Assert.Equal(["stop", "use /1.0-20261128120000", "run keys change --restored", "start 1.0", "stop"], Control.Asked[(raised - 2)..(raised + 3)]);
    }

    [Fact]
    public async Task Tables_that_stay_are_not_copied()
    {
        await Of("1.0").InstallAsync();
        await File.WriteAllBytesAsync(Database, HeaderOf(SqliteDatabase.NewestVersion));
        Time.Advance(TimeSpan.FromHours(1));
        Control.Faults["1.1"] = "no";
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.DoesNotContain(Control.Asked, asked => asked.StartsWith("run", StringComparison.Ordinal));
    }

    private string Database => DataDirectory.DatabaseIn(Path.Combine(Root, "data"));

    /// <summary>The first octets of a database of ours: its version stands at octet 60.</summary>
    private static byte[] HeaderOf(int version)
    {
        var header = new byte[100];
        header[63] = (byte)version;
        return header;
    }

    /// <summary>Version 1.0 with tables that the next one changes, an hour ago.</summary>
    private async Task InstallOldTablesAsync()
    {
        await Of("1.0").InstallAsync();
        await File.WriteAllBytesAsync(Database, HeaderOf(SqliteDatabase.NewestVersion - 1));
        Time.Advance(TimeSpan.FromHours(1));
    }

    private string Mark => Path.Combine(Control.Programs, "upgrade");

    /// <summary>An upgrade to version 1.1, which does not start, is killed at its start.</summary>
    private async Task BreakOffAsync()
    {
        Time.Advance(TimeSpan.FromHours(1));
        Control.Faults["1.1"] = "no";
        Control.Started = _ => throw new OperationCanceledException("killed");
        await Assert.ThrowsAsync<OperationCanceledException>(Of("1.1").UpgradeAsync);
        Control.Started = _ => { };
    }

    private static bool IsKept(string file) => file.EndsWith("before-upgrade", StringComparison.Ordinal);
}
