using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Testing;

namespace Gateway.Tests;

public class SettingsTests
{
    /// <summary>A wrong setting, and the key that the message has to begin with.</summary>
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "Gateway:DataDirectory", "", "Gateway:DataDirectory" },
        { "Gateway:DataDirectory", "  ", "Gateway:DataDirectory" },
        { "Gateway:Simulation", "perhaps", "Gateway:Simulation" },
        { "Gateway:SimulatedMeters", "0", "Gateway:SimulatedMeters" },
        { "Gateway:SimulatedMeters", "251", "Gateway:SimulatedMeters" },
        { "Gateway:SimulatedMeters", "many", "Gateway:SimulatedMeters" },
        { "Gateway:DiskLowMegabytes", "-1", "Gateway:DiskLowMegabytes" },
        { "Gateway:DiskLowMegabytes", "1000001", "Gateway:DiskLowMegabytes" },
        { "Gateway:FlagId", "El1", "Gateway:FlagId" },
        { "Gateway:FlagId", "ELVA", "Gateway:FlagId" },
        { "Gateway:FlagId", "", "Gateway:FlagId" },
        { "Gateway:Serial", "1", "Gateway:Serial" },
        { "Gateway:Serial", "0268435456", "Gateway:Serial" },
        { "Gateway:Serial", "-000000001", "Gateway:Serial" },
        { "Gateway:TimeZone", "Mars/Olympus", "Gateway:TimeZone" },
        { "Gateway:ReadoutInterval", "7 min", "Gateway:ReadoutInterval" },
        { "Gateway:ReadoutInterval", "", "Gateway:ReadoutInterval" },
        { "Gateway:MaxAge", "-00:00:01", "Gateway:MaxAge" },
        { "Gateway:MaxAge", "60", "Gateway:MaxAge" },
        { "Gateway:MaxAge", "soon", "Gateway:MaxAge" },
        { "Gateway:OnDemandTimeout", "00:00:00", "Gateway:OnDemandTimeout" },
        { "Gateway:OnDemandTimeout", "15", "Gateway:OnDemandTimeout" },
        { "Gateway:Mappings", "no/such/folder", "Gateway:Mappings" },
        { "Gateway:Dlms:Port", "65536", "Gateway:Dlms:Port" },
        { "Gateway:Dlms:Port", "-1", "Gateway:Dlms:Port" },
        { "Gateway:Dlms:Port", "x", "Gateway:Dlms:Port" },
        { "Gateway:Dlms:AllowLls", "yes", "Gateway:Dlms:AllowLls" },
        { "Gateway:Dlms:MaxSendPdu", "63", "Gateway:Dlms:MaxSendPdu" },
        { "Gateway:Dlms:MaxSendPdu", "65536", "Gateway:Dlms:MaxSendPdu" },
        { "Gateway:Dlms:InactivityTimeout", "00:00:04", "Gateway:Dlms:InactivityTimeout" },
        { "Gateway:Http:Port", "65536", "Gateway:Http:Port" },
        { "Gateway:Http:Port", "4059", "Gateway:Http:Port is 4059 as Gateway:Dlms:Port" },
        { "Gateway:Buses:cellar:Address", "", "Gateway:Buses:cellar:Address" },
        { "Gateway:Buses:cellar:Address", "tcp://host", "Gateway:Buses:cellar:Address" },
        { "Gateway:Buses:cellar:BaudRate", "2401", "Gateway:Buses:cellar:BaudRate" },
        { "Gateway:Buses:cellar:ExtraTimeout", "1.00:00:00", "Gateway:Buses:cellar:ExtraTimeout" },
        { "Gateway:Buses:cellar:Dtr", "maybe", "Gateway:Buses:cellar:Dtr is 'maybe'; give true or false" },
        { "Gateway:Buses:cellar:Rts", "1", "Gateway:Buses:cellar:Rts is '1'; give true or false" },
        { "Gateway:Buses:cellar:PowerUpDelay", "00:01:01", "Gateway:Buses:cellar:PowerUpDelay is 00:01:01; give 00:00:00 to 00:01:00" },
        { "Gateway:Buses:cellar:PowerUpDelay", "-00:00:01", "Gateway:Buses:cellar:PowerUpDelay" },
        { "Gateway:Buses:cellar:PowerUpDelay", "2 s", "Gateway:Buses:cellar:PowerUpDelay" },
        { "Gateway:Buses:cellar:ReadoutInterval", "1 year", "Gateway:Buses:cellar:ReadoutInterval" },
        { "Gateway:Buses:cellar:Continuous", "always", "Gateway:Buses:cellar:Continuous" },
        { "Gateway:Retention", "", "Gateway:Retention is ''; give 1 to 3653 days" },
        { "Gateway:Retention", "0", "Gateway:Retention" },
        { "Gateway:Retention", "-1", "Gateway:Retention" },
        { "Gateway:Retention", "3654", "Gateway:Retention" },
        { "Gateway:Retention", "999999999 days", "Gateway:Retention" },
        { "Gateway:Retention", "400 weeks", "Gateway:Retention" },
        { "Gateway:Retention", "12:00:00", "Gateway:Retention" },
        { "Gateway:Retention", "for ever", "Gateway:Retention" },
        { "Gateway:Groups:heat:Retention", "1.5", "Gateway:Groups:heat:Retention" },
        { "Gateway:Groups:heat:Retention", "", "Gateway:Groups:heat:Retention" },
        { "Gateway:Groups:heat:ReadoutInterval", "7 min", "Gateway:Groups:heat:ReadoutInterval" },
        { "Gateway:Groups:heat:Interval", "15 min", "Gateway:Groups:heat:Interval" },
        { "Gateway:Groups:heat", "15 min", "Gateway:Groups:heat" },
        { "Gateway:Buses:cellar", "tcp://127.0.0.1:10001", "Gateway:Buses:cellar" },
        { "Gateway:Buses:a/b:Address", "COM3", "Gateway:Buses:a/b: a bus's name has letters" },
        { "Gateway:Buses:a?b:Address", "COM3", "Gateway:Buses:a?b: a bus's name has letters" },
        { "Gateway:Buses:..:Address", "COM3", "Gateway:Buses:..: a bus's name has letters" },
        { "Gateway:Buses:SIMULATED:Address", "tcp://127.0.0.1:10001", "Gateway:Buses:SIMULATED" },
        { "Gateway:Buses", "tcp://127.0.0.1:10001", "Gateway:Buses" },
        { "Gateway:Dlms", "4059", "Gateway:Dlms" },

        // keys that are none
        { "Gateway:Dlms:Prt", "4059", "Gateway:Dlms:Prt" },
        { "Gateway:DlmsPort", "4059", "Gateway:DlmsPort" },
        { "Gateway:Buses:cellar:Adress", "tcp://127.0.0.1:10001", "Gateway:Buses:cellar:Adress" },
        { "Gateway:Http:Port:x", "1", "Gateway:Http:Port" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_refused_by_its_name(string key, string value, string named)
    {
        var refused = Assert.Throws<RefusedException>(() => Read((key, value)));
        Assert.Contains(refused.Message.Split('\n'), line => line.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var refused = Assert.Throws<RefusedException>(() => Read(
            ("Gateway:Dlms:Prt", "1"), ("Gateway:FlagId", "x"), ("Gateway:Http:Port", "-1"), ("Gateway:Buses:a:Address", "x"), ("Gateway:Buses:a:BaudRate", "1")));

        Assert.Equal(5, refused.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("Gateway:Dlms:Port", "abc", "a whole number")]
    [InlineData("Gateway:Dlms:AllowLls", "yes", "true or false")]
    [InlineData("Gateway:MaxAge", "soon", "hours:minutes:seconds, such as 00:01:00")]
    [InlineData("Gateway:Buses:cellar:BaudRate", "fast", "a whole number")]
    public void A_value_of_the_wrong_kind_is_told_in_words(string key, string value, string kind)
    {
        var refused = Assert.Throws<RefusedException>(() => Read((key, value), ("Gateway:Nonsense", "1"), ("Gateway:Buses:cellar:Address", "COM3")));
        Assert.Equal([$"{key} is '{value}'; give {kind}."], refused.Message.Split(Environment.NewLine).Where(line => !line.StartsWith("Gateway:Nonsense is not a setting", StringComparison.Ordinal)));
        Assert.Contains("Gateway:Nonsense is not a setting", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_cannot_be_read_hides_no_other_fault()
    {
        var refused = Assert.Throws<RefusedException>(() => Read(
            ("Gateway:Buses:cellar:Dtr", "maybe"), ("Gateway:Buses:cellar:BaudRate", "2401"), ("Gateway:Buses:cellar:Address", "x"), ("Gateway:FlagId", "x")));
        Assert.All(
            ["Gateway:Buses:cellar:Dtr is 'maybe'", "Gateway:Buses:cellar:BaudRate is 2401", "Gateway:Buses:cellar:Address is 'x'", "Gateway:FlagId is 'x'"],
            words => Assert.Single(refused.Message.Split(Environment.NewLine), line => line.StartsWith(words, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_name_of_a_bus_may_be_two_words_of_any_language() =>
        Assert.Single(Read(("Gateway:Buses:K\u00e4llare 2_b-c.d:Address", "COM3")).Buses);

    [Fact]
    public void A_misspelt_key_of_a_bus_is_told_once()
    {
        var refused = Assert.Throws<RefusedException>(() => Read(("Gateway:Buses:cellar:Addres", "tcp://127.0.0.1:10001")));
        Assert.StartsWith("Gateway:Buses:cellar:Addres is not a setting", Assert.Single(refused.Message.Split(Environment.NewLine)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("400", 400)]
    [InlineData("1 day", 1)]
    [InlineData(" 3653  days ", 3653)]
    [InlineData("400.00:00:00", 400)]
    public void A_retention_is_written_in_days(string text, int days) =>
        Assert.Equal(TimeSpan.FromDays(days), RetentionPeriod.Parse(Read(("Gateway:Retention", text), ("Gateway:Groups:heat:Retention", text)).Groups["heat"].Retention!));

    [Fact]
    public void Without_settings_the_defaults_are_those_of_the_manual()
    {
        var options = Read();
        Assert.Equal(("data", 4059, 8080), (options.DataDirectory, options.Dlms.Port, options.Http.Port));
        Assert.Null(options.Dlms.AllowLls);
        Assert.Null(options.Simulation);
        Assert.Equal(TimeSpan.FromSeconds(60), options.MaxAge);
        Assert.Equal(TimeSpan.FromSeconds(15), options.OnDemandTimeout);
        Assert.Equal("15 min", options.ReadoutInterval);
        Assert.Empty(options.Buses);
    }

    [Fact]
    public void A_bus_is_read_with_all_its_settings()
    {
        var options = Read(
            ("Gateway:Buses:cellar:Address", "/dev/ttyUSB0"), ("Gateway:Buses:cellar:BaudRate", "300"), ("Gateway:Buses:cellar:ExtraTimeout", "00:00:02"),
            ("Gateway:Buses:cellar:ReadoutInterval", "1 h"), ("Gateway:Buses:cellar:Dtr", "false"), ("Gateway:Buses:cellar:Rts", "false"),
            ("Gateway:Buses:cellar:PowerUpDelay", "00:00:03"), ("Gateway:Buses:attic:Address", "tcp://10.0.0.7:10001"));

        Assert.Equal(
            new BusOptions
            {
                Address = "/dev/ttyUSB0",
                BaudRate = 300,
                ExtraTimeout = TimeSpan.FromSeconds(2),
                ReadoutInterval = "1 h",
                Dtr = false,
                Rts = false,
                PowerUpDelay = TimeSpan.FromSeconds(3),
            },
            options.Buses["cellar"]);
        Assert.Equal(new BusOptions { Address = "tcp://10.0.0.7:10001" }, options.Buses["attic"]);
    }

    [Theory]
    [InlineData("Dtr", "false")]
    [InlineData("Rts", "false")]
    [InlineData("PowerUpDelay", "00:00:02")]
    public void A_setting_of_serial_ports_is_refused_behind_tcp(string setting, string value)
    {
        (string, string) given = ($"Gateway:Buses:cellar:{setting}", value);
        var refused = Assert.Throws<RefusedException>(() => Read(("Gateway:Buses:cellar:Address", "tcp://10.0.0.7:10001"), given));
        Assert.Equal($"Gateway:Buses:cellar:{setting} is a serial port's; Gateway:Buses:cellar:Address is 'tcp://10.0.0.7:10001'.", refused.Message);
        Assert.Single(Read(("Gateway:Buses:cellar:Address", "/dev/ttyUSB0"), given).Buses);
    }

    [Theory]
    [InlineData("tcp://10.0.0.7:10001", "TCP://10.0.0.7:10001")]
    [InlineData("COM3", "com3")]
    [InlineData("/dev/ttyUSB0", "/dev/ttyUSB0")]
    public void Two_buses_with_one_address_are_refused(string one, string other)
    {
        var refused = Assert.Throws<RefusedException>(() => Read(("Gateway:Buses:attic:Address", one), ("Gateway:Buses:cellar:Address", other)));
        Assert.Equal(
            "Gateway:Buses:cellar:Address is that of Gateway:Buses:attic; give each bus a level converter of its own.", refused.Message);
    }

    [Fact]
    public void Buses_at_ports_whose_names_differ_in_case_are_two() =>
        Assert.Equal(2, Read(("Gateway:Buses:attic:Address", "/dev/ttyA"), ("Gateway:Buses:cellar:Address", "/dev/ttya")).Buses.Count);

    [Fact]
    public async Task A_wrong_setting_stops_the_start_with_one_line()
    {
        using var folder = new TemporaryFolder();
        var result = await CommandLineRun.RunAsync("run", $"--Gateway:DataDirectory={folder.File("data")}", "--Gateway:Dlms:Port", "70000");

        result.IsRefused("Gateway:Dlms:Port");
        Assert.Single(result.Error.Trim().Split('\n'));
        Assert.False(Directory.Exists(folder.File("data")));
    }

    [Theory]
    [InlineData("--data-directory", "x")]
    [InlineData("--Gatway:Dlms:Port", "4060")]
    [InlineData("--Gateway:Dlms:Port")]
    [InlineData("nonsense")]
    [InlineData("--verbose")]
    public async Task What_is_no_setting_stops_the_start(params string[] args)
    {
        // The folder is a file, so that a start that is not stopped ends all the same.
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "");
        var result = await CommandLineRun.RunAsync(["run", $"--Gateway:DataDirectory={file}", .. args]);
        result.IsRefused(args[0]);
    }

    [Fact]
    public async Task The_environment_goes_before_the_file_and_the_command_line_before_the_environment()
    {
        using var folder = new TemporaryFolder();
        string[] environment = ["Gateway__DataDirectory=wrong", "Gateway__Dlms__Port=70001", "Gateway__Http__Port=70002"];

        var result = await GatewayProgram.RunAsync(folder, environment, "--Gateway:Http:Port", "70003", "--Gateway:DataDirectory", "right");

        result.IsRefused("Gateway:Dlms:Port is 70001", "Gateway:Http:Port is 70003");
        Assert.DoesNotContain("70002", result.Error, StringComparison.Ordinal);
    }

    private static GatewayOptions Read(params (string Key, string Value)[] settings) => Settings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
}
