using Gateway.CommandLine;
using Gateway.Configuration;
using Testing;

namespace Gateway.Tests.Configuring;

public class SettingsFileTests
{
    private const string Password = "Gateway:Http:TlsPassword";

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

    [Theory]
    [InlineData("Dlms")]
    [InlineData("Buses")]
    [InlineData("Groups")]
    public void An_empty_value_where_a_section_is_due_is_told_by_its_key(string section)
    {
        using var data = new TemporaryFolder();
        File.WriteAllText(SettingsFile.In(data.Path), $"{{\"Gateway\":{{\"{section}\":\"\"}}}}");

        var refused = Assert.Throws<RefusedException>(() => Gateway.Configuration.Settings.Load($"--Gateway:DataDirectory={data.Path}"));

        Assert.StartsWith($"Gateway:{section} is ''; it takes no value itself", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_stands_in_it_encrypted_and_is_read_back()
    {
        using var data = new TemporaryFolder();
        SettingsFile.Write(data.Path, new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [Password] = "canary-of-tls" });

        Assert.DoesNotContain("canary-of-tls", File.ReadAllText(SettingsFile.In(data.Path)), StringComparison.Ordinal);
        Assert.Equal("canary-of-tls", SettingsFile.Read(data.Path)[Password]);
        Assert.Equal("canary-of-tls", Gateway.Configuration.Settings.Load($"--Gateway:DataDirectory={data.Path}").Http.TlsPassword);
    }

    [Fact]
    public void A_secret_that_somebody_wrote_into_it_is_taken_as_it_is()
    {
        using var data = new TemporaryFolder();
        File.WriteAllText(SettingsFile.In(data.Path), """{"Gateway":{"Http":{"TlsPassword":"in clear"}}}""");

        Assert.Equal("in clear", SettingsFile.Read(data.Path)[Password]);
    }

    [Fact]
    public void A_secret_whose_key_is_gone_is_told_in_one_line_with_what_to_do()
    {
        using var data = new TemporaryFolder();
        SettingsFile.Write(data.Path, new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [Password] = "canary-of-tls" });
        Directory.Delete(data.File("keys"), recursive: true);

        var refused = Assert.Throws<RefusedException>(() => SettingsFile.Read(data.Path));

        Assert.StartsWith($"{SettingsFile.In(data.Path)}: {Password} cannot be read", refused.Message, StringComparison.Ordinal);
        Assert.Contains(data.File("keys"), refused.Message, StringComparison.Ordinal);
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
