using Cosem;
using Gateway.CommandLine;
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
    public async Task It_shows_a_profile_as_a_table_with_units_and_times()
    {
        string[] read = ["dlms", "read", Server, .. Keys, "--device", "16", "--object", "1.0.99.1.0.255:2"];
        var lines = (await CommandLineRun.RunAsync(read)).Returns(0).Lines;
        Assert.Equal("1.0.99.1.0.255  2          1 rows", lines[2]);
        Assert.Equal("1.0.99.1.0.255", lines[3]);
        Assert.StartsWith("time ", lines[4], StringComparison.Ordinal);
        Assert.Contains("  6.0.1.0.0.255 Wh", lines[4], StringComparison.Ordinal);
        Assert.Matches("^20[0-9-]{8} [0-9:]{8} UTC", lines[6]);
        Assert.Equal(7, lines.Count);

        var json = Assert.Single((await CommandLineRun.RunAsync([.. read, "--json"])).Returns(0).Json);
        Assert.Equal(json.GetProperty("columns").GetArrayLength(), Assert.Single(json.GetProperty("rows").EnumerateArray()).GetArrayLength());
        Assert.Equal("time", json.GetProperty("columns")[0].GetString());

        var none = (await CommandLineRun.RunAsync([.. read, "--to", "2020-01-01T00:00"])).Returns(0).Lines;
        Assert.Equal("1.0.99.1.0.255  2          0 rows", none[^1]);
        (await CommandLineRun.RunAsync([.. read, "--from", "yesterday"])).IsRefused("'yesterday' is no time such as 2026-03-29T14:05");
    }

    [Fact]
    public async Task Without_an_object_a_profile_tells_how_many_rows_it_has()
    {
        var lines = (await CommandLineRun.RunAsync(["dlms", "read", Server, .. Keys, "--device", "17"])).Returns(0).Lines;
        Assert.Contains(lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["1.0.99.1.0.255", "7", "1"]);
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
        Assert.Equal("Attribute 2 of 0.0.42.0.0.255 is not written: ReadWriteDenied.", denied.Error.Trim());
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

    [Theory]
    [InlineData("u8:1", "1101")]
    [InlineData("u16:16", "120010")]
    [InlineData("u32:1", "0600000001")]
    [InlineData("u64:1", "150000000000000001")]
    [InlineData("i8:-1", "0FFF")]
    [InlineData("i16:-1", "10FFFF")]
    [InlineData("i32:-1", "05FFFFFFFF")]
    [InlineData("i64:-1", "14FFFFFFFFFFFFFFFF")]
    [InlineData("enum:3", "1603")]
    [InlineData("bool:true", "0301")]
    [InlineData("bits:010000001", "04094080")]
    [InlineData("hex:00FF", "090200FF")]
    [InlineData("hex:", "0900")]
    [InlineData("text:a:b", "0903613A62")]
    [InlineData("visible:ab", "0A026162")]
    [InlineData("utf8:\u00e4", "0C02C3A4")]
    [InlineData("null", "00")]
    [InlineData("axdr:02021101120002", "02021101120002")]
    [InlineData("time:2026-03-30T14:05:00+02:00", "090C07EA031E010E0500FFFF8800")]
    public void Values_have_a_type(string text, string encoded)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new Dlms.Axdr.AxdrWriter(output).WriteData(CosemValue.Parse(text));
        Assert.Equal(encoded, Convert.ToHexString(output.WrittenSpan));
    }

    [Fact]
    public void Now_is_a_date_time() =>
        Assert.Equal(CosemDateTime.Length, Assert.IsType<CosemData.OctetString>(CosemValue.Parse("now")).Value.Length);

    [Theory]
    [InlineData("16")]
    [InlineData("u7:1")]
    [InlineData("u8:256")]
    [InlineData("u8:")]
    [InlineData("bool:1")]
    [InlineData("bits:2")]
    [InlineData("hex:0")]
    [InlineData("text:\u00e4")]
    [InlineData("time:noon")]
    [InlineData("axdr:1101FF")]
    [InlineData("now:1")]
    public void What_is_no_value_is_refused(string text) => Assert.Throws<RefusedException>(() => CosemValue.Parse(text));
}
