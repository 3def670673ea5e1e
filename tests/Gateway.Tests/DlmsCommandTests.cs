using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests;

/// <summary>The head-end of the command line with keys: reading, writing and invoking.</summary>
public class DlmsCommandTests(SimulatedGateway simulated) : IClassFixture<SimulatedGateway>
{
    private const string SomeKey = "000102030405060708090A0B0C0D0E0F";

    private readonly RunningGateway _gateway = simulated.Running;

    private string Server => $"localhost:{_gateway.DlmsPort}";

    private string[] Keys =>
    [
        "--guek", Convert.ToHexString(_gateway.Installation.Security.Keys.GlobalUnicastEncryptionKey),
        "--gak", Convert.ToHexString(_gateway.Installation.Security.Keys.AuthenticationKey),
    ];

    public static TheoryData<string[]> Ways => new(
        [],
        ["--general"],
        ["--protection", "authenticated"],
        ["--protection", "none"],
        ["--system-title", "4D4D4D0000000001"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task It_reads_with_keys(string[] way)
    {
        var line = Assert.Single((await CommandLineRun.RunAsync(
            ["dlms", "read", Server, .. Keys, .. way, "--device", "16", "--object", "6.0.1.0.0.255:3", "--json"])).Returns(0).Json);
        Assert.Equal(3, line.GetProperty("attribute").GetInt32());
    }

    [Fact]
    public async Task Without_an_object_a_profile_tells_how_many_rows_it_has()
    {
        var lines = (await CommandLineRun.RunAsync(["dlms", "read", Server, .. Keys, "--device", "17"])).Returns(0).Lines;
        Assert.Contains(lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["1.0.99.1.0.255", "7", "1"]);
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_told_with_the_verb_that_shows_which_are()
    {
        var with = (await CommandLineRun.RunAsync(["dlms", "read", Server, .. Keys, "--device", "99"])).Returns(1);
        var without = (await CommandLineRun.RunAsync(["dlms", "read", Server, "--device", "99"])).Returns(1);
        Assert.All([with, without], result => Assert.Contains($"there is no logical device 99; dlms list {Server} shows which there are", result.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_reads_with_password_and_keys() =>
        (await CommandLineRun.RunAsync(["dlms", "list", Server, .. Keys, "--mechanism", "lls", "--password", _gateway.Password])).Returns(0);

    [Fact]
    public async Task A_public_client_needs_no_keys()
    {
        var line = (await CommandLineRun.RunAsync(["dlms", "list", Server, .. Keys, "--mechanism", "none", "--device", "16", "--json"])).Returns(0).Json;
        Assert.Equal(5, line.Count);
    }

    [Fact]
    public async Task It_writes()
    {
        var text = (await CommandLineRun.RunAsync(["dlms", "write", Server, "0.128.1.0.0.255", "u16:16", .. Keys])).Returns(0);
        Assert.Equal("Attribute 2 of 0.128.1.0.0.255 is now 16.", text.Output.Trim());
        var json = Assert.Single((await CommandLineRun.RunAsync(["dlms", "write", Server, "0.128.1.0.0.255:2", "u8:16", .. Keys, "--json"])).Returns(1).Json);
        Assert.Equal("TypeUnmatched", json.GetProperty("result").GetString());
        var denied = (await CommandLineRun.RunAsync(["dlms", "write", Server, "0.0.42.0.0.255", "text:me", .. Keys])).Returns(1);
        Assert.Equal("Attribute 2 of 0.0.42.0.0.255 is not written: read-write-denied (3): it is not there for this client, or the client may not do that.", denied.Error.Trim());
        (await CommandLineRun.RunAsync(["dlms", "write", Server, "9.9.9.9.9.255", "null", .. Keys])).IsRefused("9.9.9.9.9.255");
    }

    [Fact]
    public async Task It_invokes()
    {
        var text = (await CommandLineRun.RunAsync(["dlms", "action", Server, "0.0.1.0.0.255:6", "i16:0", .. Keys])).Returns(0);
        Assert.Equal("Method 6 of 0.0.1.0.0.255 is done.", text.Output.Trim());
        var json = Assert.Single((await CommandLineRun.RunAsync(["dlms", "action", Server, "0.0.1.0.0.255:4", .. Keys, "--json"])).Returns(1).Json);
        Assert.Equal("ReadWriteDenied", json.GetProperty("result").GetString());
        (await CommandLineRun.RunAsync(["dlms", "action", Server, "0.0.1.0.0.255", .. Keys])).IsRefused("0.0.1.0.0.255:3");
    }

    [Fact]
    public async Task It_says_what_the_server_does_not_take()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        string[] list =
        [
            "dlms", "list", $"localhost:{gateway.DlmsPort}",
            "--guek", Convert.ToHexString(gateway.Installation.Security.Keys.GlobalUnicastEncryptionKey),
            "--gak", Convert.ToHexString(gateway.Installation.Security.Keys.AuthenticationKey),
        ];
        (await CommandLineRun.RunAsync([.. list, "--counter", "1000"])).Returns(0);
        var stale = (await CommandLineRun.RunAsync([.. list, "--counter", "5"])).Returns(1);
        Assert.Contains("it expects the invocation counter 10", stale.Error, StringComparison.Ordinal);
        (await CommandLineRun.RunAsync(list)).Returns(0);
        (await CommandLineRun.RunAsync([.. list, "--counter", "4294967295"])).Returns(1);

        // last, since who failed has to wait
        var wrong = (await CommandLineRun.RunAsync([.. list[..3], "--guek", SomeKey, "--gak", SomeKey])).Returns(1);
        Assert.Contains("authentication-failure", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(SomeKey, wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--gak", "--guek", SomeKey)]
    [InlineData("--guek", "--gak", SomeKey)]
    [InlineData("32 hexadecimal digits", "--guek", "0001", "--gak", SomeKey)]
    [InlineData("32 hexadecimal digits", "--guek", SomeKey, "--gak", "x")]
    [InlineData("16 hexadecimal digits", "--guek", SomeKey, "--gak", SomeKey, "--system-title", "4D4D4D")]
    [InlineData("--mechanism hls needs keys", "--mechanism", "hls")]
    [InlineData("--mechanism lls needs a password", "--mechanism", "lls")]
    [InlineData("need keys", "--protection", "encrypted")]
    [InlineData("need keys", "--general")]
    [InlineData("need keys", "--counter", "1")]
    public async Task What_does_not_fit_together_is_refused(string words, params string[] options) =>
        (await CommandLineRun.RunAsync(["dlms", "list", "localhost:1", .. options])).IsRefused(words);

    [Theory]
    [InlineData("--mechanism", "md5")]
    [InlineData("--protection", "signed")]
    [InlineData("--counter", "-1")]
    public async Task What_is_no_choice_is_refused(params string[] options) =>
        (await CommandLineRun.RunAsync(["dlms", "list", "localhost:1", .. options])).Returns(2);
}
