using Gateway.CommandLine;
using Gateway.Configuration;
using Testing;

namespace Gateway.Tests.Configuring;

public class SettingsFileTests
{
    [Theory]
    [InlineData("{\n  \"Gateway\": { \"Retention\" \"1 year\" }\n}", "line 2, column ")]
    [InlineData("{\"Gateway\":{\"DataDirectory\":\"elsewhere\"}}", "cannot stand in the data directory itself")]
    [InlineData("{\"Serilog\":{\"MinimumLevel\":\"Debug\"}}", "not in the section Gateway")]
    [InlineData("{\"Gateway\":{\"Retention\":null}}", "is null")]
    [InlineData("{\"Gateway\":{\"MaxAge\":\"00:01:00\",\"maxAge\":\"00:02:00\"}}", "twice")]
    [InlineData("[]", "not in the section Gateway")]
    public void A_file_that_cannot_be_used_is_told_in_one_line_with_its_place(string text, string words)
    {
        using var data = new TemporaryFolder();
        File.WriteAllText(SettingsFile.In(data.Path), text);

        var refused = Assert.Throws<RefusedException>(() => Gateway.Configuration.Settings.Load($"--Gateway:DataDirectory={data.Path}"));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(SettingsFile.In(data.Path), refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void It_counts_less_than_the_command_line_and_more_than_the_default()
    {
        using var data = new TemporaryFolder();
        File.WriteAllText(SettingsFile.In(data.Path), """{"Gateway":{"ReadoutInterval":"1 h","Dlms":{"Port":4070}}}""");

        var options = Gateway.Configuration.Settings.Load($"--Gateway:DataDirectory={data.Path}", "--Gateway:Dlms:Port=4080");

        Assert.Equal(("1 h", 4080), (options.ReadoutInterval, options.Dlms.Port));
    }

    [Fact]
    public void Until_a_service_has_started_the_state_before_the_change_can_come_back()
    {
        using var data = new TemporaryFolder();
        Assert.False(SettingsFile.TakeBack(data.Path));
        SettingsFile.Write(data.Path, Of("1 h"));
        SettingsFile.Keep(data.Path);
        SettingsFile.Write(data.Path, Of("1 day"));
        SettingsFile.Write(data.Path, Of("1 week"));

        Assert.True(SettingsFile.TakeBack(data.Path));

        Assert.Equal("1 h", SettingsFile.Read(data.Path)["Gateway:ReadoutInterval"]);
        Assert.False(SettingsFile.TakeBack(data.Path));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(SettingsFile.In(data.Path)) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private static Dictionary<string, string?> Of(string interval) => new(StringComparer.OrdinalIgnoreCase) { ["Gateway:ReadoutInterval"] = interval };
}
