using Gateway.Configuration;
using Gateway.Events;
using Gateway.ServiceControl;
using Metering.Storage;
using Testing;

namespace Gateway.Tests.ServiceControl;

/// <summary>Installing, upgrading and removing, whatever the operating system is and whatever fails.</summary>
public sealed class ServiceInstallationTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly StringWriter _output = new();
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly ToldControl _control;

    public ServiceInstallationTests() => _control = new ToldControl(_root.Path);

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_version_is_copied_registered_and_started()
    {
        await Of("1.0").InstallAsync();
        Assert.Equal(["register /1.0-20261128120000", "start 1.0"], _control.Asked);
        Assert.Equal("deep", await File.ReadAllTextAsync(Path.Combine(_control.Current!, "mappings", "deep.json")));
        Assert.Contains("Installed in", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_installed_is_not_installed_again()
    {
        await Of("1.0").InstallAsync();
        Assert.Contains("is installed already", await FaultAsync(Of("1.1").InstallAsync), StringComparison.Ordinal);
        Assert.Equal("1.0", _control.Program);
    }

    [Fact]
    public async Task One_that_does_not_start_leaves_nothing_but_its_data()
    {
        _control.Faults["1.0"] = "no";
        Assert.Contains("was removed again: no", await FaultAsync(Of("1.0").InstallAsync), StringComparison.Ordinal);
        Assert.Null(_control.Current);
        Assert.False(Directory.Exists(_control.Programs));
        Assert.True(Directory.Exists(_control.DataDirectory));
    }

    [Fact]
    public async Task Two_do_not_work_at_it_at_the_same_time()
    {
        await Of("1.0").InstallAsync();
        var refusals = 0;
        _control.Started = _ =>
        {
            var before = _control.Asked.Count;
            foreach (var other in new[] { Of("1.2").UpgradeAsync, () => Of("1.2").UninstallAsync(withData: true) })
            {
                var refused = Assert.Throws<ServiceControlException>(() => other().GetAwaiter().GetResult());
                Assert.Contains("under way", refused.Message, StringComparison.Ordinal);
                refusals++;
            }

            Assert.Equal(before, _control.Asked.Count);
        };
        await Of("1.1").UpgradeAsync();
        Assert.Equal(2, refusals);
        Assert.Equal("1.1", _control.Program);
        _control.Started = _ => { };
        await Of("1.2").UpgradeAsync();
        Assert.Equal("1.2", _control.Program);
        Assert.Empty(Directory.GetFiles(_root.Path));
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_told_and_keeps_nothing_else_from_it()
    {
        _control.Faults["1.0"] = "no";
        _control.Broken.UnionWith(["stop", "unregister"]);
        Assert.Contains("It does not start, and was removed again: no", await FaultAsync(Of("1.0").InstallAsync), StringComparison.Ordinal);
        Assert.Equal(["stop", "unregister"], _control.Asked[^2..]);
        Assert.Contains("could not be stopped: cannot stop", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("could not be removed: cannot unregister", _output.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_control.Programs));
    }

    [Fact]
    public async Task A_service_that_works_is_not_removed_because_nobody_hears_of_it()
    {
        await using var closed = new StringWriter();
        await closed.DisposeAsync();
        var source = SourceOf("1.0");
        await Assert.ThrowsAsync<ObjectDisposedException>(new ServiceInstallation(_control, source, "1.0", _time, closed).InstallAsync);
        Assert.Equal("start 1.0", _control.Asked[^1]);
        Assert.Equal("1.0", _control.Program);
    }

    [Fact]
    public async Task A_program_that_lies_where_versions_are_kept_is_not_copied_into_itself()
    {
        Directory.CreateDirectory(_control.Programs);
        await File.WriteAllTextAsync(Path.Combine(_control.Programs, "program"), "1.0");
        var installation = new ServiceInstallation(_control, _control.Programs + Path.DirectorySeparatorChar, "1.0", _time, _output);
        Assert.Contains("unpack the program elsewhere", await FaultAsync(installation.InstallAsync), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_control.Programs));
    }

    [Fact]
    public async Task A_folder_without_the_program_is_refused()
    {
        var empty = Directory.CreateDirectory(_root.File("empty")).FullName;
        Assert.Contains("publish the program first", await FaultAsync(new ServiceInstallation(_control, empty, "1.0", _time, _output).InstallAsync), StringComparison.Ordinal);
        Assert.Empty(_control.Asked);
    }

    [Fact]
    public async Task An_upgrade_keeps_the_version_before_and_no_older_one()
    {
        await Of("1.0").InstallAsync();
        foreach (var version in new[] { "1.1", "1.2" })
        {
            _time.Advance(TimeSpan.FromHours(1));
            await Of(version).UpgradeAsync();
        }

        Assert.Equal("1.2", _control.Program);
        Assert.Equal(["1.1-20261128130000", "1.2-20261128140000"], Directory.GetDirectories(_control.Programs).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_version_that_is_called_to_go_back_to_it_stays_where_it_lies()
    {
        await Of("1.0").InstallAsync();
        var former = _control.Current!;
        _time.Advance(TimeSpan.FromHours(1));
        await Of("1.1").UpgradeAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await new ServiceInstallation(_control, former + Path.DirectorySeparatorChar, "1.0", _time, _output).UpgradeAsync();
        Assert.Equal("1.0", _control.Program);
        Assert.True(Directory.Exists(former));
    }

    [Fact]
    public async Task What_a_person_keeps_beside_the_versions_stays()
    {
        await Of("1.0").InstallAsync();
        var (own, unfinished) = (Path.Combine(_control.Programs, "notes"), Path.Combine(_control.Programs, "0.9-20260101000000.part"));
        Directory.CreateDirectory(own);
        Directory.CreateDirectory(unfinished);
        _time.Advance(TimeSpan.FromHours(1));
        await Of("1.1").UpgradeAsync();
        Assert.False(Directory.Exists(unfinished));
        await Of("1.1").UninstallAsync(withData: false);
        Assert.Equal([own], Directory.GetDirectories(_control.Programs));
    }

    [Fact]
    public async Task What_is_not_installed_cannot_be_upgraded_or_removed()
    {
        Assert.Contains("not installed", await FaultAsync(Of("1.0").UpgradeAsync), StringComparison.Ordinal);
        Assert.Contains("not installed", await FaultAsync(() => Of("1.0").UninstallAsync(withData: false)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upgrade_that_does_not_start_is_left_for_the_former_version()
    {
        await Of("1.0").InstallAsync();
        var former = _control.Current;
        _time.Advance(TimeSpan.FromHours(1));
        _control.Faults["1.1"] = "a setting is wrong";
        Assert.Contains("Version 1.1 does not start, and the former one runs again. a setting is wrong", await FaultAsync(Of("1.1").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal((former, "1.0"), (_control.Current, _control.Program));
        Assert.Equal([former!], Directory.GetDirectories(_control.Programs));
        Assert.Equal("start 1.0", _control.Asked[^1]);
    }

    [Fact]
    public async Task A_service_that_does_not_stop_runs_on()
    {
        await Of("1.0").InstallAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _control.Broken.Add("stop");
        Assert.Contains("Version 1.1 was not started, and the former one runs again. cannot stop", await FaultAsync(Of("1.1").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal(["stop", "start 1.0"], _control.Asked[^2..]);
        Assert.Single(Directory.GetDirectories(_control.Programs));
    }

    [Fact]
    public async Task A_way_back_that_fails_says_both_and_leaves_the_new_version_where_it_is()
    {
        await Of("1.0").InstallAsync();
        _time.Advance(TimeSpan.FromHours(1));
        _control.Faults["1.1"] = "no";
        _control.Started = _ => _control.Broken.Add("stop");
        var fault = await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Contains("Version 1.1 does not start, and the former one does not run again. no", fault, StringComparison.Ordinal);
        Assert.Contains("cannot stop", fault, StringComparison.Ordinal);
        Assert.Equal("1.1", _control.Program);
    }

    [Fact]
    public async Task A_program_that_cannot_be_copied_leaves_the_service_running()
    {
        await Of("1.0").InstallAsync();
        var (former, asked) = (_control.Current, _control.Asked.Count);

        // the same version within the same second: its folder is there
        Assert.Contains("nothing was changed", await FaultAsync(Of("1.0").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal((former, asked), (_control.Current, _control.Asked.Count));
        Assert.Equal([former!], Directory.GetDirectories(_control.Programs));
        Assert.Equal("1.0", _control.Program);
    }

    [Fact]
    public async Task Tables_that_the_former_version_cannot_read_go_back_with_it_and_counters_go_up()
    {
        await InstallOldTablesAsync();
        await File.WriteAllTextAsync(Database + "-wal", "log");
        _control.Started = program => File.WriteAllText(program == "1.1" ? Database : _root.File("other"), "changed");
        _control.Faults["1.1"] = "no";
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Equal(HeaderOf(SqliteDatabase.NewestVersion - 1), await File.ReadAllBytesAsync(Database));
        Assert.Equal("log", await File.ReadAllTextAsync(Database + "-wal"));
        Assert.Equal(["run keys change --restored", "start 1.0"], _control.Asked[^2..]);
        Assert.DoesNotContain(Directory.EnumerateFiles(_control.DataDirectory), IsKept);
    }

    [Fact]
    public async Task A_copy_of_the_tables_that_fails_goes_and_the_version_that_was_not_started_too()
    {
        await InstallOldTablesAsync();
        _control.Broken.Add("copy");
        Assert.Contains("Version 1.1 was not started, and the former one runs again. cannot copy", await FaultAsync(Of("1.1").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal(["stop", "copy gateway.db", "start 1.0"], _control.Asked[^3..]);
        Assert.DoesNotContain(Directory.EnumerateFiles(_control.DataDirectory), IsKept);
        Assert.Single(Directory.GetDirectories(_control.Programs));
    }

    [Fact]
    public async Task Without_room_for_a_copy_nothing_is_touched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only here a file is longer than what it takes.");
        await InstallOldTablesAsync();
        await using (var file = File.OpenWrite(Database))
        {
            file.SetLength(DiskSpace.FreeOn(_root.Path)!.Value + 1_000_000_000);
        }

        Assert.Contains("no room", await FaultAsync(Of("1.1").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal("start 1.0", _control.Asked[^1]);
        Assert.Single(Directory.GetDirectories(_control.Programs));
    }

    [Fact]
    public async Task A_service_whose_counters_cannot_be_raised_stays_stopped_and_says_so()
    {
        await InstallOldTablesAsync();
        _control.Faults["1.1"] = "no";
        _control.Broken.Add("run");
        var fault = await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Contains("Version 1.1 does not start, and the former one does not run again. no", fault, StringComparison.Ordinal);
        Assert.Contains("is stopped, since its counters could not be raised; call this command again, then start the service: cannot run keys change --restored", fault, StringComparison.Ordinal);
        Assert.Equal("run keys change --restored", _control.Asked[^1]);
    }

    [Fact]
    public async Task A_copy_of_the_tables_that_cannot_be_deleted_is_told_and_undoes_nothing()
    {
        await InstallOldTablesAsync();
        _control.Started = _ => Directory.CreateDirectory(Database + "-shm.before-upgrade");
        await Of("1.1").UpgradeAsync();
        Assert.Contains("could not be deleted", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("1.1", _control.Program);
    }

    [Fact]
    public async Task An_upgrade_that_broke_off_is_told_and_the_next_one_keeps_the_version_before_it()
    {
        await Of("1.0").InstallAsync();
        var former = _control.Current!;
        await BreakOffAsync();
        await Of("1.1").ShowAsync();
        Assert.Contains($"An upgrade is under way, or broke off. As administrator, \"{Path.Combine(former, "program")}\" service upgrade", _output.ToString(), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromHours(1));
        await Of("1.2").UpgradeAsync();
        Assert.Equal("1.2", _control.Program);
        Assert.Equal([former, _control.Current!], Directory.GetDirectories(_control.Programs).Order(StringComparer.Ordinal));
        Assert.Contains($"the former version runs again, in {former}", _output.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Mark));
    }

    [Fact]
    public async Task An_upgrade_that_broke_off_and_serves_after_all_stays()
    {
        await InstallOldTablesAsync();
        await BreakOffAsync();
        await File.WriteAllBytesAsync(Database, HeaderOf(SqliteDatabase.NewestVersion));
        _control.Faults.Clear();
        _time.Advance(TimeSpan.FromHours(1));
        await Of("1.2").UpgradeAsync();
        Assert.Equal(["1.1", "1.2"], Directory.GetDirectories(_control.Programs).Select(folder => Path.GetFileName(folder).Split('-')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(HeaderOf(SqliteDatabase.NewestVersion), await File.ReadAllBytesAsync(Database));
    }

    [Fact]
    public async Task An_upgrade_that_broke_off_before_anything_was_exchanged_leaves_nothing()
    {
        await Of("1.0").InstallAsync();
        new BegunUpgrade(_control.Programs).Begin(_control.Current!);
        _time.Advance(TimeSpan.FromHours(1));
        await Of("1.1").UpgradeAsync();
        Assert.Equal(["stop", "use /1.1-20261128130000", "start 1.1"], _control.Asked[2..]);
        Assert.False(File.Exists(Mark));
    }

    [Fact]
    public async Task Tables_of_an_upgrade_that_broke_off_go_back_before_the_next_one()
    {
        await InstallOldTablesAsync();
        await BreakOffAsync();
        await File.WriteAllTextAsync(Database, "changed");
        _time.Advance(TimeSpan.FromHours(1));
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Equal(2, _control.Asked.Count(asked => asked == "run keys change --restored"));
        Assert.Equal(HeaderOf(SqliteDatabase.NewestVersion - 1), await File.ReadAllBytesAsync(Database));
        Assert.Equal("1.0", _control.Program);
    }

    [Fact]
    public async Task Counters_that_could_not_be_raised_are_raised_before_the_next_upgrade()
    {
        await InstallOldTablesAsync();
        _control.Faults["1.1"] = "no";
        _control.Broken.Add("run");
        await FaultAsync(Of("1.1").UpgradeAsync);
        _control.Broken.Clear();
        _time.Advance(TimeSpan.FromHours(1));
        await Of("1.2").UpgradeAsync();
        var raised = _control.Asked.LastIndexOf("run keys change --restored");
        Assert.Equal(["stop", "use /1.0-20261128120000", "run keys change --restored", "start 1.0", "stop"], _control.Asked[(raised - 2)..(raised + 3)]);
    }

    [Fact]
    public async Task Tables_that_stay_are_not_copied()
    {
        await Of("1.0").InstallAsync();
        await File.WriteAllBytesAsync(Database, HeaderOf(SqliteDatabase.NewestVersion));
        _time.Advance(TimeSpan.FromHours(1));
        _control.Faults["1.1"] = "no";
        await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.DoesNotContain(_control.Asked, asked => asked.StartsWith("run", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Removing_keeps_the_data_unless_told(bool withData)
    {
        await Of("1.0").InstallAsync();
        await Of("1.0").UninstallAsync(withData);
        Assert.False(Directory.Exists(_control.Programs));
        Assert.Equal(!withData, Directory.Exists(_control.DataDirectory));
    }

    private string Database => DataDirectory.DatabaseIn(Path.Combine(_root.Path, "data"));

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
        _time.Advance(TimeSpan.FromHours(1));
    }

    private string Mark => Path.Combine(_control.Programs, "upgrade");

    /// <summary>An upgrade to version 1.1, which does not start, is killed at its start.</summary>
    private async Task BreakOffAsync()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _control.Faults["1.1"] = "no";
        _control.Started = _ => throw new OperationCanceledException("killed");
        await Assert.ThrowsAsync<OperationCanceledException>(Of("1.1").UpgradeAsync);
        _control.Started = _ => { };
    }

    private static bool IsKept(string file) => file.EndsWith("before-upgrade", StringComparison.Ordinal);

    private ServiceInstallation Of(string version) => new(_control, SourceOf(version), version, _time, _output);

    private string SourceOf(string version)
    {
        var source = _root.File($"source-{version}");
        Directory.CreateDirectory(Path.Combine(source, "mappings"));
        File.WriteAllText(Path.Combine(source, "program"), version);
        File.WriteAllText(Path.Combine(source, "mappings", "deep.json"), "deep");
        return source;
    }

    private static async Task<string> FaultAsync(Func<Task> work) => (await Assert.ThrowsAsync<ServiceControlException>(work)).Message;
}
