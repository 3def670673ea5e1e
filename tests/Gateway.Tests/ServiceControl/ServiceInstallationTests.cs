using Gateway.Configuration;
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
        var changing = new ToldControl(_root.Path) { Started = program => File.WriteAllText(_root.File(program == "1.1" ? "data/gateway.db" : "other"), "changed") };
        await Of("1.0", changing).InstallAsync();
        await File.WriteAllBytesAsync(Database, HeaderOf(SqliteDatabase.NewestVersion - 1));
        await File.WriteAllTextAsync(Database + "-wal", "log");
        changing.Faults["1.1"] = "no";
        _time.Advance(TimeSpan.FromHours(1));
        await FaultAsync(Of("1.1", changing).UpgradeAsync);
        Assert.Equal(HeaderOf(SqliteDatabase.NewestVersion - 1), await File.ReadAllBytesAsync(Database));
        Assert.Equal("log", await File.ReadAllTextAsync(Database + "-wal"));
        Assert.Equal("run keys change --restored", changing.Asked[^2]);
        Assert.DoesNotContain(Directory.EnumerateFiles(changing.DataDirectory), file => file.EndsWith("before-upgrade", StringComparison.Ordinal));
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

    private ServiceInstallation Of(string version, ToldControl? control = null)
    {
        var source = _root.File($"source-{version}");
        Directory.CreateDirectory(Path.Combine(source, "mappings"));
        File.WriteAllText(Path.Combine(source, "program"), version);
        File.WriteAllText(Path.Combine(source, "mappings", "deep.json"), "deep");
        return new ServiceInstallation(control ?? _control, source, version, _time, _output);
    }

    private static async Task<string> FaultAsync(Func<Task> work) => (await Assert.ThrowsAsync<ServiceControlException>(work)).Message;
}
