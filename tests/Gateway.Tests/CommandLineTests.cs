using System.Net;
using System.Net.Sockets;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Metering.Storage;
using Testing;

namespace Gateway.Tests;

public class CommandLineTests(SimulatedGateway simulated) : IClassFixture<SimulatedGateway>
{
    private readonly RunningGateway _gateway = simulated.Running;

    private string Server => $"localhost:{_gateway.DlmsPort}";

    public static TheoryData<string> Verbs =>
        ["", "run", "simulate", "decode", "scan", "read", "mapping", "mapping check", "dlms", "dlms list", "dlms read", "dlms write", "dlms action", "keys", "doctor"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_teaches_every_verb(string verb)
    {
        var result = (await CommandLineRun.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Returns(0);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
        Assert.Contains("Description:", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Theory]
    [InlineData("rnu")]
    [InlineData("decoed", "E5")]
    [InlineData("decode")]
    [InlineData("decode", "E5", "E5")]
    [InlineData("scan")]
    [InlineData("read", "tcp://127.0.0.1:1")]
    [InlineData("mapping")]
    [InlineData("mapping", "chek", "x")]
    [InlineData("dlms", "read", "--device", "x")]
    [InlineData("--Gatway:Dlms:Port", "1")]
    [InlineData("simulate", "--meters", "x")]
    public async Task A_misspelt_command_starts_nothing(params string[] args)
    {
        var result = (await CommandLineRun.RunAsync(args)).Returns(2);
        Assert.NotEqual("", result.Error.Trim());
    }

    [Theory]
    [InlineData("simulate")]
    [InlineData("simulate", "--tcp", "70000")]
    [InlineData("simulate", "--tcp", "0", "--meters", "0")]
    [InlineData("simulate", "--tcp", "0", "--meters", "501")]
    [InlineData("simulate", "--tcp", "0", "--baud", "2400,2400")]
    [InlineData("simulate", "--tcp", "0", "--faults", "late,swap")]
    [InlineData("simulate", "--tcp", "0", "--script", "no/such/file.json")]
    [InlineData("simulate", "--tcp", "0", "--baud", "1234")]
    [InlineData("simulate", "--tcp", "65535", "--baud", "2400,9600")]
    [InlineData("scan", "tcp://127.0.0.1:1", "--expected", "0")]
    [InlineData("scan", "tcp://127.0.0.1:1", "--expected", "-1")]
    [InlineData("scan", "tcp://127.0.0.1:1", "--primary", "--within", "1234FFFFFFFFFFFF")]
    [InlineData("dlms", "list", "localhost:0")]
    [InlineData("dlms", "list", "localhost:x")]
    [InlineData("dlms", "list", "--password", "\u00e4\u00f6\u00fc", "localhost:1")]
    [InlineData("read", "tcp://127.0.0.1:1", "nonsense")]
    [InlineData("read", "tcp://127.0.0.1:1", "251")]
    [InlineData("read", "tcp://127.0.0.1:1", "1", "--baud", "1")]
    [InlineData("read", "tcp://127.0.0.1:1", "1", "--extra-timeout", "-1")]
    [InlineData("read", "cellar", "1")]
    [InlineData("scan", "tcp://127.0.0.1:1", "--add")]
    [InlineData("keys", "--data-directory", "no/such/folder")]
    public async Task What_cannot_begin_is_refused_in_words(params string[] args) => (await CommandLineRun.RunAsync(args)).IsRefused();

    [Theory]
    [InlineData("dlms", "list", "localhost:1")]
    [InlineData("dlms", "read", "no-such-host.invalid")]
    [InlineData("read", "tcp://127.0.0.1:1", "1")]
    [InlineData("scan", "tcp://127.0.0.1:1")]
    [InlineData("read", "/dev/no-such-port", "1")]
    public async Task What_nobody_answers_has_failed(params string[] args)
    {
        var result = (await CommandLineRun.RunAsync(args)).Returns(1);
        Assert.NotEqual("", result.Error.Trim());
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_of_a_reading_is_no_argument()
    {
        const string Key = "0123456789ABCDEF0123456789ABCDEF";
        using var folder = new TemporaryFolder();
        var result = await CommandLineRun.RunAsync("read", "tcp://127.0.0.1:1", "1", "--key", Key);
        result.IsRefused("a key is never an argument");
        Assert.DoesNotContain(Key, result.Error, StringComparison.Ordinal);
        (await CommandLineRun.RunAsync("read", "tcp://127.0.0.1:1", "1", "--key", folder.Write("key.txt", Key))).Returns(1);
    }

    [Fact]
    public async Task A_misspelt_verb_is_told_once_with_where_help_is()
    {
        var result = (await CommandLineRun.RunAsync("nonsense")).Returns(2);
        Assert.Equal("", result.Output);
        Assert.Equal(["Unrecognized command or argument 'nonsense'.", "Gateway --help shows what there is."], result.Error.Trim().Split(Environment.NewLine));
    }

    [Theory]
    [InlineData("--device is 'abc'; give a whole number.", "dlms", "read", "--device", "abc")]
    [InlineData("--extra-timeout is '99999999999'; no number here is so large", "read", "tcp://127.0.0.1:1", "1", "--extra-timeout", "99999999999")]
    [InlineData("--meters is 'x'; give a whole number.", "simulate", "--tcp", "0", "--meters", "x")]
    [InlineData("--counter is '-1'; give a whole number from 0 to 4294967295.", "dlms", "list", "--counter", "-1")]
    [InlineData("--device is '99999'; give a whole number from 0 to 65535.", "dlms", "list", "--device", "99999")]
    [InlineData("PORT is 'x'; give a whole number.", "listen", "x")]
    [InlineData("--log is 'all'; give fraud or standard.", "events", "list", "--log", "all")]
    [InlineData("--mechanism is 'md5'; give hls, lls or none.", "dlms", "list", "--mechanism", "md5")]
    public async Task What_the_parser_does_not_take_is_told_in_words(string words, params string[] args)
    {
        var result = await CommandLineRun.RunAsync(args);
        result.IsRefused(words, $"Gateway {args[0]}", "--help");
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'localhost:dlms' is no HOST or HOST:PORT; a port is 1 to 65535.", "dlms", "list", "localhost:dlms")]
    [InlineData("--script nowhere.json: there is no such file.", "simulate", "--tcp", "0", "--script", "nowhere.json")]
    [InlineData("--script .: it cannot be read as a file.", "simulate", "--tcp", "0", "--script", ".")]
    public async Task What_is_not_there_is_told_in_words(string words, params string[] args) => (await CommandLineRun.RunAsync(args)).IsRefused(words);

    [Fact]
    public async Task Simulate_names_the_port_that_is_taken()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        (await CommandLineRun.RunAsync("simulate", "--tcp", $"{port}")).IsRefused($"--tcp is {port}; another program has that port");
    }

    [Fact]
    public async Task The_help_of_run_names_the_main_settings()
    {
        var help = (await CommandLineRun.RunAsync("run", "--help")).Returns(0).Output;
        Assert.All(
            ["Gateway:DataDirectory", "Gateway:Dlms:Port", "Gateway:Http:Port", "Gateway:Simulation", "Gateway:Buses:<name>:Address", "Gateway__Dlms__Port=", "--Gateway:Dlms:Port 4060"],
            words => Assert.Contains(words, help, StringComparison.Ordinal));
        Assert.DoesNotContain("additional arguments", help, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Dlms_list_shows_the_logical_devices()
    {
        var text = (await CommandLineRun.RunAsync("dlms", "list", Server)).Returns(0);
        Assert.Equal(31, text.Lines.Count - 2);
        Assert.Contains(text.Lines, line => line.StartsWith("16 ", StringComparison.Ordinal) && line.Contains("KAM", StringComparison.Ordinal));

        var json = (await CommandLineRun.RunAsync("dlms", "list", "--json", Server)).Returns(0).Json;
        Assert.Equal([1, .. Enumerable.Range(16, 30)], json.Select(line => line.GetProperty("device").GetInt32()));
    }

    [Fact]
    public async Task Dlms_list_shows_the_objects_of_a_device()
    {
        var others = (await CommandLineRun.RunAsync("dlms", "list", "--device", "16", "--json", Server)).Returns(0).Json;
        var all = (await CommandLineRun.RunAsync("dlms", "list", "--device", "16", "--json", "--password", _gateway.Password, Server)).Returns(0).Json;
        Assert.Equal(5, others.Count);
        Assert.Contains(all, line => line.GetProperty("obis").GetString() == "6.0.1.0.0.255" && line.GetProperty("class").GetInt32() == 3);
    }

    [Fact]
    public async Task Dlms_read_shows_values_with_their_units()
    {
        var text = (await CommandLineRun.RunAsync("dlms", "read", "--device", "16", "--password", _gateway.Password, Server)).Returns(0);
        Assert.Contains(text.Lines, line => line.StartsWith("6.0.1.0.0.255 ", StringComparison.Ordinal) && line.EndsWith(" Wh", StringComparison.Ordinal));
        Assert.Contains(text.Lines, line => line.StartsWith("0.128.42.0.0.255 ", StringComparison.Ordinal) && line.Contains("ELV", StringComparison.Ordinal));

        var one = (await CommandLineRun.RunAsync("dlms", "read", "--device", "16", "--password", _gateway.Password, "--object", "6.0.1.0.0.255:3", "--json", Server)).Returns(0);
        Assert.Equal(3, Assert.Single(one.Json).GetProperty("attribute").GetInt32());
    }

    [Theory]
    [InlineData("6.0.1.0.0.255:258")]
    [InlineData("6.0.1.0.0.255:x")]
    [InlineData("6.0.1.0.0.255:0")]
    [InlineData("6.0.1.0.0.999")]
    [InlineData("9.9.9.9.9.255")]
    public async Task Dlms_read_refuses_what_is_no_object(string name)
    {
        var result = await CommandLineRun.RunAsync("dlms", "read", "--device", "16", "--password", _gateway.Password, "--object", name, "--json", Server);
        result.Returns(name.EndsWith(":0", StringComparison.Ordinal) ? 1 : 2);
    }

    [Fact]
    public async Task Dlms_says_why_the_server_refuses()
    {
        var wrong = (await CommandLineRun.RunAsync("dlms", "list", "--password", "wrong", Server)).Returns(1);
        Assert.Contains("refused the association", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("wrong password or keys, or an unknown client", wrong.Error, StringComparison.Ordinal);
        (await CommandLineRun.RunAsync("dlms", "list", "--device", "99", Server)).Returns(1);
        (await CommandLineRun.RunAsync("dlms", "list", "--password", "p\u00e4ss", Server)).IsRefused("--password");
    }

    [Fact]
    public async Task Dlms_says_when_the_server_hangs_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[8]);
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        });

        var result = (await CommandLineRun.RunAsync("dlms", "list", $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")).Returns(1);

        await server.InTimeAsync();
        Assert.NotEqual("", result.Error.Trim());
    }

    [Fact]
    public async Task Keys_shows_what_a_client_needs()
    {
        var folder = _gateway.Installation.Path;
        var identity = _gateway.Installation.Identity;
        var text = (await CommandLineRun.RunAsync("keys", "--data-directory", folder)).Returns(0).Output;
        Assert.All([identity.LogicalDeviceName, Convert.ToHexString(identity.SystemTitle), _gateway.Password], words => Assert.Contains(words, text, StringComparison.Ordinal));

        var json = Assert.Single((await CommandLineRun.RunAsync("keys", "--json", "--data-directory", folder)).Returns(0).Json);
        Assert.Equal(identity.LogicalDeviceName, json.GetProperty("logicalDeviceName").GetString());
        Assert.Equal(_gateway.Password, json.GetProperty("llsPassword").GetString());
        Assert.True(json.GetProperty("allowLls").GetBoolean());
    }

    [Fact]
    public async Task Keys_says_of_LLS_what_the_service_does()
    {
        using var data = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
        }

        await using (var real = await RunningGateway.StartAsync(data, "Gateway:Buses:cellar:Address=tcp://127.0.0.1:1"))
        {
            Assert.False(real.Installation.AllowLls);
        }

        var json = Assert.Single((await CommandLineRun.RunAsync("keys", "--json", "--data-directory", data.Path)).Returns(0).Json);
        Assert.False(json.GetProperty("allowLls").GetBoolean());
    }

    [Fact]
    public async Task Keys_names_the_gateway_as_the_service_does_and_draws_nothing()
    {
        using var data = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1", "Gateway:Serial=0200000007"))
        {
        }

        var before = await File.ReadAllBytesAsync(DataDirectory.DatabaseIn(data.Path));
        var json = Assert.Single((await CommandLineRun.RunAsync("keys", "--json", "--data-directory", data.Path)).Returns(0).Json);
        Assert.EndsWith("0200000007", json.GetProperty("logicalDeviceName").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(DataDirectory.DatabaseIn(data.Path)));
    }

    [Fact]
    public async Task Keys_of_a_gateway_that_never_started_are_refused()
    {
        using var data = new TemporaryFolder();
        await using (SqliteDatabase.Open(DataDirectory.DatabaseIn(data.Path)))
        {
        }

        (await CommandLineRun.RunAsync("keys", "--data-directory", data.Path)).IsRefused("Start the service once");
        (await CommandLineRun.RunAsync("backup", Path.Combine(data.Path, "no", "a.backup"), "--data-directory", data.Path)).IsRefused("There is no folder");
        (await CommandLineRun.RunAsync("restore", "--yes", data.File("none"), "--data-directory", data.Path)).IsRefused("none cannot be read");
    }

    [Fact]
    public async Task Scan_and_read_leave_the_bus_to_a_running_service()
    {
        var folder = _gateway.Installation.Path;
        var line = _gateway.Get<Gateway.Readout.BusWorkers>().Find("SIMULATED")!.Statistics.Line.Name;
        string[] words = [$"process {Environment.ProcessId}, the service", folder, "as bus SIMULATED"];
        (await CommandLineRun.RunAsync("scan", line, "--data-directory", folder)).IsRefused(words);
        (await CommandLineRun.RunAsync("read", line, "1", "--data-directory", folder)).IsRefused(words);
        (await CommandLineRun.RunAsync("bus", "address", line, "0", "1", "--data-directory", folder)).IsRefused(words);
        Assert.Contains("refuses the connection", (await CommandLineRun.RunAsync("read", "tcp://127.0.0.1:1", "1", "--data-directory", folder)).Returns(1).Error, StringComparison.Ordinal);
    }
}
