using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dlms.Push;
using Dlms.Security;
using Gateway.Push;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Push;

public class ListenCommandTests
{
    private static readonly string[] Keys =
    [
        $"GATEWAY_GUEK={Convert.ToHexString(PushDocument.EncryptionKey)}",
        $"GATEWAY_GAK={Convert.ToHexString(PushDocument.AuthenticationKey)}",
    ];

    [Fact]
    public async Task It_shows_what_came_and_writes_it_to_a_file()
    {
        using var folder = new TemporaryFolder();
        await using var program = GatewayProgram.Start(folder, Keys, "listen", "0", "--address", "127.0.0.1", "--count", "5", "--file", "pushes.jsonl");
        var port = PortOf(await program.LineAsync("Listening on 127.0.0.1:"));
        await SendAsync(port, PushDocument.Octets("profile"), PushDocument.Octets("events"), PushDocument.Octets("events", 1), Hex.Bytes("0001 0001 0001 0001 99"));
        await program.LineAsync("NOT READ"); // two connections have no order among one another
        await SendAsync(port, PushDocument.Octets("ciphered"));
        await program.LineAsync("authenticated and encrypted");
        await SendAsync(port, PushDocument.Octets("ciphered"));
        await program.LineAsync("REPEATED");
        var result = (await program.EndAsync()).Returns(0);
        foreach (var words in (string[])
        [
            "device 16 to client 1, 208 octets",
            "invoke-id 17, built 2026-11-28T01:00:05+01:00, not protected",
            "profile 1.0.99.1.0.255 of KAM00224396041B at ELV0016000001, push setup 0.1.25.9.0.255, 2 rows",
            "time                       6.0.1.0.0.255:2 Wh  0.0.97.97.0.255:2  6.0.10.0.0.255:2 °C",
            "2026-11-28T00:00:00+01:00  123456700           0                  65.2",
            "2026-11-28T01:00:00+01:00  123457000           4                  -",
            "event log 0.0.99.98.0.255 of ELV0016000001, push setup 0.4.25.9.0.255, 2 events",
            "2026-11-28T02:15:30+01:00  0.0.96.11.0.255  2     PowerUp            started",
            "meter KAM00224396041B (KAM, device type 4, version 27) at ELV0016000001",
            "meter status 04",
            "NOT READ: An APDU that begins with 99 is no push.",
            "authenticated and encrypted, system title 454C560000F42400, counter 8193",
            "the meter list of ELV0016000001 has changed, push setup 0.7.25.9.0.255, address 192.0.2.10, system title 454C560000F42400",
            "COUNTER: 8193 is not above 8193",
        ])
        {
            Assert.Contains(words, result.Output, StringComparison.Ordinal);
        }

        var lines = (await File.ReadAllLinesAsync(Path.Combine(folder.Path, "pushes.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(
            ["profile", "events", "events", "unreadable", "installation", "installation"],
            lines.Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal(Convert.ToHexString(PushDocument.Octets("profile")[8..]), lines[0].GetProperty("apdu").GetString());
        Assert.Equal("99", lines[3].GetProperty("apdu").GetString());
        Assert.Equal([false, true], lines.TakeLast(2).Select(line => line.GetProperty("repeated").GetBoolean()));
        Assert.Equal([true, false], lines.TakeLast(2).Select(line => line.GetProperty("protection").GetProperty("counterGrows").GetBoolean()));
    }

    [Fact]
    public async Task Json_has_exact_decimals_and_times_with_their_offset()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort();
        await using var program = GatewayProgram.Start(folder, [], "listen", $"{port}", "--address", "127.0.0.1", "--count", "1", "--json");
        await Eventually.HoldsAsync(
            async () => await new TcpPushTransport(TimeProvider.System).SendAsync("127.0.0.1", port, [PushDocument.Octets("profile")], default) is null,
            "it listens");
        var push = JsonDocument.Parse(await program.LineAsync("profile")).RootElement;
        Assert.Equal(
            """[["2026-11-28T00:00:00+01:00","123456700","0","65.2"],["2026-11-28T01:00:00+01:00","123457000","4",null]]""",
            push.GetProperty("rows").GetRawText());
        Assert.Equal(
            """{"obis":"6.0.1.0.0.255","class":3,"attribute":2,"dataIndex":0,"scaler":2,"unit":"Wh"}""",
            push.GetProperty("columns")[1].GetRawText());
        Assert.Equal(("2026-11-28T01:00:05+01:00", 17), (push.GetProperty("builtAt").GetString(), push.GetProperty("invokeId").GetInt32()));
    }

    [Fact]
    public async Task It_deciphers_with_the_keys_of_a_gateway_on_this_machine()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data);
        using var folder = new TemporaryFolder();
        await using var program = GatewayProgram.Start(folder, [], "listen", "0", "--address", "127.0.0.1", "--count", "1", "--keys", data.Path);
        var port = PortOf(await program.LineAsync("Listening on 127.0.0.1:"));
        var frame = await PushFrame.WriteAsync(
            gateway.Installation.Security, SecurityPolicy.AuthenticatedAndEncrypted, 1, 1, PushDocument.Push("installation").Notification);
        await SendAsync(port, frame);
        Assert.Contains($"system title {gateway.Installation.Security.SystemTitle}, counter", await program.LineAsync("authenticated and encrypted"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_device_is_shown_element_by_element()
    {
        using var folder = new TemporaryFolder();
        await using var program = GatewayProgram.Start(folder, [], "listen", "0", "--address", "127.0.0.1", "--count", "1");
        var port = PortOf(await program.LineAsync("Listening on 127.0.0.1:"));
        await SendAsync(port, Hex.Bytes("0001 0001 0010 0035 0FC000000100020409060000190900FF091047525830303030303030303031303031090C07D00101FF00000000000000060012D687"));
        await program.LineAsync("double-long-unsigned 1234567");
        Assert.Equal(
            ["structure of 4", "octet-string 0.0.25.9.0.255", "octet-string GRX0000000001001", "octet-string 2000-01-01T00:00:00+00:00", "double-long-unsigned 1234567"],
            program.Lines.SkipWhile(line => line != "structure of 4").Take(5));
    }

    [Fact]
    public async Task What_cannot_begin_is_refused()
    {
        using var folder = new TemporaryFolder();
        var key = Path.Combine(folder.Path, "key");
        await File.WriteAllTextAsync(key, Convert.ToHexString(PushDocument.EncryptionKey));
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        (string[] Args, string Words)[] wrong =
        [
            (["65536"], "65535"),
            (["-1"], "-1"),
            (["0", "--address", "nowhere"], "--address nowhere"),
            (["0", "--address", "192.0.2.1"], "--address 192.0.2.1"),
            ([$"{port}", "--address", "127.0.0.1"], $"port {port}"),
            (["0", "--count", "0"], "--count"),
            (["0", "--ek", key], "--ak"),
            (["0", "--ak", key], "--ek"),
            (["0", "--ek", key, "--ak", "missing"], "--ak"),
            (["0", "--ek", key, "--ak", "env:NO_SUCH_VARIABLE"], "env:NO_SUCH_VARIABLE"),
            (["0", "--ek", key, "--ak", key, "--keys", folder.Path], "--keys"),
            (["0", "--keys", folder.Path], "no data directory"),
            (["0", "--file", Path.Combine(folder.Path, "no", "file")], "--file"),
        ];
        foreach (var (args, words) in wrong)
        {
            (await CommandLineRun.RunAsync(["listen", .. args])).IsRefused(words);
        }

        var secret = Convert.ToHexString(PushDocument.AuthenticationKey);
        var refused = await CommandLineRun.RunAsync("listen", "0", "--ek", secret, "--ak", key);
        refused.IsRefused("--ek", "never an argument");
        Assert.DoesNotContain(secret, refused.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task SendAsync(int port, params byte[][] frames) =>
        Assert.Null(await new TcpPushTransport(TimeProvider.System).SendAsync("127.0.0.1", port, [.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)], default).InTimeAsync());

    private static int PortOf(string line) => int.Parse(line.Split("127.0.0.1:")[1].Split(' ')[0], CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
