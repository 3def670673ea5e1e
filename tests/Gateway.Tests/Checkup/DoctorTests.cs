using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Gateway.Access;
using Gateway.Api;
using Gateway.Checkup;
using Gateway.Configuration;
using Gateway.ServiceControl;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Checkup;

/// <summary>The verb <c>doctor</c>, with a service and without.</summary>
public class DoctorTests
{
    [Fact]
    public async Task A_healthy_gateway_has_nothing_bad_and_no_secret_is_shown()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=3", "Gateway:TimeZone=Europe/Stockholm", "Gateway:DiskLowMegabytes=0");
        var code = (await File.ReadAllTextAsync(SetupCode.FileIn(data.Path))).Trim();
        await gateway.Get<Users>().AddAsync("ann", Role.Administrator, AccessGateway.Password);
        await gateway.AllAreReadAsync();
        gateway.Get<IEventLog>().Report(EventCode.BackupMade, "made by a test");
        await gateway.Get<Gateway.Events.EventLog>().SettleAsync();

        var json = (await RunAsync(data, "--json")).Returns(0);
        var text = (await RunAsync(data)).Returns(0);

        var name = gateway.Installation.Identity.LogicalDeviceName;
        Assert.Equal(["FLAG id", "TLS", "bus SIMULATED"], Subjects(json, "look").Except(["clock", "data directory"]).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["DLMS", "DLMS port", "HTTP port", "backup", "database", "disk", "keys", "mapping files", "meters", "serial number", "service", "settings", "time zone", "users", "version"],
            Subjects(json, "ok").Except(["clock", "data directory"]).Order(StringComparer.Ordinal));
        Assert.Equal(2, json.Json.Count(line => line.GetProperty("subject").GetString() == "DLMS" && line.GetProperty("found").GetString()!.Contains($"reads the name {name}", StringComparison.Ordinal)));
        Assert.All(json.Json, line => Assert.Equal(line.GetProperty("verdict").GetString() != "ok", line.TryGetProperty("next", out _)));
        Assert.Equal(json.Lines.Count + 1, text.Lines.Count);
        Assert.StartsWith("Nothing is bad, ", text.Lines[^1], StringComparison.Ordinal);

        var keys = gateway.Installation.Security.Keys;
        string[] secrets =
        [
            code, AccessGateway.Password, gateway.Password, ServiceToken.Read(data.Path)!.Value.Token,
            Convert.ToHexString(keys.GlobalUnicastEncryptionKey), Convert.ToHexString(keys.AuthenticationKey), Convert.ToHexString(keys.MasterKey),
        ];
        foreach (var said in new[] { json.Output, json.Error, text.Output, text.Error })
        {
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task What_waits_for_a_person_is_told_with_what_to_do()
    {
        using var data = new TemporaryFolder();
        data.Write("mappings/water.all.0.json", "{\n  \"type\": 7\n}\n");
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        await gateway.AllAreReadAsync();

        var result = (await RunAsync(data, "--json")).Returns(1);

        Assert.Contains(SetupCode.FileIn(data.Path), Next(result, "users", "look"), StringComparison.Ordinal);
        Assert.Contains("gateway backup", Next(result, "backup", "look"), StringComparison.Ordinal);
        Assert.Contains(result.Lines, line => line.Contains("water.all.0.json, line 2, column ", StringComparison.Ordinal));
        Assert.Contains("mapping check", Next(result, "mapping files", "bad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_stopped_is_looked_at_all_the_same_and_is_left_as_it_was()
    {
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        Set(data, $$"""{ "Gateway": { "Dlms": { "Port": {{FreePort()}} }, "Http": { "Port": {{FreePort()}} } } }""");
        var before = Directory.EnumerateFileSystemEntries(data.Path).Order(StringComparer.Ordinal).ToList();

        var result = (await RunAsync(data, "--json")).Returns(1);

        Assert.Equal(["service"], Subjects(result, "bad"));
        Assert.Contains("gateway run", Next(result, "service", "bad"), StringComparison.Ordinal);
        Assert.Contains("is free", Found(result, "DLMS port", "ok"), StringComparison.Ordinal);
        Assert.Contains("not tried", Found(result, "DLMS", "look"), StringComparison.Ordinal);
        Assert.Contains("2 meters", Found(result, "meters", "ok"), StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(data.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_wrong_setting_is_a_line_and_the_rest_is_looked_at()
    {
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        Set(data, """{ "Gateway": { "FlagId": "abc", "TimeZone": "Europe/Nowhere", "Dlms": { "Prot": 1 } } }""");

        var result = (await RunAsync(data, "--json")).Returns(1);

        Assert.Equal(3, result.Json.Count(line => line.GetProperty("subject").GetString() == "settings"));
        Assert.All(["Gateway:FlagId", "Gateway:TimeZone", "Gateway:Dlms:Prot"], key => Assert.Contains($"\"found\":\"{key} ", result.Output, StringComparison.Ordinal));
        Assert.Contains("database", Subjects(result, "ok"));
    }

    [Fact]
    public async Task A_settings_file_that_is_none_is_told_with_its_line()
    {
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        Set(data, "{\n  oops\n}");
        Assert.Contains("line 2", Found((await RunAsync(data, "--json")).Returns(1), "settings", "bad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_another_program_has_and_lines_that_lead_nowhere_are_bad()
    {
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Set(data, $$"""
            { "Gateway": {
              "Dlms": { "Port": {{port}} }, "Http": { "Port": {{FreePort()}} },
              "Buses": {
                "cellar": { "Address": "tcp://127.0.0.1:{{FreePort()}}" },
                "attic": { "Address": "/dev/ttyMISSING" },
                "yard": { "Address": "/dev/null" },
                "hall": { "Address": "tcp://127.0.0.1:{{port}}" } } } }
            """);

        var result = (await RunAsync(data, "--json")).Returns(1);

        Assert.Contains($"{port} is held by another program", Found(result, "DLMS port", "bad"), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", Found(result, "bus cellar", "bad"), StringComparison.Ordinal);
        Assert.Contains("can be used", Found(result, "bus hall", "ok"), StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains("There is no /dev/ttyMISSING", Found(result, "bus attic", "bad"), StringComparison.Ordinal);
            Assert.Contains("not a serial port", Found(result, "bus yard", "bad"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_running_service_says_which_line_is_lost_and_which_bus_is_silent()
    {
        using var data = new TemporaryFolder();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var gateway = await RunningGateway.StartAsync(
            data,
            $"Gateway:Buses:cellar:Address=tcp://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}",
            "Gateway:Buses:cellar:BaudRate=9600",
            "Gateway:Buses:cellar:ExtraTimeout=00:00:00.010",
            $"Gateway:Buses:west.wing:Address=tcp://127.0.0.1:{FreePort()}");
        foreach (var (bus, address) in new[] { ("cellar", "1"), ("cellar", "2"), ("cellar", "3"), ("west.wing", "1") })
        {
            (await CommandLineRun.RunAsync("meter", "add", bus, address, "--data-directory", data.Path)).Returns(0);
        }

        await CommandLineRun.RunAsync("meter", "read", "--all", "--data-directory", data.Path);
        await Eventually.HoldsAsync(() => gateway.Get<Gateway.Readout.BusWorkers>().Find("cellar")!.AllMetersSilent, "the bus is silent");
        var result = (await RunAsync(data, "--json")).Returns(1);

        Assert.Contains("none of its 3 meters answers", Found(result, "bus cellar", "bad"), StringComparison.Ordinal);
        Assert.Contains("is lost", Found(result, "bus west.wing", "bad"), StringComparison.Ordinal);
        Assert.Contains("lines: The line is lost: west.wing", Found(result, "service", "look"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_tried_on_the_day_of_installation_when_there_are_no_meters_yet()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, $"Gateway:Buses:cellar:Address=tcp://127.0.0.1:{FreePort()}", "Gateway:Buses:attic:Address=/dev/ttyMISSING");
        var result = (await RunAsync(data, "--only", "buses", "--json")).Returns(1);
        Assert.Contains("cannot be reached", Found(result, "bus cellar", "bad"), StringComparison.Ordinal);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows a port as a file.");
        Assert.Contains("There is no /dev/ttyMISSING", Found(result, "bus attic", "bad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_the_accounts_is_bad()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only Linux's root gives files away.");
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        await SystemProgram.RunAsync("chown", "-R", "nobody:", data.Path);
        Assert.DoesNotContain("data directory", Subjects(await RunAsync(data, "--json"), "bad"));
        await SystemProgram.RunAsync("chown", "root:", data.File("service.lock"));
        var result = (await RunAsync(data, "--json")).Returns(1);
        Assert.Contains($"{data.File("service.lock")} is not", Found(result, "data directory", "bad"), StringComparison.Ordinal);
        Assert.Equal($"sudo chown -R nobody: {data.Path}", Next(result, "data directory", "bad"));
    }

    [Fact]
    public async Task A_data_directory_of_a_newer_program_is_not_opened()
    {
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        using (var file = File.OpenWrite(data.File("gateway.db")))
        {
            // PRAGMA user_version
            file.Position = 60;
            file.Write([0, 0, 1, 0]);
        }

        Assert.Contains("version 256", Found((await RunAsync(data, "--json")).Returns(1), "database", "bad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_without_their_key_are_told()
    {
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        Directory.Delete(data.File("keys"), recursive: true);
        Assert.Contains("does not hold the key", Found((await RunAsync(data, "--json")).Returns(1), "database", "bad"), StringComparison.Ordinal);
        Set(data, """{ "Gateway": { "Http": { "TlsPassword": "protected:CfDJ8" } } }""");
        Assert.Contains("TlsPassword cannot be read", Found((await RunAsync(data, "--json")).Returns(1), "settings", "bad"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(data.File("keys")));
    }

    [Fact]
    public async Task A_service_that_has_the_data_directory_and_does_not_answer_is_told_and_not_waited_for()
    {
        using var data = new TemporaryFolder();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var held = await DataDirectory.TakeAsync(data.Path, "the service, DLMS port 4059");
        new ServiceToken().Write(data.Path, new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"));
        await using var gateway = await CheckedGateway.OpenAsync([$"--Gateway:DataDirectory={data.Path}"], TimeSpan.FromMilliseconds(50), CancellationToken.None);
        Assert.Equal("it does not answer within 0 s", gateway.Unasked);
        var found = await GatewayCheckup.LookAsync(new StuckCheck(), gateway, TimeSpan.FromMilliseconds(50), CancellationToken.None);
        Assert.Equal(["It begins.", "This could not be looked at within 0 s."], found.Select(finding => finding.Found));
    }

    [Fact]
    public async Task One_thing_can_be_looked_at_by_itself()
    {
        using var data = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
            Assert.Equal(["service", "version"], Subjects((await RunAsync(data, "--only", "service", "--json")).Returns(0), "ok"));
        }

        Assert.Equal(["service"], Subjects((await RunAsync(data, "--only", "service", "--json")).Returns(1), "bad"));
        (await RunAsync(data, "--only", "weather")).IsRefused("mapping files");
    }

    [Fact]
    public async Task Meters_without_a_mapping_are_counted_whether_the_service_runs_or_not()
    {
        using var data = new TemporaryFolder();
        using var none = new TemporaryFolder();
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2", $"Gateway:Mappings={none.Path}"))
        {
            await gateway.AllAreReadAsync();
        }

        Set(data, $$"""{ "Gateway": { "Mappings": {{JsonSerializer.Serialize(none.Path)}} } }""");
        Assert.Contains("2 of 2 meters without a mapping", Found((await RunAsync(data, "--json")).Returns(1), "meters", "look"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_this_account_cannot_write_is_bad_and_not_touched()
    {
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        File.SetAttributes(data.File("gateway.db"), FileAttributes.ReadOnly);
        Assert.Contains("cannot be written", Found((await RunByRightsAsync(data)).Returns(1), "database", "bad"), StringComparison.Ordinal);
        File.SetAttributes(data.File("gateway.db"), FileAttributes.Normal);
    }

    [Fact]
    public async Task A_data_directory_that_others_can_read_or_this_account_cannot_write_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(data.Path, File.GetUnixFileMode(data.Path) | UnixFileMode.OtherRead);
        Assert.Contains("chmod 700", Next((await RunAsync(data, "--json")).Returns(1), "data directory", "look"), StringComparison.Ordinal);
        File.SetUnixFileMode(data.Path, UnixFileMode.UserRead);
        try
        {
            var result = (await RunByRightsAsync(data)).Returns(1);
            Assert.Contains("to write", Found(result, "data directory", "bad"), StringComparison.Ordinal);
            Assert.All(["database", "service", "buses"], subject => Assert.Contains(subject, Subjects(result, "look")));
        }
        finally
        {
            File.SetUnixFileMode(data.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Where_there_is_no_data_directory_none_is_made()
    {
        using var data = new TemporaryFolder();
        var folder = data.File("none");
        var result = (await CommandLineRun.RunAsync("doctor", "--json", "--data-directory", folder)).Returns(1);
        Assert.Contains("is not there", Found(result, "data directory", "look"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    /// <summary>Waits for something that never comes, and looks at no token.</summary>
    private sealed class StuckCheck : ICheck
    {
        public string Subject => "stuck";

        public IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, CancellationToken cancellationToken) => Look().ToAsyncEnumerable();

        private IEnumerable<Finding> Look()
        {
            yield return Finding.Ok(Subject, "It begins.");
            using var never = new ManualResetEventSlim();
            never.Wait(CancellationToken.None);
        }
    }

    private static Task<CommandResult> RunAsync(TemporaryFolder data, params string[] args) => CommandLineRun.RunAsync(["doctor", .. args, "--data-directory", data.Path]);

    private static async Task<CommandResult> RunByRightsAsync(TemporaryFolder data)
    {
        using var elsewhere = new TemporaryFolder();
        return await GatewayProgram.RunByRightsAsync(elsewhere, "doctor", "--json", "--data-directory", data.Path);
    }

    /// <summary>A gateway with two meters that ran once.</summary>
    private static async Task MakeAsync(TemporaryFolder data)
    {
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2");
        await gateway.AllAreReadAsync();
    }

    private static void Set(TemporaryFolder data, string json) => data.Write("settings.json", json);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IEnumerable<string> Subjects(CommandResult result, string verdict) =>
        result.Json.Where(line => line.GetProperty("verdict").GetString() == verdict).Select(line => line.GetProperty("subject").GetString()!).Distinct();

    private static string Found(CommandResult result, string subject, string verdict) => One(result, subject, verdict).GetProperty("found").GetString()!;

    private static string Next(CommandResult result, string subject, string verdict) => One(result, subject, verdict).GetProperty("next").GetString()!;

    private static JsonElement One(CommandResult result, string subject, string verdict)
    {
        var lines = result.Json.Where(line => line.GetProperty("subject").GetString() == subject && line.GetProperty("verdict").GetString() == verdict).ToList();
        Assert.True(lines.Count > 0, $"There is no {verdict} {subject}.\n{result.Output}\n{result.Error}");
        return lines[0];
    }
}
