using System.Net;
using System.Net.Sockets;
using Gateway.Tests.Harness;
using MBus.Application;
using Simulation;
using Testing;

namespace Gateway.Tests;

/// <summary>The verbs that open a bus: in this process over TCP, and as programs of their own.</summary>
public class BusCommandTests
{
    private const int BaudRate = 38_400;

    [Fact]
    public async Task Scan_finds_every_meter_by_its_secondary_address()
    {
        var bus = SimulatedBus.Create(7, 6, TimeProvider.System, BaudRate);
        await using var listener = Listen(bus);
        using var folder = new TemporaryFolder();

        var json = (await ScanAsync(folder, listener, "--json")).Returns(0).Json;

        Assert.Equal(
            bus.Meters.Where(meter => meter.HasSecondaryAddress).Select(meter => meter.Address.ToString()).Order(StringComparer.Ordinal),
            json.Select(line => line.GetProperty("secondary").GetString()).Order(StringComparer.Ordinal));
        Assert.All(json, line => Assert.Equal(
            bus.Meters.Single(meter => meter.PrimaryAddress.Value == line.GetProperty("primary").GetByte()).Address.ToString(), line.GetProperty("secondary").GetString()));
    }

    [Fact]
    public async Task Scan_by_primary_address_ends_with_the_expected_number()
    {
        var bus = SimulatedBus.Create(7, 5, TimeProvider.System, BaudRate);
        await using var listener = Listen(bus);
        using var folder = new TemporaryFolder();

        var result = (await ScanAsync(folder, listener, "--primary", "--expected", "5")).Returns(0);

        Assert.Contains("5 meters.", result.Output, StringComparison.Ordinal);
        Assert.All(bus.Meters, meter => Assert.Contains(meter.Address.ToString(), result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scan_goes_over_several_rates_within_a_part_of_the_addresses()
    {
        var bus = SimulatedBus.Create(1, [Meter(0x12345678), Meter(0x12345679), Meter(0x22345678)], TimeProvider.System);
        await using var listener = Listen(bus);
        using var folder = new TemporaryFolder();

        var result = (await ScanAsync(folder, listener, "--baud", "19200", "--within", "1234567FFFFFFFFF", "--json")).Returns(0);

        Assert.Equal(["12345678", "12345679"], result.Json.Select(line => line.GetProperty("identification").GetString()));
        Assert.All(result.Json, line => Assert.Equal(BaudRate, line.GetProperty("baudRate").GetInt32()));
    }

    [Theory]
    [InlineData("M-Bus knows", "--baud", "2400,1234")]
    [InlineData("M-Bus knows", "--baud", "")]
    [InlineData("16 hexadecimal digits", "--within", "1234")]
    [InlineData("No search of", "--resume")]
    public async Task Scan_refuses_what_it_cannot_search(string words, params string[] options)
    {
        using var folder = new TemporaryFolder();
        (await CommandLineRun.RunAsync(["scan", "tcp://127.0.0.1:1", "--data-directory", folder.File("data"), .. options])).IsRefused(words);
        Assert.False(Directory.Exists(folder.File("data")));
    }

    [Fact]
    public async Task Read_gives_what_the_meter_sends()
    {
        var bus = SimulatedBus.Create(7, 4, TimeProvider.System, BaudRate);
        await using var listener = Listen(bus);
        using var folder = new TemporaryFolder();
        var meter = bus.Meters[0];

        var raw = (await ReadAsync(folder, listener, "--raw", $"{meter.PrimaryAddress}", meter.Address.ToString())).Returns(0).Lines;
        Assert.All(raw, line => Assert.Equal(meter.Address.ToString(), MBus.Master.SecondaryAddress.FromHeader(Telegram.Decode(Convert.FromHexString(line)).Frame.UserData.Span).ToString()));
        var json = (await ReadAsync(folder, listener, "--json", meter.Address.ToString())).Returns(0).Json;
        Assert.Equal("KAM", json[0].GetProperty("header").GetProperty("manufacturer").GetString());
        Assert.Contains("RSP_UD", (await ReadAsync(folder, listener, "1")).Returns(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_says_what_to_check_when_nobody_answers()
    {
        var bus = SimulatedBus.Create(7, 2, TimeProvider.System, BaudRate);
        bus.Meters[1].Faults = new() { WrongChecksum = 1 };
        await using var listener = Listen(bus);
        using var folder = new TemporaryFolder();

        var result = (await ReadAsync(folder, listener, "--json", "200", "2", "1")).Returns(1);

        Assert.Contains("Meter 200: no answer. Check", result.Error, StringComparison.Ordinal);
        Assert.Contains("Meter 2: the answer is no frame", result.Error, StringComparison.Ordinal);
        Assert.NotEmpty(result.Json);
    }

    [Fact]
    public async Task Meters_that_scan_has_stored_are_read_by_the_service()
    {
        var bus = SimulatedBus.Create(7, 3, TimeProvider.System, BaudRate);
        await using var listener = Listen(bus);
        using var folder = new TemporaryFolder();
        string[] environment =
        [
            "Gateway__DataDirectory=data",
            $"Gateway__Buses__cellar__Address=tcp://127.0.0.1:{listener.EndPoint.Port}",
            $"Gateway__Buses__cellar__BaudRate={BaudRate}",
            "Gateway__Buses__cellar__ExtraTimeout=00:00:00.05",
        ];

        var first = (await GatewayProgram.RunAsync(folder, environment, "scan", "cellar", "--add", "--expected", "3", "--json")).Returns(0);
        Assert.Equal(3, first.Json.Count);
        var again = (await GatewayProgram.RunAsync(folder, environment, "scan", "cellar", "--add", "--expected", "3")).Returns(0);
        Assert.Contains("0 added, 3 were there already", again.Output + again.Error, StringComparison.Ordinal);

        await using var program = GatewayProgram.Start(folder, environment, "run", "--Gateway:Dlms:Port=0", "--Gateway:Http:Port=0", "--Gateway:Dlms:AllowLls=true");
        var ready = await program.LineAsync("is ready: DLMS on port");
        Assert.Contains("3 meters", ready, StringComparison.Ordinal);
        var port = ready.Split("DLMS on port ")[1].Split(',')[0];
        (await GatewayProgram.RunAsync(folder, environment, "read", $"tcp://127.0.0.1:{listener.EndPoint.Port}", "1")).IsRefused("the service", "as bus cellar");
        Assert.Contains("RSP_UD", (await GatewayProgram.RunAsync(folder, environment, "read", "cellar", "1")).Returns(0).Output, StringComparison.Ordinal);
        (await GatewayProgram.RunAsync(folder, environment, "run", "--Gateway:Dlms:Port=0", "--Gateway:Http:Port=0")).IsRefused("the service");
        var taken = (await GatewayProgram.RunAsync(folder, environment, "run", $"--Gateway:Dlms:Port={port}", "--Gateway:Http:Port=0", "--Gateway:DataDirectory=other")).Returns(2);
        Assert.Contains(port, Assert.Single(taken.Error.Trim().Split('\n')), StringComparison.Ordinal);
        var keys = Assert.Single((await GatewayProgram.RunAsync(folder, [.. environment, "Gateway__Dlms__AllowLls=true"], "keys", "--json")).Returns(0).Json);
        var values = (await CommandLineRun.RunAsync("dlms", "read", "--device", "16", "--password", keys.GetProperty("llsPassword").GetString()!, $"localhost:{port}")).Returns(0);
        Assert.Contains(values.Lines, line => line.EndsWith(" Wh", StringComparison.Ordinal) || line.EndsWith(" m3", StringComparison.Ordinal));

        await using var open = await HeadEndClient.PublicAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), 1);
        var end = await program.StopAsync();
        end.Returns(0);
        Assert.DoesNotContain("SIMULATED", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" ERR ", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_runs_a_bus_on_a_port_and_a_pseudo_terminal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are used on Linux only.");
        using var folder = new TemporaryFolder();
        var link = folder.File("bus");
        await using var program = GatewayProgram.Start(folder, [], "simulate", "--tcp", "0", "--pty", link, "--meters", "4", "--seed", "3", "--baud", "38400");
        var ready = await program.LineAsync("SIMULATED bus on tcp://");
        var rows = program.Lines.Skip(2).Take(4).Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries)).ToList();
        var tcp = ready.Split(' ').Single(word => word.StartsWith("tcp://", StringComparison.Ordinal));

        foreach (var line in new[] { link, tcp })
        {
            var scan = (await CommandLineRun.RunAsync("scan", line, "--baud", "38400", "--extra-timeout", "100", "--expected", "4", "--json", "--data-directory", folder.File("data"))).Returns(0).Json;
            Assert.Equal(rows.Select(row => row[1]).Order(StringComparer.Ordinal), scan.Select(meter => meter.GetProperty("secondary").GetString()).Order(StringComparer.Ordinal));
            (await CommandLineRun.RunAsync("read", line, rows[0][0], "--baud", "38400", "--data-directory", folder.File("data"))).Returns(0);
        }

        (await program.StopAsync()).Returns(0);
        Assert.False(File.Exists(link));
    }

    [Fact]
    public async Task Simulate_plays_a_script_and_says_what_on_a_port_for_each_baud_rate()
    {
        using var folder = new TemporaryFolder();
        var script = folder.File("script.json");
        await File.WriteAllTextAsync(script, "[ { \"fault\": \"silence\", \"meter\": 1 } ]");
        await using var program = GatewayProgram.Start(folder, [], "simulate", "--tcp", "0", "--meters", "2", "--baud", "38400,9600", "--script", script, "--faults", "echo");
        var ready = await program.LineAsync("SIMULATED bus on tcp://");
        Assert.Contains("plays line: echo", program.Lines);
        Assert.Contains("plays meter 1: silence", program.Lines);
        var ports = ready.Split(' ').Where(word => word.StartsWith("tcp://", StringComparison.Ordinal)).ToList();
        (await CommandLineRun.RunAsync("read", ports[1], "2", "--baud", "9600", "--data-directory", folder.File("data"))).Returns(0);
        (await CommandLineRun.RunAsync("read", ports[0], "1", "--baud", "38400", "--extra-timeout", "0", "--data-directory", folder.File("data"))).Returns(1);
        (await program.StopAsync()).Returns(0);
    }

    [Fact]
    public async Task Simulate_takes_the_pseudo_terminal_away_when_its_script_cuts_the_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are used on Linux only.");
        using var folder = new TemporaryFolder();
        var (script, link) = (folder.File("script.json"), folder.File("bus"));
        await File.WriteAllTextAsync(script, "[ { \"fault\": \"cut-off\", \"how\": \"unplugged\", \"from\": \"00:00:02\" } ]");
        await using var program = GatewayProgram.Start(folder, [], "simulate", "--pty", link, "--meters", "2", "--script", script);
        await program.LineAsync("SIMULATED bus on ");
        await Eventually.HoldsAsync(() => new FileInfo(link).LinkTarget is null, "the port is gone");
    }

    [Fact]
    public async Task A_script_that_cannot_be_read_is_refused_with_its_line_and_column()
    {
        using var folder = new TemporaryFolder();
        var script = folder.File("script.json");
        await File.WriteAllTextAsync(script, "[\n { \"fault\": \"slow\" } ]");
        (await CommandLineRun.RunAsync("simulate", "--tcp", "0", "--script", script)).IsRefused($"{script}:2:13: error: \"fault\" is one of");
    }

    [Fact]
    public async Task A_readout_that_is_stopped_ends_without_a_stack()
    {
        using var folder = new TemporaryFolder();
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var program = GatewayProgram.Start(folder, [], "read", $"tcp://{mute.LocalEndpoint}", "1", "--extra-timeout", "20000");
        using var socket = await mute.AcceptSocketAsync().InTimeAsync();
        Assert.True(await socket.ReceiveAsync(new byte[8]).InTimeAsync() > 0);

        var end = await program.StopAsync();

        Assert.NotEqual(0, end.Code);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    private static SimulatedBusListener Listen(SimulatedBus bus) => SimulatedBusListener.Start(bus, new IPEndPoint(IPAddress.Loopback, 0), BaudRate, TimeProvider.System);

    private static Task<CommandResult> ScanAsync(TemporaryFolder folder, SimulatedBusListener bus, params string[] options) => CommandLineRun.RunAsync(
        ["scan", $"tcp://127.0.0.1:{bus.EndPoint.Port}", "--baud", $"{BaudRate}", "--extra-timeout", "30", "--data-directory", folder.File("data"), .. options]);

    private static Task<CommandResult> ReadAsync(TemporaryFolder folder, SimulatedBusListener bus, params string[] options) => CommandLineRun.RunAsync(
        ["read", $"tcp://127.0.0.1:{bus.EndPoint.Port}", "--baud", $"{BaudRate}", "--extra-timeout", "50", "--data-directory", folder.File("data"), .. options]);

    private static MeterSpecification Meter(uint identification) => new() { Identification = identification, BaudRate = BaudRate };
}
