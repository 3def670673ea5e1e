using Cosem;
using Gateway.CommandLine;
using Gateway.Tests.Harness;

namespace Gateway.Tests;

/// <summary>Profiles as the head-end of the command line shows them.</summary>
public class DlmsProfileTests(SimulatedGateway simulated) : IClassFixture<SimulatedGateway>
{
    private const string LoadProfile1 = "1.0.99.1.0.255:2";

    private static readonly CaptureObject[] Captured =
    [
        new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2, 0),
        .. Enumerable.Range(0, 4).Select(tariff => new CaptureObject(ClassId.Register, new(1, 0, 1, 8, (byte)tariff, 255), 2, 0)),
    ];

    [Fact]
    public async Task Its_head_names_object_attribute_and_unit_and_its_rows_begin_with_the_time()
    {
        var lines = (await ReadAsync(LoadProfile1, "--columns", "6.0.1.0.0.255,6-0:9.0.0")).Returns(0).Lines;
        Assert.Equal("1.0.99.1.0.255  2          1 row", lines[2]);
        Assert.Equal("1.0.99.1.0.255", lines[3]);
        Assert.Equal("time                       6.0.1.0.0.255:2 Wh  6.0.9.0.0.255:2 m3/h", lines[4]);
        Assert.Matches(@"^20[0-9-]{8}T[0-9:]{8}\+0[12]:00  [0-9]+ +[0-9]+\.[0-9]{3}$", lines[6]);
        Assert.Equal(7, lines.Count);
    }

    [Fact]
    public async Task One_that_is_wider_than_a_terminal_is_shown_in_parts_and_long_values_are_cut()
    {
        var lines = (await ReadAsync(LoadProfile1)).Returns(0).Lines;
        Assert.True(lines.Count(line => line.StartsWith("time ", StringComparison.Ordinal)) > 2);
        Assert.All(lines, line => Assert.True(line.Length <= 250, line));
        Assert.Contains(lines, line => line.Contains("  2026-01-01 ", StringComparison.Ordinal)); // the set date, 5 octets
        Assert.Equal("Values that end with .. are longer than 40 characters; --json gives them whole.", lines[^1]);
    }

    [Fact]
    public async Task As_JSON_it_has_whole_values_and_columns_like_those_of_a_push()
    {
        var json = Assert.Single((await ReadAsync(LoadProfile1, "--json")).Returns(0).Json);
        var columns = json.GetProperty("columns").EnumerateArray().ToList();
        var row = Assert.Single(json.GetProperty("rows").EnumerateArray()).EnumerateArray().Select(cell => cell.GetString()).ToList();
        Assert.Equal(columns.Count, row.Count);
        Assert.Equal(("0.0.1.0.0.255", 8), (columns[0].GetProperty("obis").GetString(), columns[0].GetProperty("class").GetInt32()));
        Assert.Equal(("6.0.1.0.0.255", "Wh"), (columns[1].GetProperty("obis").GetString(), columns[1].GetProperty("unit").GetString()));
        Assert.Contains(row, cell => cell?.Length > 1000);
        Assert.True(DateTimeOffset.TryParseExact(row[0], "yyyy-MM-dd'T'HH:mm:sszzz", null, default, out _), row[0]);
    }

    [Theory]
    [InlineData("1 row", "--entries", "1")]
    [InlineData("1 row", "--entries", "1-10")]
    [InlineData("1 row", "--entries", "1-", "--columns", "6-0:9.0.0")]
    [InlineData("0 rows", "--entries", "2-10")]
    [InlineData("1 row", "--from", "1d")]
    [InlineData("0 rows", "--to", "2020-01-01T00:00")]
    public async Task Rows_are_chosen_by_number_or_time(string rows, params string[] options) =>
        Assert.Equal($"1.0.99.1.0.255  2          {rows}", (await ReadAsync(LoadProfile1, options)).Returns(0).Lines[2]);

    [Theory]
    [InlineData("--from is 'yesterday'; give a time such as 2026-11-28", "--from", "yesterday")]
    [InlineData("--to is '03.04.2026'; give a time such as 2026-11-28", "--to", "03.04.2026")]
    [InlineData("--from is later than --to", "--from", "2026-11-29", "--to", "2026-11-28")]
    [InlineData("--entries is '0-3'; give rows by their numbers", "--entries", "0-3")]
    [InlineData("--entries is '5-3'; give rows by their numbers", "--entries", "5-3")]
    [InlineData("--entries is '-'; give rows by their numbers", "--entries", "-")]
    [InlineData("Give --entries, or --from and --to, not both.", "--entries", "1", "--from", "1d")]
    [InlineData("--columns: 'energy' is no OBIS code", "--columns", "energy")]
    [InlineData("1.0.99.1.0.255 has no column 1.0.99.99.0.255; it has 0.0.1.0.0.255:2, 6.0.1.0.0.255:2, ", "--columns", "1-0:99.99.0")]
    public async Task What_cannot_be_chosen_is_refused(string words, params string[] options) => (await ReadAsync(LoadProfile1, options)).IsRefused(words);

    [Theory]
    [InlineData("6.0.1.0.0.255", "--from chooses from the rows of a profile, and 6.0.1.0.0.255 is none (class 3, register); this device has ")]
    [InlineData("1.0.99.1.0.255:7", "write 1.0.99.1.0.255:2")]
    [InlineData(null, "--from chooses from the rows of a profile; name it with --object: this device has ")]
    public async Task Rows_of_what_is_no_profile_are_refused(string? name, string words) => (await ReadAsync(name, "--from", "1d")).IsRefused(words);

    [Fact]
    public void By_entry_the_columns_between_are_asked_for_too()
    {
        var part = new DlmsProfilePart("--entries", null, null, (1, 0), [(Captured[2].LogicalName, 2), (Captured[3].LogicalName, null)]);
        var chosen = part.ChosenOf(default, Captured);
        var (access, offered) = part.AccessTo(Captured, chosen);
        Assert.Equal([0, 2, 3], chosen);
        Assert.Equal([0, 1, 2, 3], offered);
        Assert.Equal(new EntryDescriptor(1, 0, 1, 4).ToSelectiveAccess(), access);
    }

    [Fact]
    public void By_time_only_the_columns_that_are_shown_are_asked_for()
    {
        var from = new DateTimeOffset(2026, 3, 29, 14, 5, 0, TimeSpan.FromHours(2));
        var part = new DlmsProfilePart("--from", from, null, null, [(Captured[2].LogicalName, null)]);
        var (access, offered) = part.AccessTo(Captured, part.ChosenOf(default, Captured));
        Assert.Equal([0, 2], offered);
        Assert.True(RangeDescriptor.TryParse(access!.Parameters, out var range));
        Assert.Equal((from, CosemDateTime.NotSpecified), (range.From.ToMoment(TimeZoneInfo.Utc), range.To));
        Assert.Equal([Captured[0], Captured[2]], range.Columns);
    }

    private Task<CommandResult> ReadAsync(string? name, params string[] options)
    {
        var gateway = simulated.Running;
        return CommandLineRun.RunAsync(
        [
            "dlms", "read", $"localhost:{gateway.DlmsPort}", "--device", "16", .. name is null ? (string[])[] : ["--object", name],
            "--guek", Convert.ToHexString(gateway.Installation.Security.Keys.GlobalUnicastEncryptionKey),
            "--gak", Convert.ToHexString(gateway.Installation.Security.Keys.AuthenticationKey),
            .. options,
        ]);
    }
}
