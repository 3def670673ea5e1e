using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests;

public class DecodeCommandTests
{
    private const string Water = "68 12 12 68 08 01 72 78 56 34 12 74 52 01 04 2A 00 00 00 01 13 07 9F 16";
    private static readonly string Compact = Water.Replace(" ", "", StringComparison.Ordinal);

    public static TheoryData<string> Own => [.. Vectors(Repository.File("tests", "vectors", "mbus")).Order(StringComparer.Ordinal)];

    /// <summary>The folder of telegrams of real meters beside the checkout, shared/mbus-vectors.</summary>
    public static TheoryData<string> Shared =>
        [.. Repository.SharedVectors is { } folder ? RealMeters(folder) : Enumerable.Empty<string>()];

    [Theory]
    [MemberData(nameof(Own))]
    public Task Our_telegrams_are_explained_as_expected(string file) => AssertDecodesAsync(file);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Shared))]
    public Task Telegrams_of_real_meters_are_explained_as_expected(string file) => AssertDecodesAsync(file);

    [Fact]
    public async Task A_telegram_is_explained_for_a_person()
    {
        var result = (await CommandLineRun.RunAsync("decode", Water)).Returns(0);

        Assert.Contains("long, 24 bytes, C 08 RSP_UD, A 1, CI 72", result.Output, StringComparison.Ordinal);
        Assert.Contains("12345678 TST", result.Output, StringComparison.Ordinal);
        Assert.Contains(result.Lines, line => line.Contains("01 13 07", StringComparison.Ordinal) && line.Contains("0.007", StringComparison.Ordinal) && line.Contains("m3", StringComparison.Ordinal));
        Assert.Equal("", result.Error);
    }

    [Theory]
    [InlineData("E5", "E5: confirmation")]
    [InlineData("10 7B 01 7C 16", "REQ_UD2")]
    [InlineData("10 40 01 41 16", "SND_NKE")]
    public async Task Short_frames_are_explained(string hex, string words) =>
        Assert.Contains(words, (await CommandLineRun.RunAsync("decode", hex)).Returns(0).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("680F0F6808017B2A000000A8ED3412010203049316", 1, "format signature EDA8, CRC of the full frame 1234", "compact-frame")]
    [InlineData("6815156808017612345678527401042A0000000C13000123451016", 0, "most significant byte first", "12.345")]
    [InlineData("6817176808017278563412745201042A0020020102030405060708CA16", 1, "security mode 2 (DES-CBC)", "unsupported-security-mode")]
    [InlineData("68070768080190020240724F16", 1, "Not read: CI 90", "fragment")]
    [InlineData("683939680801900F002C25040302012933EF7AA30D46877A2A00200710EF66B9C186397BD5BA61425E3292804A121F8834BE004C8F11C0679DA5E6D2414016", 1, "message counter 16909060, authentication code not checked", "encrypted")]
    [InlineData("68 0B 0B 68 73 FD 56 12 34 56 78 52 74 01 04 A5 16", 0, "selection, most significant byte first", "12 34 56 78")]
    public async Task What_is_rare_is_named(string hex, int code, string words, string others)
    {
        var result = (await CommandLineRun.RunAsync("decode", hex)).Returns(code);
        Assert.Contains(words, result.Output, StringComparison.Ordinal);
        Assert.Contains(others, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mode_7_takes_a_key_and_who_the_meter_is_where_the_header_does_not_say_it()
    {
        const string Frame = "683939680801900F002C25040302012933EF7AA30D46877A2A00200710EF66B9C186397BD5BA61425E3292804A121F8834BE004C8F11C0679DA5E6D2414016";
        const string Key = "101112131415161718191A1B1C1D1E1F";
        var result = (await CommandLineRun.RunAsync("decode", Frame, "--key", Key, "--meter", "1234567874520104")).Returns(0);
        Assert.Contains("authentication code right", result.Output, StringComparison.Ordinal);
        Assert.Contains("12.345", result.Output, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        Assert.Equal(result.Output, (await CommandLineRun.RunAsync("decode", Frame, "--key", folder.Write("key.txt", Key), "--meter", "1234567874520104")).Returns(0).Output);
        (await CommandLineRun.RunAsync("decode", "-", "--key", "-")).IsRefused("put the key into a file");
        var mistyped = await CommandLineRun.RunAsync("decode", Frame, "--key", Key[1..]);
        mistyped.IsRefused("a key is never an argument");
        Assert.DoesNotContain(Key[1..], mistyped.Error, StringComparison.Ordinal);
        var unknown = (await CommandLineRun.RunAsync("decode", Frame, "--key", Key)).Returns(1);
        Assert.Contains("missing-identity", unknown.Output, StringComparison.Ordinal);
        (await CommandLineRun.RunAsync("decode", Frame, "--key", Key, "--meter", "12345678FFFFFFFF")).IsRefused("--meter");
    }

    [Fact]
    public async Task A_broken_telegram_is_explained_and_fails()
    {
        var result = (await CommandLineRun.RunAsync("decode", Compact.Replace("9F16", "9E16", StringComparison.Ordinal))).Returns(1);
        Assert.Contains("No frame: checksum", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6812zz")]
    [InlineData("no-such-file.hex")]
    [InlineData("681")]
    public async Task What_is_neither_hexadecimal_nor_a_file_is_refused(string input) =>
        (await CommandLineRun.RunAsync("decode", input)).IsRefused(input);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_empty_argument_is_refused(string input) => (await CommandLineRun.RunAsync("decode", input)).IsRefused("The argument is empty");

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n\n")]
    public async Task A_file_without_a_telegram_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("t.hex", text);
        (await CommandLineRun.RunAsync("decode", file)).IsRefused($"{file} holds no telegram");
        (await CommandLineRun.RunAsync("decode", "--json", file)).IsRefused($"{file} holds no telegram");
        (await CommandLineRun.RunWithInputAsync(text, "decode", "-")).IsRefused("Standard input holds no telegram");
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        using var folder = new TemporaryFolder();
        (await CommandLineRun.RunAsync("decode", folder.Path)).IsRefused(folder.Path);
    }

    [Fact]
    public async Task A_file_has_a_telegram_a_line_and_remarks()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("t.hex", $"# two telegrams\n\n{Compact}\n  {Water}   # the same\r\n");

        var result = (await CommandLineRun.RunAsync("decode", "--json", file)).Returns(0);

        Assert.Equal(2, result.Json.Count);
        Assert.Equal(result.Lines[0], result.Lines[1]);
    }

    [Fact]
    public async Task A_line_that_is_no_telegram_is_told_and_the_others_are_explained()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("t.hex", $"{Compact}\nnonsense\n{Compact}\n");

        var json = (await CommandLineRun.RunAsync("decode", "--json", file)).Returns(1);
        Assert.Equal([true, false, true], json.Json.Select(line => line.GetProperty("link").GetProperty("ok").GetBoolean()));
        Assert.False(json.Json[1].TryGetProperty("line", out _));
        Assert.Contains("line 2: no telegram", json.Error, StringComparison.Ordinal);
        var text = (await CommandLineRun.RunAsync("decode", file)).Returns(1);
        Assert.Contains("line 2: no telegram", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_read_too()
    {
        var result = (await CommandLineRun.RunWithInputAsync($"{Compact}\nE5\n", "decode", "--json", "-")).Returns(0);
        Assert.Equal(["long", "ack"], result.Json.Select(line => line.GetProperty("link").GetProperty("type").GetString()));
    }

    [Fact]
    public async Task An_encrypted_telegram_needs_the_key_of_its_meter()
    {
        var vector = JsonNode.Parse((await File.ReadAllLinesAsync(Repository.File("tests", "vectors", "mbus", "own-crypto.jsonl")))[0])!;
        var (hex, key) = ((string)vector["hex"]!, (string)vector["key"]!);

        Assert.Contains("encrypted", (await CommandLineRun.RunAsync("decode", hex)).Returns(1).Output, StringComparison.Ordinal);
        var opened = (await CommandLineRun.RunAsync("decode", "--json", "--key", key, hex)).Returns(0).Json[0];
        var plain = (await CommandLineRun.RunAsync("decode", "--json", (string)vector["plain_hex"]!)).Json[0];
        Assert.Equal(plain.GetProperty("records").GetRawText(), opened.GetProperty("records").GetRawText());
        (await CommandLineRun.RunAsync("decode", "--key", "0102", hex)).IsRefused("--key");
    }

    private static IEnumerable<string> RealMeters(string folder) =>
        Vectors(folder).Where(file => !Path.GetFileName(file).StartsWith("own-", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Vectors(string folder) => Directory.EnumerateFiles(folder, "*.jsonl").Where(file => !file.EndsWith("own-streams.jsonl", StringComparison.Ordinal));

    private static async Task AssertDecodesAsync(string file)
    {
        var vectors = (await File.ReadAllLinesAsync(file)).Select(line => JsonNode.Parse(line)!).Where(vector => vector["ambiguous"] is null && vector["expected"] is not null).ToList();
        using var folder = new TemporaryFolder();
        var input = folder.Write("t.hex", string.Join('\n', vectors.Select(vector => (string)vector["hex"]! is { Length: > 0 } hex ? hex : "#")));

        var result = await CommandLineRun.RunAsync("decode", "--json", input);

        var expected = vectors.Where(vector => ((string)vector["hex"]!).Length > 0).ToList();
        Assert.Equal(expected.Count, result.Lines.Count);
        Assert.All(expected.Zip(result.Lines), pair => Assert.Equal(Canonical(pair.First["expected"]!).ToJsonString(), Canonical(JsonNode.Parse(pair.Second)!).ToJsonString()));
    }

    /// <summary>Members by name, words in order, numbers as decimals without trailing zeros.</summary>
    private static JsonNode Canonical(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(
            member.Key,
            member.Value is null ? null : member.Key == "value" ? Value((string?)members["type"], (string)member.Value!) : Canonical(member.Value)))),
        JsonArray words when words.All(item => item is JsonValue) => new JsonArray([.. words.Select(word => word!.ToJsonString()).Order(StringComparer.Ordinal).Select(word => (JsonNode)word)]),
        JsonArray items => new JsonArray([.. items.Select(item => Canonical(item!))]),
        _ => node.DeepClone(),
    };

    private static JsonNode Value(string? type, string value) =>
        type is "int" or "uint" or "bits" or "real" && value.Contains('.', StringComparison.Ordinal) ? value.TrimEnd('0').TrimEnd('.') : value;
}
