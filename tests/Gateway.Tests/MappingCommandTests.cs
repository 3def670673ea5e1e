using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests;

public class MappingCommandTests
{
    private static readonly string Good = MappingText.File(MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value"));

    [Fact]
    public async Task The_shipped_files_are_good()
    {
        var result = (await CommandLineRun.RunAsync("mapping", "check", Repository.File("mappings"))).Returns(0);
        Assert.Equal(Directory.GetFiles(Repository.File("mappings"), "*.all.0.json").Length, result.Lines.Count(line => line.Contains(".all.0.json: good: ", StringComparison.Ordinal)));
        Assert.DoesNotContain("error", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_good_file_is_told_with_its_type_and_number_of_codes()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("water.json", Good);
        var result = (await CommandLineRun.RunAsync("mapping", "check", file)).Returns(0);
        Assert.Contains($"{file}: good: water, all, version all, 1 OBIS codes", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"type\": \"water\",\n  oops", 2)]
    [InlineData("", 1)]
    [InlineData("\0\0\0", 1)]
    [InlineData("{\n\"type\": \"water\", \"manufacturer\": \"all\",\nentries: []\n}", 3)]
    public async Task A_file_that_is_no_JSON_is_refused_with_its_place(string text, int line)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("bad.json", text);
        var result = (await CommandLineRun.RunAsync("mapping", "check", file)).Returns(1);
        Assert.Contains($"{file}:{line}:", result.Output, StringComparison.Ordinal);
        Assert.Contains($"{file}: refused", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_error_is_told_with_line_and_column()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("bad.json", MappingText.File(
            MappingText.Entry("8.0.1.0.0.999", "mbus.dib.0413.value"),
            MappingText.Entry("8.0.2.0.0.255", "mbus.nonsense"),
            MappingText.Entry("8.0.3.0.0.255", "mbus.dib.0413.value", type: 99)));

        var result = (await CommandLineRun.RunAsync("mapping", "check", file)).Returns(1);

        Assert.Equal([2, 3, 4], result.Lines.Where(line => line.Contains(": error: ", StringComparison.Ordinal)).Select(line => int.Parse(line[(file.Length + 1)..].Split(':')[0], System.Globalization.CultureInfo.InvariantCulture)));
        var json = (await CommandLineRun.RunAsync("mapping", "check", "--json", file)).Returns(1).Json;
        Assert.Equal([2, 3, 4], json.Select(issue => issue.GetProperty("line").GetInt32()));
        Assert.All(json, issue => Assert.True(issue.GetProperty("column").GetInt32() > 0 && issue.GetProperty("severity").GetString() == "Error" && issue.GetProperty("file").GetString() == file));
    }

    [Fact]
    public async Task One_bad_file_among_good_ones_fails()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.json", Good);
        folder.Write("b.json", "[]");
        folder.Write("mapping.schema.json", "{}");
        var result = (await CommandLineRun.RunAsync("mapping", "check", folder.Path)).Returns(1);
        Assert.Contains("a.json: good", result.Output, StringComparison.Ordinal);
        Assert.Contains("b.json: refused", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("schema", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_mapping_files_is_refused()
    {
        using var folder = new TemporaryFolder();
        (await CommandLineRun.RunAsync("mapping", "check", folder.Path)).IsRefused(folder.Path);
    }

    [Fact]
    public async Task A_template_of_what_a_meter_sent_is_a_good_file_also_without_a_service()
    {
        using var data = new TemporaryFolder();
        string[] template = ["mapping", "template", "16", "--data-directory", data.Path];
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
            await gateway.AllAreReadAsync();
            await CheckAsync((await CommandLineRun.RunAsync(template)).Returns(0).Output);
            (await CommandLineRun.RunAsync("mapping", "template", "99", "--data-directory", data.Path)).IsRefused("There is no meter '99'");
        }

        await CheckAsync((await CommandLineRun.RunAsync(template)).Returns(0).Output);

        async Task CheckAsync(string text)
        {
            using var folder = new TemporaryFolder();
            Assert.Contains(": good: ", (await CommandLineRun.RunAsync("mapping", "check", folder.Write("template.json", text))).Returns(0).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused_and_the_others_are_checked()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.json", Good);
        var result = (await CommandLineRun.RunAsync("mapping", "check", "no-such.json", file)).Returns(2);
        Assert.Contains("no-such.json:1:1: error: there is no such file.", result.Output, StringComparison.Ordinal);
        Assert.Contains("a.json: good", result.Output, StringComparison.Ordinal);
    }
}
