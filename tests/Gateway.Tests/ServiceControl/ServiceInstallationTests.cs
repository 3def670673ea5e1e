using Gateway.ServiceControl;

namespace Gateway.Tests.ServiceControl;

/// <summary>Installing, upgrading and removing, whatever the operating system is and whatever fails.</summary>
public sealed class ServiceInstallationTests : ToldInstallation
{
    [Fact]
    public async Task A_version_is_copied_registered_and_started()
    {
        await Of("1.0").InstallAsync();
        Assert.Equal(["register /1.0-20261128120000", "start 1.0"], Control.Asked);
        Assert.Equal("deep", await File.ReadAllTextAsync(Path.Combine(Control.Current!, "mappings", "deep.json")));
        Assert.Contains("Installed in", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_installed_is_not_installed_again()
    {
        await Of("1.0").InstallAsync();
        Assert.Contains("is installed already", await FaultAsync(Of("1.1").InstallAsync), StringComparison.Ordinal);
        Assert.Equal("1.0", Control.Program);
    }

    [Fact]
    public async Task One_that_does_not_start_leaves_nothing_but_its_data()
    {
        Control.Faults["1.0"] = "no";
        Assert.Contains("was removed again: no", await FaultAsync(Of("1.0").InstallAsync), StringComparison.Ordinal);
        Assert.Null(Control.Current);
        Assert.False(Directory.Exists(Control.Programs));
        Assert.True(Directory.Exists(Control.DataDirectory));
    }

    [Fact]
    public async Task Two_do_not_work_at_it_at_the_same_time()
    {
        await Of("1.0").InstallAsync();
        List<Task<string>> others = [];
        Control.Started = _ => others = [FaultAsync(Of("1.2").UpgradeAsync), FaultAsync(() => Of("1.2").UninstallAsync(withData: true))];
        await Of("1.1").UpgradeAsync();
        Assert.Equal(2, others.Count);
        Assert.All(await Task.WhenAll(others), fault => Assert.Contains("under way", fault, StringComparison.Ordinal));
        Assert.Equal("1.1", Control.Program);
        Control.Started = _ => { };
        await Of("1.2").UpgradeAsync();
        Assert.Equal("1.2", Control.Program);
        Assert.Empty(Directory.GetFiles(Root));
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_told_and_keeps_nothing_else_from_it()
    {
        Control.Faults["1.0"] = "no";
        Control.Broken.UnionWith(["stop", "unregister"]);
        Assert.Contains("It does not start, and was removed again: no", await FaultAsync(Of("1.0").InstallAsync), StringComparison.Ordinal);
        Assert.Equal(["stop", "unregister"], Control.Asked[^2..]);
        Assert.Contains("could not be stopped: cannot stop", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("could not be removed: cannot unregister", Output.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Control.Programs));
    }

    [Fact]
    public async Task A_service_that_works_is_not_removed_because_nobody_hears_of_it()
    {
        await using var closed = new StringWriter();
        await closed.DisposeAsync();
        var source = SourceOf("1.0");
        await Assert.ThrowsAsync<ObjectDisposedException>(new ServiceInstallation(Control, source, "1.0", Time, closed).InstallAsync);
        Assert.Equal("start 1.0", Control.Asked[^1]);
        Assert.Equal("1.0", Control.Program);
    }

    [Fact]
    public async Task A_program_that_lies_where_versions_are_kept_is_not_copied_into_itself()
    {
        Directory.CreateDirectory(Control.Programs);
        await File.WriteAllTextAsync(Path.Combine(Control.Programs, "program"), "1.0");
        var installation = new ServiceInstallation(Control, Control.Programs + Path.DirectorySeparatorChar, "1.0", Time, Output);
        Assert.Contains("unpack the program elsewhere", await FaultAsync(installation.InstallAsync), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Control.Programs));
    }

    [Fact]
    public async Task A_folder_without_the_program_is_refused()
    {
        var empty = Directory.CreateDirectory(Path.Combine(Root, "empty")).FullName;
        Assert.Contains("publish the program first", await FaultAsync(new ServiceInstallation(Control, empty, "1.0", Time, Output).InstallAsync), StringComparison.Ordinal);
        Assert.Empty(Control.Asked);
    }

    [Fact]
    public async Task An_upgrade_keeps_the_version_before_and_no_older_one()
    {
        await Of("1.0").InstallAsync();
        foreach (var version in new[] { "1.1", "1.2" })
        {
            Time.Advance(TimeSpan.FromHours(1));
            await Of(version).UpgradeAsync();
        }

        Assert.Equal("1.2", Control.Program);
        Assert.Equal(["1.1-20261128130000", "1.2-20261128140000"], Directory.GetDirectories(Control.Programs).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_version_that_is_called_to_go_back_to_it_stays_where_it_lies()
    {
        await Of("1.0").InstallAsync();
        var former = Control.Current!;
        Time.Advance(TimeSpan.FromHours(1));
        await Of("1.1").UpgradeAsync();
        Time.Advance(TimeSpan.FromHours(1));
        await new ServiceInstallation(Control, former + Path.DirectorySeparatorChar, "1.0", Time, Output).UpgradeAsync();
        Assert.Equal("1.0", Control.Program);
        Assert.True(Directory.Exists(former));
    }

    [Fact]
    public async Task What_a_person_keeps_beside_the_versions_stays()
    {
        await Of("1.0").InstallAsync();
        var (own, unfinished) = (Path.Combine(Control.Programs, "notes"), Path.Combine(Control.Programs, "0.9-20260101000000.part"));
        Directory.CreateDirectory(own);
        Directory.CreateDirectory(unfinished);
        Time.Advance(TimeSpan.FromHours(1));
        await Of("1.1").UpgradeAsync();
        Assert.False(Directory.Exists(unfinished));
        await Of("1.1").UninstallAsync(withData: false);
        Assert.Equal([own], Directory.GetDirectories(Control.Programs));
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
        var former = Control.Current;
        Time.Advance(TimeSpan.FromHours(1));
        Control.Faults["1.1"] = "a setting is wrong";
        Assert.Contains("Version 1.1 does not start, and the former one runs again. a setting is wrong", await FaultAsync(Of("1.1").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal((former, "1.0"), (Control.Current, Control.Program));
        Assert.Equal([former!], Directory.GetDirectories(Control.Programs));
        Assert.Equal("start 1.0", Control.Asked[^1]);
    }

    [Fact]
    public async Task A_service_that_does_not_stop_runs_on()
    {
        await Of("1.0").InstallAsync();
        Time.Advance(TimeSpan.FromHours(1));
        Control.Broken.Add("stop");
        Assert.Contains("Version 1.1 was not started, and the former one runs again. cannot stop", await FaultAsync(Of("1.1").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal(["stop", "start 1.0"], Control.Asked[^2..]);
        Assert.Single(Directory.GetDirectories(Control.Programs));
    }

    [Fact]
    public async Task A_way_back_that_fails_says_both_and_leaves_the_new_version_where_it_is()
    {
        await Of("1.0").InstallAsync();
        Time.Advance(TimeSpan.FromHours(1));
        Control.Faults["1.1"] = "no";
        Control.Started = _ => Control.Broken.Add("stop");
        var fault = await FaultAsync(Of("1.1").UpgradeAsync);
        Assert.Contains("Version 1.1 does not start, and the former one does not run again. no", fault, StringComparison.Ordinal);
        Assert.Contains("cannot stop", fault, StringComparison.Ordinal);
        Assert.Equal("1.1", Control.Program);
    }

    [Fact]
    public async Task A_program_that_cannot_be_copied_leaves_the_service_running()
    {
        await Of("1.0").InstallAsync();
        var (former, asked) = (Control.Current, Control.Asked.Count);

        // the same version within the same second: its folder is there
        Assert.Contains("nothing was changed", await FaultAsync(Of("1.0").UpgradeAsync), StringComparison.Ordinal);
        Assert.Equal((former, asked), (Control.Current, Control.Asked.Count));
        Assert.Equal([former!], Directory.GetDirectories(Control.Programs));
        Assert.Equal("1.0", Control.Program);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Removing_keeps_the_data_unless_told(bool withData)
    {
        await Of("1.0").InstallAsync();
        await Of("1.0").UninstallAsync(withData);
        Assert.False(Directory.Exists(Control.Programs));
        Assert.Equal(!withData, Directory.Exists(Control.DataDirectory));
    }

    [Fact]
    public async Task A_service_whose_programs_somebody_has_deleted_is_removed_all_the_same()
    {
        await Of("1.0").InstallAsync();
        Directory.Delete(Control.Programs, recursive: true);
        await Of("1.0").UninstallAsync(withData: true);
        Assert.Null(Control.Current);
        Assert.False(Directory.Exists(Control.DataDirectory));
    }

    [Fact]
    public async Task Data_that_were_kept_can_still_be_removed()
    {
        await Of("1.0").InstallAsync();
        await Of("1.0").UninstallAsync(withData: false);
        Assert.Contains("is not installed", await FaultAsync(() => Of("1.0").UninstallAsync(withData: false)), StringComparison.Ordinal);
        await Of("1.0").UninstallAsync(withData: true);
        Assert.False(Directory.Exists(Control.DataDirectory));
        Assert.Contains("is not installed", await FaultAsync(() => Of("1.0").UninstallAsync(withData: true)), StringComparison.Ordinal);
    }
}
