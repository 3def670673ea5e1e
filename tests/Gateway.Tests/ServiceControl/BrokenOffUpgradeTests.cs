using Gateway.Configuration;
using Gateway.Events;
using Gateway.ServiceControl;
using Metering.Storage;

namespace Gateway.Tests.ServiceControl;

/// <summary>Tables that a new version changes, and upgrades that broke off: the former version comes back with what it can read, and no counter is used twice.</summary>
public sealed class BrokenOffUpgradeTests : ToldInstallation
{
    [Fact]
    public async Task Tables_that_the_former_version_cannot_read_go_back_with_it_and_counters_go_up()
    {
        await InstallOldTablesAsync();
        Control.Started = program => ChangeTables(program == "1.1");
        Control.Faults["1.1"] = "no";
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Equal(SqliteDatabase.NewestVersion - 1, SqliteDatabase.VersionOf(Database));
        Assert.Equal(["use /1.0-20261128120000", "start 1.0"], Control.Asked[^2..]);
        Assert.Equal([Database], Directory.GetFiles(Control.DataDirectory));
        Assert.Equal("a copy", (await StateAsync())["dlms.machine"]);
    }

    [Fact]
    public async Task Tables_that_were_not_changed_stay_with_what_was_stored_in_them()
    {
        await InstallOldTablesAsync();
        Control.Faults["1.1"] = "no";
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Equal([Database], Directory.GetFiles(Control.DataDirectory));
        Assert.Equal("this one", (await StateAsync())["dlms.machine"]);
    }

    [Fact]
    public async Task What_a_service_that_was_killed_has_in_its_log_goes_back_too()
    {
        await InstallOldTablesAsync();
        await LeaveLogAsync("late", "entry");
        Assert.True(File.Exists($"{Database}-wal"));
        Control.Started = program => ChangeTables(program == "1.1");
        Control.Faults["1.1"] = "no";
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Equal([Database], Directory.GetFiles(Control.DataDirectory));
        Assert.Equal("entry", (await StateAsync())["late"]);
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
    public async Task A_copy_of_the_tables_that_cannot_be_deleted_is_told_and_undoes_nothing()
    {
        await InstallOldTablesAsync();
        Control.Started = _ => Directory.CreateDirectory(Database + ".before-upgrade-shm");
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
        ChangeTables();
        Control.Faults.Clear();
        Time.Advance(TimeSpan.FromHours(1));
        await Of("1.2").UpgradeAsync();
        Assert.Equal(["1.1", "1.2"], Directory.GetDirectories(Control.Programs).Select(folder => Path.GetFileName(folder).Split('-')[0]).Order(StringComparer.Ordinal));
        Assert.Equal([Database], Directory.GetFiles(Control.DataDirectory));
        Assert.Equal(SqliteDatabase.NewestVersion, SqliteDatabase.VersionOf(Database));
    }

    [Fact]
    public async Task What_served_for_an_hour_stays_when_it_does_not_start_months_later()
    {
        await InstallOldTablesAsync();
        await BreakOffAsync();
        ChangeTables();
        KeptDatabase.EndOld(Control.DataDirectory);
        Assert.Contains(Directory.GetFiles(Control.DataDirectory), IsKept);
        File.SetLastWriteTimeUtc(Directory.GetFiles(Control.DataDirectory).Single(IsKept), DateTime.UtcNow.AddHours(-1.1));
        KeptDatabase.EndOld(Control.DataDirectory);
        Assert.Equal([Database], Directory.GetFiles(Control.DataDirectory));

        Time.Advance(TimeSpan.FromDays(100));
        await Of("1.2").UpgradeAsync();
        Assert.Equal("1.2", Control.Program);
        Assert.Equal(SqliteDatabase.NewestVersion, SqliteDatabase.VersionOf(Database));
        Assert.DoesNotContain(Control.Asked, asked => asked.StartsWith("use /1.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upgrade_that_broke_off_before_anything_was_exchanged_leaves_nothing()
    {
        await InstallOldTablesAsync();
        new BegunUpgrade(Control.Programs).Begin(Control.Current!, needsCopy: true);
        await File.WriteAllTextAsync($"{Database}.before-upgrade.part", "cut");
        File.Copy(Database, $"{Database}.before-upgrade");
        await Of("1.1").UpgradeAsync();
        Assert.Equal(["stop", "copy gateway.db", "use /1.1-20261128130000", "start 1.1"], Control.Asked[2..]);
        Assert.Equal([Database], Directory.GetFiles(Control.DataDirectory));
        Assert.False(File.Exists(Mark));
    }

    [Fact]
    public async Task Tables_of_an_upgrade_that_broke_off_go_back_before_the_next_one_and_what_was_there_is_kept()
    {
        await InstallOldTablesAsync();
        await BreakOffAsync();
        ChangeTables();
        Time.Advance(TimeSpan.FromHours(1));
        await Of("1.2").UpgradeAsync();
        Assert.Equal(SqliteDatabase.NewestVersion - 1, SqliteDatabase.VersionOf(Database));
        Assert.Equal(SqliteDatabase.NewestVersion, SqliteDatabase.VersionOf($"{Database}.given-up"));
        Assert.Contains($"is kept in {Database}.given-up", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal("1.2", Control.Program);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_way_back_that_broke_off_goes_on(bool hadBegunToMove)
    {
        await InstallOldTablesAsync();
        await BreakOffAsync();
        ChangeTables();
        await Control.UseAsync(new BegunUpgrade(Control.Programs).Former!);
        if (hadBegunToMove)
        {
            File.Move(Database, $"{Database}.given-up");
        }

        await Of("1.2").UpgradeAsync();
        Assert.Equal(SqliteDatabase.NewestVersion - 1, SqliteDatabase.VersionOf(Database));
        Assert.Equal("a copy", (await StateAsync())["dlms.machine"]);
    }

    [Fact]
    public async Task Nothing_begins_anew_where_a_way_back_broke_off()
    {
        await InstallOldTablesAsync();
        File.Move(Database, $"{Database}.before-upgrade");
        (await DataDirectory.TakeAsync(Control.DataDirectory, "the service")).Dispose();
        Assert.Equal(SqliteDatabase.NewestVersion - 1, SqliteDatabase.VersionOf(Database));
    }

    [Fact]
    public async Task Tables_that_stay_are_not_copied()
    {
        await InstallOldTablesAsync();
        ChangeTables();
        Control.Faults["1.1"] = "no";
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.DoesNotContain("copy gateway.db", Control.Asked);
    }

    private string Database => DataDirectory.DatabaseIn(Control.DataDirectory);

    private string Mark => Path.Combine(Control.Programs, "upgrade");

    private static bool IsKept(string file) => file.EndsWith("before-upgrade", StringComparison.Ordinal);

    /// <summary>Version 1.0 with tables that the next one changes, an hour ago.</summary>
    private async Task InstallOldTablesAsync()
    {
        await Of("1.0").InstallAsync();
        await using (var database = SqliteDatabase.Open(Database))
        {
            await new SqliteStateStore(database).SetAsync("dlms.machine", "this one");
        }

        SetVersion(SqliteDatabase.NewestVersion - 1);
        Time.Advance(TimeSpan.FromHours(1));
    }

    /// <summary>As the new version does when it starts.</summary>
    private void ChangeTables(bool does = true)
    {
        if (does)
        {
            SetVersion(SqliteDatabase.NewestVersion);
        }
    }

    /// <summary>The version of a database stands at octet 60.</summary>
    private void SetVersion(int version)
    {
        using var file = File.OpenWrite(Database);
        file.Position = 63;
        file.WriteByte((byte)version);
    }

    /// <summary>Stores an entry and is killed: it is in the log.</summary>
    private async Task LeaveLogAsync(string name, string value)
    {
        var (used, version) = (Path.Combine(Root, "used.db"), SqliteDatabase.VersionOf(Database));
        SetVersion(SqliteDatabase.NewestVersion);
        File.Copy(Database, used);
        SetVersion(version);
        await using var database = SqliteDatabase.Open(used);
        await new SqliteStateStore(database).SetAsync(name, value);
        File.Copy($"{used}-wal", $"{Database}-wal");
    }

    private async Task<IReadOnlyDictionary<string, string>> StateAsync()
    {
        SetVersion(SqliteDatabase.NewestVersion);
        await using var database = SqliteDatabase.Open(Database);
        return new SqliteStateStore(database).State;
    }

    /// <summary>An upgrade to version 1.1, which does not start, is killed at its start.</summary>
    private async Task BreakOffAsync()
    {
        Time.Advance(TimeSpan.FromHours(1));
        Control.Faults["1.1"] = "no";
        Control.Started = _ => throw new OperationCanceledException("killed");
        await Assert.ThrowsAsync<OperationCanceledException>(Of("1.1").UpgradeAsync);
        Control.Started = _ => { };
    }
}
