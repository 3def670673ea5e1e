using Gateway.Api;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests;

/// <summary>The verbs that ask the service: of one that runs, and of its parts when none does.</summary>
public class ServiceVerbTests
{
    private const string Key = "0123456789ABCDEF0123456789ABCDEF";

    [Fact]
    public async Task Buses_and_meters_of_a_running_service_are_shown_changed_and_read()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=3", "Gateway:Groups:battery:ReadoutInterval=1 day");
        await gateway.AllAreReadAsync();

        var bus = Assert.Single((await RunAsync(data, "bus", "list", "--json")).Returns(0).Json);
        Assert.Equal("SIMULATED", bus.GetProperty("name").GetString());
        Assert.Contains("all values are invented", (await RunAsync(data, "bus", "show", "SIMULATED")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains("3 meters.", (await RunAsync(data, "meter", "list")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 read.", (await RunAsync(data, "meter", "read", "16", "id:2")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains("3 of 3 read.", (await RunAsync(data, "meter", "read", "--all")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains("RSP_UD from meter 2", (await RunAsync(data, "meter", "frames", "17")).Returns(0).Output, StringComparison.Ordinal);

        (await RunAsync(data, "meter", "set", "17", "--name", "kitchen", "--interval", "1 day", "--minimum-interval", "6h", "--quota", "4/1d", "--extra-response-time", "1500", "--first-bit", "0", "--application-reset", "50", "--baud", "300", "--group", "battery", "--active", "false")).Returns(0);
        var meter = gateway.Meters.Find(new MeterId(2))!;
        Assert.Equal(
            new Meter { Bus = meter.Bus, Name = "kitchen", Group = "battery", BaudRate = 300, Active = false }.ToString(),
            new Meter { Bus = meter.Bus, Name = meter.Name, Group = meter.Group, BaudRate = meter.BaudRate, Active = meter.Active }.ToString());
        Assert.Equal(
            new MeterReadoutSettings
            {
                Interval = "1 day",
                MinimumInterval = TimeSpan.FromHours(6),
                Quota = new ReadoutQuota(4, TimeSpan.FromDays(1)),
                ExtraResponseTime = TimeSpan.FromSeconds(1.5),
                FirstFrameCountBit = false,
                ApplicationReset = 0x50,
            },
            meter.Readout);
        var shown = (await RunAsync(data, "meter", "show", "17")).Returns(0).Output;
        Assert.All(["1 day, its own", " 6h", " 4/1d"], words => Assert.Contains(words, shown, StringComparison.Ordinal));
        Assert.Contains("1 month, the gateway's", (await RunAsync(data, "meter", "show", "16")).Returns(0).Output, StringComparison.Ordinal);
        (await RunAsync(data, "meter", "set", "17", "--group", "nope")).IsRefused("no group nope; configured are battery.");
        (await RunAsync(data, "meter", "set", "kitchen", "--quota", "none", "--baud", "none", "--active", "true")).Returns(0);
        meter = gateway.Meters.Find(new MeterId(2))!;
        Assert.Equal((null, null, true, "1 day"), (meter.Readout.Quota, meter.BaudRate, meter.Active, meter.Readout.Interval));

        Assert.Contains("Removed meter id:2 (kitchen", (await RunAsync(data, "meter", "remove", "kitchen")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Null(gateway.Meters.Find(new MeterId(2)));
        (await RunAsync(data, "meter", "show", "kitchen")).IsRefused("There is no meter 'kitchen'");
    }

    [Fact]
    public async Task Without_a_service_the_same_verbs_use_its_parts_and_read_nothing_by_themselves()
    {
        using var data = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=2"))
        {
            // makes the data directory
        }

        Assert.False(File.Exists(ServiceToken.FileIn(data.Path)));
        var key = data.Write("key.txt", Key + "\n");
        Assert.Contains("2 meters.", (await RunAsync(data, "meter", "list")).Returns(0).Output, StringComparison.Ordinal);
        (await RunAsync(data, "meter", "set", "16", "--key", key, "--name", "cellar")).Returns(0);
        Assert.Contains("1 of 1 read.", (await RunAsync(data, "meter", "read", "cellar")).Returns(0).Output, StringComparison.Ordinal);
        var show = (await RunAsync(data, "meter", "show", "cellar")).Returns(0);
        Assert.Contains("set", show.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, show.Output, StringComparison.Ordinal);

        Assert.False(File.Exists(ServiceToken.FileIn(data.Path)));
        Assert.Null(DataDirectory.HeldBy(data.Path));
        Assert.All(Directory.EnumerateFiles(data.File("logs")), file => Assert.DoesNotContain(Key, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_folder_that_is_no_data_directory_is_refused_and_not_made_one()
    {
        using var folder = new TemporaryFolder();
        (await RunAsync(folder, "meter", "list")).IsRefused("is no data directory");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_folder_that_another_verb_has_is_refused_by_its_name()
    {
        using var data = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
            // makes the data directory
        }

        using var held = await DataDirectory.TakeAsync(data.Path, "scan --add");
        (await RunAsync(data, "bus", "list")).IsRefused("scan --add", "cannot be asked");
    }

    [Fact]
    public async Task A_service_that_died_leaves_a_token_that_nobody_trusts()
    {
        using var data = new TemporaryFolder();
        await using (await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
            // makes the data directory
        }

        new ServiceToken().Write(data.Path, new Uri("http://127.0.0.1:1/"));
        Assert.Contains("1 meter.", (await RunAsync(data, "meter", "list")).Returns(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_ends_with_a_word_when_the_service_stops()
    {
        using var data = new TemporaryFolder();
        var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        await gateway.AllAreReadAsync();
        var line = gateway.Get<Gateway.Readout.BusWorkers>().Find("SIMULATED")!.Statistics.Line;
        var trace = RunAsync(data, "bus", "trace", "SIMULATED", "--raw", "--meter", "16");
        await Eventually.HoldsAsync(() => line.Followers == 1, "the verb follows");
        (await RunAsync(data, "meter", "read", "16")).Returns(0);

        var log = await gateway.StopAsync().InTimeAsync();
        var result = (await trace.InTimeAsync()).Returns(1);

        Assert.Contains(result.Lines, frame => frame.StartsWith("68", StringComparison.Ordinal));
        Assert.Contains("it was stopped meanwhile", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(log, message => message.Contains(" ERR ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--key", Key, "can be seen by every user")]
    [InlineData("--key", "456789ABCDEF0123456789ABCDEF012", "can be seen by every user")]
    [InlineData("--key", "4567 89AB CDEF 0123 4567 89AB CDEF 0123", "can be seen by every user")]
    [InlineData("--key", "env:456789ABCDEF0123456789ABCDEF012", "can be seen by every user")]
    [InlineData("--key", "no-such-file", "no-such-file")]
    [InlineData("--key", "env:NO_SUCH_VARIABLE_OF_A_KEY", "there are no 32 hexadecimal digits")]
    [InlineData("--key", "-", "there are no 32 hexadecimal digits")]
    [InlineData("--quota", "4", "N/TIME")]
    [InlineData("--quota", "4/soon", "90s")]
    [InlineData("--minimum-interval", "6", "90s")]
    [InlineData("--first-bit", "2", "0, 1 or none")]
    [InlineData("--baud", "fast", "BAUD")]
    [InlineData("--interval", "7 min", "--interval: '7 min' is none")]
    [InlineData("--quota", "0/1d", "--quota: ")]
    [InlineData("--extra-response-time", "31000", "--extra-response-time: ")]
    public async Task A_setting_that_is_none_is_refused_with_what_can_be_given(string option, string value, string words)
    {
        using var data = new TemporaryFolder();
        await MakeAsync(data);
        var result = await RunAsync(data, "meter", "set", "16", option, value);
        result.IsRefused(words);
        Assert.DoesNotContain("4567", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_word_of_a_key_in_several_words_is_repeated()
    {
        var result = await CommandLineRun.RunAsync("meter", "set", "16", "--key", "01234567", "89ABCDEF", "01234567", "89ABCDEF");
        result.IsRefused("can be seen by every user");
        Assert.DoesNotContain("89AB", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_meter_is_installed_and_found_by_every_name_it_has()
    {
        using var data = new TemporaryFolder();
        await MakeAsync(data);

        foreach (var name in new[] { "16", "id:1", "14491001", "1449100196150106", "Cellar" })
        {
            Assert.Equal(1, Assert.Single((await RunAsync(data, "meter", "show", name, "--json")).Returns(0).Json).GetProperty("id").GetInt32());
        }

        // its bus is not configured any more, which holds up no other change
        (await RunAsync(data, "meter", "set", "16", "--active", "false")).Returns(0);
        (await RunAsync(data, "meter", "add", "attic", "7")).IsRefused("BUS: 'attic' is not configured");
        (await RunAsync(data, "meter", "add", "attic", "300")).IsRefused("'300' is no meter address");
        (await RunAsync(data, "meter", "set", "16")).IsRefused("Say what to change");
        (await RunAsync(data, "meter", "read")).IsRefused("Give meters");
        (await RunAsync(data, "bus", "show", "attic")).IsRefused("There is no bus attic");
    }

    /// <summary>A data directory with one real meter and no bus.</summary>
    private static async Task MakeAsync(TemporaryFolder data)
    {
        await using var database = Metering.Storage.SqliteDatabase.Open(data.File("gateway.db"));
        await new Metering.Storage.SqliteMeterStore(database).AddAsync(new Meter { Name = "cellar", Bus = "cellar", Identity = MBus.Master.SecondaryAddress.Parse("1449100196150106") });
    }

    private static Task<CommandResult> RunAsync(TemporaryFolder data, params string[] args) => CommandLineRun.RunAsync([.. args, "--data-directory", data.Path]);
}
