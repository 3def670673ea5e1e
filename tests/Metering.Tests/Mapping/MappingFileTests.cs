using System.Text;
using Cosem;
using Metering.Mapping;
using Testing;
using static Metering.Tests.Mapping.Files;

namespace Metering.Tests.Mapping;

public class MappingFileTests
{
    /// <summary>The sample of the manual's section 5.3.4.2, with the blank at the end of the key.</summary>
    private const string OfTheManual =
        """
        {
        "includeInPush": "ALL",
        "mbusTelegram": 0,
        "mbusKeys": ["mbus.telegram.decoded.value "],
        "dlmsObisCode": "0.0.1.2.128.255",
        "dlmsScaler": 0,
        "dlmsUnit": 0,
        "dlmsClass": "data",
        "dlmsDataType": 10,
        "dlmsDefaultValue": null,
        "mbusUnit": null,
        "mbusDescriptionLong": null,
        "mbusTariff": null,
        "mbusStorageNumber": 0,
        "mbusSubUnit": null,
        "mbusFunction": null
        }
        """;

    [Fact]
    public void A_file_of_the_manual_loads_unchanged()
    {
        var check = Check(Water(OfTheManual));

        Assert.Empty(check.Issues);
        var entry = Assert.Single(check.Mapping!.Entries);
        Assert.Equal(LogicalName.Parse("0.0.1.2.128.255"), entry.LogicalName);
        Assert.Equal((ClassId.Data, DataType.VisibleString, (sbyte)0, null, null, true, 0), (entry.Class, entry.DataType, entry.Scaler, entry.Unit, entry.Default, entry.IsPushed, entry.Telegram));
        Assert.Equal([new MBusKey.DecodedValue()], entry.Keys);
    }

    [Fact]
    public void Everything_that_is_wrong_is_named_with_its_place()
    {
        var check = Check(
            """
            {
              "type": "water",
              "manufacturer": "KAMS",
              "version": 256,
              "surprise": 1,
              "entries": [
                { "mbusKeys": ["mbus.dib.0c13"], "dlmsObisCode": "8.0.1.0.256.255", "dlmsClass": "counter", "dlmsDataType": 13 },
                { "mbusKeys": [], "dlmsObisCode": "8.0.1.0.0.255", "dlmsClass": "data", "dlmsScaler": 510, "dlmsUnit": 253 },
                { "mbusKeys": ["mbus.frame.raw"], "dlmsObisCode": "8.0.1.0.0.255", "dlmsClass": "data", "dlmsDataType": 6, "dlmsDefaultValue": "-1", "includeInPush": "SOME" },
                17
              ]
            }
            """);

        Assert.Null(check.Mapping);
        string[] expected =
        [
            "test.json:3:19: error: \"manufacturer\" has to be three letters",
            "test.json:4:14: error: \"version\" has to be a whole number from 0 to 255",
            "test.json:5:3: warning: \"surprise\" is not known here",
            "test.json:7:20: error: \"mbus.dib.0c13\" is no key",
            "test.json:7:54: error: \"8.0.1.0.256.255\" is no OBIS code",
            "test.json:7:86: error: \"dlmsClass\" has to be data, register, extended_register, clock or profile_generic",
            "test.json:7:113: error: \"dlmsDataType\" 13 is no type that a value can have",
            "test.json:8:19: error: \"mbusKeys\" has to be a list of one to 100 keys",
            "test.json:8:91: error: \"dlmsScaler\" has to be a whole number from -50 to 50",
            "test.json:8:108: error: \"dlmsUnit\" 253 is reserved",
            "test.json:9:55: error: the OBIS code 8.0.1.0.0.255 stands in line 8 already",
            "test.json:9:132: error: \"dlmsDefaultValue\" is no value of type 6",
            "test.json:9:155: error: \"includeInPush\" has to be ALL or NONE",
            "test.json:10:5: error: an entry has to be an object",
        ];
        Assert.Equal(expected.Length, check.Issues.Length);
        Assert.All(expected.Zip(check.Issues), pair => Assert.StartsWith(pair.First, pair.Second.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "test.json:1:1: error: the file is empty.")]
    [InlineData(" \r\n", "test.json:1:1: error: the file is empty.")]
    [InlineData("\0\0", "test.json:1:1: error: this is not JSON: NUL bytes; this is no text.")]
    [InlineData("{", "test.json:1:2: error: this is not JSON: the file ends in the middle.")]
    [InlineData("{\n\"type\": x }", "test.json:2:9: error: this is not JSON: 'x': names and texts stand in double quotes")]
    [InlineData("{\n  type: 1 }", "test.json:2:3: error: this is not JSON: 't': names and texts stand in double quotes")]
    [InlineData("{ \"\u00e4\": 'x' }", "test.json:1:8: error: this is not JSON: names and texts stand in double quotes")]
    [InlineData("{ \"type\": \"water\", }", "test.json:1:20: error: this is not JSON: a comma stands before the end")]
    [InlineData("{ // a remark\n}", "test.json:1:3: error: this is not JSON: JSON has no comments.")]
    [InlineData("{} // a remark", "test.json:1:4: error: this is not JSON")]
    [InlineData("{ \"type\": undefined }", "test.json:1:11: error: this is not JSON")]
    [InlineData("{ \"version\": 0x10 }", "test.json:1:15: error: this is not JSON")]
    [InlineData("{ \"type\": \"wa\tter\" }", "test.json:1:14: error: this is not JSON: the control character U+0009")]
    [InlineData("{ \"version\": 1e999 }", "test.json:1:")]
    [InlineData("[]", "test.json:1:1: error: a mapping file is one JSON object")]
    [InlineData("{} {}", "test.json:1:4: error: this is not JSON: something follows after the end")]
    [InlineData("{ \"type\": 1,\n\"type\": 2 }", "test.json:2:1: error: \"type\" is given twice.")]
    [InlineData("{ \"type\": \"water\", \"manufacturer\": \"all\" }", "test.json:1:1: error: \"entries\" is missing")]
    public void What_is_no_mapping_file_is_refused(string json, string expected)
    {
        var check = Check(json);

        Assert.Null(check.Mapping);
        Assert.Contains(check.Issues, issue => issue.ToString().StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_too_big_too_deep_too_long_or_no_UTF8_is_refused()
    {
        Assert.Contains("at most 1048576", Assert.Single(MappingFile.Check("a", new byte[MappingFile.MaximumLength + 1]).Issues).Message, StringComparison.Ordinal);
        Assert.Contains("nested too deep", Assert.Single(Check(new string('[', 100_000)).Issues).Message, StringComparison.Ordinal);
        Assert.Contains("2000 is the most", Assert.Single(Check(Water([.. Enumerable.Repeat("0", 2001)])).Issues).Message, StringComparison.Ordinal);
        var latin1 = MappingFile.Check("a", Encoding.Latin1.GetBytes("{\n\"type\": \"wärme\" }"));
        Assert.Equal((2, MappingSeverity.Error), (Assert.Single(latin1.Issues).Line, latin1.Issues[0].Severity));
        Assert.Empty(MappingFile.Check("a", (byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Water(Volume))]).Issues);
        Assert.Contains("there is no such file", Assert.Single(MappingFile.Check(Path.Combine(Repository.Root, "no such file.json")).Issues).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_not_be_meant_is_warned_of()
    {
        var check = Check(
            """
            { "$schema": "./mapping.schema.json", "type": "watre", "manufacturer": "all", "version": 7, "entries": [
              { "mbusKeys": ["mbus.dib.volume.1.0.0.0.value", "mbus.dib.volume.2.0.0.0.value"], "dlmsObisCode": "8.0.1.2.0.255", "dlmsClass": "data" },
              { "mbusKeys": ["mbus.frame.raw"], "dlmsObisCode": "", "dlmsClass": "data" },
              { "mbusKeys": ["mbus.frame.raw"], "dlmsObisCode": "1.0.99.1.0.255", "dlmsClass": "profile_generic" } ] }
            """);

        Assert.All(check.Issues, issue => Assert.Equal(MappingSeverity.Warning, issue.Severity));
        Assert.Equal([1, 1, 2, 3, 4], check.Issues.Select(issue => issue.Line));
        Assert.Contains("no meter has the type \"watre\"", check.Issues[0].Message, StringComparison.Ordinal);
        Assert.Contains("order assumed", check.Issues[2].Message, StringComparison.Ordinal);
        Assert.Equal([true, false], check.Mapping!.Entries.Select(entry => entry.IsServed));
    }

    [Fact]
    public void An_author_who_knows_the_order_of_the_numbers_is_not_warned_and_there_is_no_other_order()
    {
        var file = Water(Entry("mbus.dib.volume.1.0.0.0.value", "data", 6));
        Assert.Contains("order assumed", Assert.Single(Check(file).Issues).Message, StringComparison.Ordinal);
        Assert.Empty(Check(file.Replace("\"entries\"", "\"mbusKeyOrder\": \"storage, tariff, subunit, function\", \"entries\"", StringComparison.Ordinal)).Issues);
        var other = Check(file.Replace("\"entries\"", "\"mbusKeyOrder\": \"tariff, storage, subunit, function\", \"entries\"", StringComparison.Ordinal));
        Assert.Contains("no other order is read", Assert.Single(other.Issues).Message, StringComparison.Ordinal);
        Assert.Null(other.Mapping);
    }

    [Fact]
    public void What_is_unknown_is_kept()
    {
        var json = Water(Volume.Replace("\"dlmsUnit\"", "\"colour\": \"blue\", \"dlmsUnit\"", StringComparison.Ordinal));
        var check = Check(json);

        Assert.Contains("\"colour\" is not known here", Assert.Single(check.Issues).Message, StringComparison.Ordinal);
        Assert.Equal(json, check.Mapping!.Json);
    }

    [Theory]
    [InlineData("mbus.dib.0C13.unmodifiedvalue ", "0c13", null)]
    [InlineData("mbus.dib.8c1013.value", "8c1013", null)]
    [InlineData("mbus.dib.volume.0.1.0.0.unmodifiedvalue", null, "volume 0 1 0 Instantaneous")]
    [InlineData("mbus.dib.Op-Time data-error.1.2.3.3.value", null, "op-time data-error 1 2 3 ErrorState")]
    [InlineData("mbus.dib.datetime-of-battery-change.0.0.0.0.value", null, "battery-change-date 0 0 0 Instantaneous")]
    [InlineData("mbus.dib.energy acc-of-abs-value-only-if-neg-contr.0.0.0.0.value", null, "energy negative-accumulation 0 0 0 Instantaneous")]
    [InlineData("mbus.dib.volume additive-correction-0.001.0.0.0.2.value", null, "volume additive-correction-0.001 0 0 0 Minimum")]
    public void Records_are_selected_by_bytes_or_by_name(string key, string? bytes, string? name)
    {
        var parsed = MBusKey.TryParse(key);

        Assert.Equal(bytes, (parsed as MBusKey.ByBytes)?.Bytes);
        Assert.Equal(name, parsed is MBusKey.ByName by ? $"{by.Description} {by.Storage} {by.Tariff} {by.Subunit} {by.Function}" : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mbus.dib..value")]
    [InlineData("mbus.dib.0c1.value")]
    [InlineData("mbus.dib.0c13.rawvalue")]
    [InlineData("mbus.dib.volume.0.0.0.value")]
    [InlineData("mbus.dib.volume.0.0.0.4.value")]
    [InlineData("mbus.dib.volume.-1.0.0.0.value")]
    [InlineData("mbus.dib..0.0.0.0.value")]
    [InlineData("mbus.dib.volume.99999999999999999999.0.0.0.value")]
    [InlineData("mbus.frame")]
    [InlineData("mbus.header.colour")]
    [InlineData("mbus.header.1")]
    [InlineData("mbus.telegram.decoded")]
    public void Anything_else_is_no_key(string key) => Assert.Null(MBusKey.TryParse(key));

    [Fact]
    public void Whatever_the_bytes_only_issues_come_out()
    {
        var seeds = new[] { Water(OfTheManual), Water(Volume, Entry("mbus.header.status", "data", 0, "\"dlmsDefaultValue\": \"2024-01-01\"")) }
            .Concat(ShippedMappings.Files.Take(3).Select(file => File.ReadAllText(Path.Combine(ShippedMappings.Folder, file))))
            .Select(Encoding.UTF8.GetBytes).ToList();
        var random = new Random(4);
        var rounds = Rounds.Of(quick: 2_000, ci: 100_000, full: 1_000_000);
        for (var i = 0; i < rounds; i++)
        {
            var check = MappingFile.Check("a", i % 50 == 0 ? Mutations.Noise(random, 200) : Mutations.Mutate(random, seeds[i % seeds.Count]));
            Assert.Equal(check.Mapping is null, check.Issues.Any(issue => issue.Severity == MappingSeverity.Error));
        }

        foreach (var cut in Mutations.Truncations(seeds[0]))
        {
            Assert.Null(MappingFile.Check("a", cut).Mapping);
        }
    }
}
