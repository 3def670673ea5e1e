using System.Net;
using Gateway.Configuration;
using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Link;
using Metering;
using Simulation;
using Testing;

namespace Gateway.Tests;

/// <summary>The verbs that search, read and command the meters of a bus that the service has.</summary>
public class ServedBusTests
{
    private const int BaudRate = 38_400;

    [Fact]
    public async Task A_running_service_searches_its_bus_and_stores_what_was_found()
    {
        await using var cellar = await CellarAsync(meters: 2);

        var scan = (await cellar.RunAsync("scan", "cellar", "--expected", "2")).Returns(0);
        Assert.Contains("2 meters.", scan.Output, StringComparison.Ordinal);
        Assert.Contains("scan cellar --resume --add stores them", scan.Output, StringComparison.Ordinal);
        Assert.Empty(cellar.Gateway.Meters.Meters);
        (await cellar.RunAsync("scan", "cellar", "--extra-timeout", "5")).IsRefused("Gateway:Buses:cellar:ExtraTimeout");
        Assert.Equal(
            cellar.Bus.Meters.Select(meter => meter.Address.ToString()).Order(StringComparer.Ordinal),
            (await cellar.RunAsync("scan", "CELLAR", "--resume", "--json")).Returns(0).Json.Select(meter => meter.GetProperty("secondary").GetString()).Order(StringComparer.Ordinal));

        var stored = (await cellar.RunAsync("scan", "cellar", "--resume", "--add")).Returns(0);
        Assert.Contains("2 added, 0 were there already.", stored.Output, StringComparison.Ordinal);
        Assert.Contains("as logical device 16.", stored.Output, StringComparison.Ordinal);
        Assert.Contains("is over", stored.Error, StringComparison.Ordinal);
        Assert.Equal(2, cellar.Gateway.Meters.Meters.Count);
    }

    [Fact]
    public async Task A_search_that_runs_already_is_followed()
    {
        await using var cellar = await CellarAsync(meters: 1);
        var searches = cellar.Gateway.Get<Searches>();
        Assert.True(searches.Start("cellar", new SearchOptions { BaudRates = [BaudRate], ByPrimaryAddress = true }));
        await Eventually.HoldsAsync(() => searches.Progress("cellar")!.Found.Count == 1, "the meter is found");
        var scan = cellar.RunAsync("scan", "cellar");
        await cellar.Gateway.LogsAsync("/api/v1/buses/cellar/search - 200");

        await searches.StopAsync("cellar");
        var result = (await scan.InTimeAsync()).Returns(0);

        Assert.Contains("runs already", result.Error, StringComparison.Ordinal);
        Assert.Contains("1 meter.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_scan_stops_the_search_and_can_be_resumed()
    {
        await using var cellar = await CellarAsync(meters: 1);
        var searches = cellar.Gateway.Get<Searches>();
        await using (var program = GatewayProgram.Start(cellar.Data, [$"Gateway__DataDirectory={cellar.Data.Path}"], "scan", "cellar", "--primary"))
        {
            await Eventually.HoldsAsync(() => searches.Progress("cellar") is { Status: SearchStatus.Running, Found.Count: 1 }, "it is searched");
            var stopped = (await program.StopAsync()).Returns(0);
            Assert.Contains("scan --resume goes on", stopped.Error, StringComparison.Ordinal);
        }

        var progress = searches.Progress("cellar")!;
        Assert.Equal(SearchStatus.Stopped, progress.Status);
        Assert.Contains("a search was stopped", (await cellar.RunAsync("bus", "show", "cellar")).Returns(0).Output, StringComparison.Ordinal);
        Assert.True(searches.Resume("cellar"));
        Assert.True(searches.Progress("cellar")!.Tried >= progress.Tried);
    }

    [Fact]
    public async Task Without_a_service_a_lost_line_ends_the_scan_which_can_be_resumed()
    {
        using var data = new TemporaryFolder();
        var result = (await GatewayProgram.RunAsync(data, ["Gateway__DataDirectory=data", "Gateway__Buses__cellar__Address=tcp://127.0.0.1:1"], "scan", "cellar")).Returns(1);
        Assert.Contains("tcp://127.0.0.1:1", result.Error, StringComparison.Ordinal);
        Assert.Contains("scan cellar --resume", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task The_simulated_bus_is_searched_and_its_meters_are_stored_by_nobody()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        await gateway.AllAreReadAsync();
        string[] directory = ["--data-directory", data.Path];

        var scan = (await CommandLineRun.RunAsync(["scan", "simulated", "--expected", "1", .. directory])).Returns(0);
        Assert.DoesNotContain("--add", scan.Output, StringComparison.Ordinal);
        Assert.Contains("RSP_UD", (await CommandLineRun.RunAsync(["read", SimulationRule.Bus, "1", .. directory])).Returns(0).Output, StringComparison.Ordinal);
        (await CommandLineRun.RunAsync(["scan", SimulationRule.Bus, "--add", .. directory])).IsRefused("never stored as real ones");
        (await CommandLineRun.RunAsync(["scan", SimulationRule.Bus, "--extra-timeout", "5", .. directory])).IsRefused("its own times");
        (await CommandLineRun.RunAsync(["scan", "attic", .. directory])).IsRefused("There is no bus attic; there is SIMULATED.");
        (await CommandLineRun.RunAsync(["meter", "address", "16", "9", .. directory])).IsRefused("anew at each start");
        (await CommandLineRun.RunAsync(["meter", "add", SimulationRule.Bus, "9", .. directory])).IsRefused("has its own meters");
        Assert.Equal(new PrimaryAddress(1), Assert.Single(gateway.Meters.Meters.Values).PrimaryAddress);
    }

    [Fact]
    public async Task A_meter_gets_address_clock_and_reset_and_the_gateway_knows()
    {
        await using var cellar = await CellarAsync(meters: 3);
        var (first, third) = (cellar.Bus.Meters[0], cellar.Bus.Meters[2]);
        (await cellar.RunAsync("meter", "add", "cellar", first.Address.ToString(), "--primary", $"{first.PrimaryAddress}", "--name", "kitchen")).Returns(0);
        (await cellar.RunAsync("meter", "add", "cellar", "200", "--name", "attic")).Returns(0);

        Assert.Contains("it has address 77, and was read there.", (await cellar.RunAsync("meter", "address", "kitchen", "77")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Equal(new PrimaryAddress(77), first.PrimaryAddress);
        Assert.Equal(new PrimaryAddress(77), cellar.Gateway.Meters.Find(new MeterId(1))!.PrimaryAddress);

        var taken = (await cellar.RunAsync("meter", "address", "kitchen", $"{third.PrimaryAddress}")).Returns(1);
        Assert.Contains($"meter {third.Address} has address {third.PrimaryAddress}; nothing was sent", taken.Output, StringComparison.Ordinal);
        var silent = Assert.Single((await cellar.RunAsync("meter", "clock", "attic", "--json")).Returns(1).Json);
        Assert.Equal("noAnswer", silent.GetProperty("outcome").GetString());

        Assert.Contains("its clock is set", (await cellar.RunAsync("meter", "clock", "kitchen")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains("with sub-code 50", (await cellar.RunAsync("meter", "reset", "kitchen", "50")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains("layer is reset, and", (await cellar.RunAsync("meter", "reset", "kitchen")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains($"at {BaudRate} baud", (await cellar.RunAsync("meter", "baud", "kitchen", $"{BaudRate}")).Returns(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_meters_address_is_given_to_no_other_even_if_it_is_silent()
    {
        await using var cellar = await CellarAsync(meters: 2);
        (await cellar.RunAsync("meter", "add", "cellar", $"{cellar.Bus.Meters[0].PrimaryAddress}")).Returns(0);
        (await cellar.RunAsync("meter", "add", "cellar", "200", "--name", "attic")).Returns(0);

        (await cellar.RunAsync("meter", "address", "16", "200")).IsRefused("Address 200 is that of meter attic");
        (await cellar.RunAsync("meter", "add", "cellar", "1234567801060102", "--primary", "7")).Returns(0);
        (await cellar.RunAsync("meter", "address", "18", "200")).IsRefused("Address 200 is that of meter attic");
        (await cellar.RunAsync("bus", "address", "cellar", cellar.Bus.Meters[1].Address.ToString(), "200")).IsRefused("that of meter attic");
        (await cellar.RunAsync("bus", "address", "cellar", "200", "5")).IsRefused("meter address 17 5");
    }

    [Fact]
    public async Task A_new_meter_at_address_0_gets_its_own()
    {
        await using var cellar = await CellarAsync(new MeterSpecification { Identification = 0x12345678, BaudRate = BaudRate });
        var meter = cellar.Bus.Meters[0];

        Assert.Contains("it has address 5", (await cellar.RunAsync("bus", "address", "cellar", "0", "5")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Equal(new PrimaryAddress(5), meter.PrimaryAddress);
        Assert.Contains("nobody answers at address 0", (await cellar.RunAsync("bus", "address", "cellar", "0", "6")).Returns(1).Output, StringComparison.Ordinal);
        Assert.Contains("it has address 7", (await cellar.RunAsync("bus", "address", "cellar", meter.Address.ToString(), "7")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Equal(new PrimaryAddress(7), meter.PrimaryAddress);
    }

    [Fact]
    public async Task Two_new_meters_on_a_bus_of_no_service_are_told_apart_by_their_secondary_addresses()
    {
        var bus = SimulatedBus.Create(1, [New(0x11111111), New(0x22222222)], TimeProvider.System);
        await using var listener = SimulatedBusListener.Start(bus, new IPEndPoint(IPAddress.Loopback, 0), BaudRate, TimeProvider.System);
        using var folder = new TemporaryFolder();
        string[] verb = ["bus", "address", $"tcp://127.0.0.1:{listener.EndPoint.Port}"];
        string[] options = ["--baud", $"{BaudRate}", "--extra-timeout", "50", "--data-directory", folder.File("none")];

        Assert.Contains("several meters at once", (await CommandLineRun.RunAsync([.. verb, "0", "5", .. options])).Returns(1).Output, StringComparison.Ordinal);
        (await CommandLineRun.RunAsync([.. verb, bus.Meters[1].Address.ToString(), "5", .. options])).Returns(0);

        Assert.Equal([0, 5], bus.Meters.Select(meter => meter.PrimaryAddress.Value));
        Assert.False(Directory.Exists(folder.File("none")));
    }

    [Fact]
    public async Task A_meter_of_few_readouts_is_not_read_behind_the_back_of_its_quota()
    {
        await using var cellar = await CellarAsync(meters: 1);
        var address = cellar.Bus.Meters[0].Address.ToString();
        Assert.Single((await cellar.RunAsync("read", "cellar", address, "--json")).Returns(0).Json);
        (await cellar.RunAsync("read", "cellar", "251")).IsRefused("'251' is no meter address");

        (await cellar.RunAsync("meter", "add", "cellar", address, "--quota", "4/1d")).Returns(0);
        (await cellar.RunAsync("read", "cellar", address)).IsRefused("meter read 16");
        Assert.Contains("Meter 99: no answer", (await cellar.RunAsync("read", "cellar", "99")).Returns(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_meter_asks_for_its_key()
    {
        await using var cellar = await CellarAsync(meters: 30);
        var meter = cellar.Bus.Meters.First(meter => !meter.Key.IsEmpty);
        (await cellar.RunAsync("meter", "add", "cellar", meter.Address.ToString())).Returns(0);
        (await cellar.RunAsync("meter", "read", "16")).Returns(0);

        Assert.Contains("key missing", (await cellar.RunAsync("meter", "list")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains("meter set 16 --key FILE", (await cellar.RunAsync("meter", "show", "16")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains("no key is used here; decode --key", (await cellar.RunAsync("meter", "frames", "16")).Returns(0).Output, StringComparison.Ordinal);
        (await cellar.RunAsync("meter", "set", "16", "--key", cellar.Data.Write("wrong.txt", new string('0', 32)))).Returns(0);
        Assert.Contains("key does not fit", (await cellar.RunAsync("meter", "list")).Returns(0).Output, StringComparison.Ordinal);
        (await cellar.RunAsync("meter", "set", "16", "--key", cellar.Data.Write("right.txt", Convert.ToHexString(meter.Key.Span)))).Returns(0);
        Assert.Equal("ok", Assert.Single((await cellar.RunAsync("meter", "list", "--json")).Returns(0).Json).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("ADDRESS is missing", "meter", "address", "16")]
    [InlineData("'251' is no primary address", "meter", "address", "16", "251")]
    [InlineData("M-Bus knows 300", "meter", "baud", "16", "fast")]
    [InlineData("two hexadecimal digits", "meter", "reset", "16", "5")]
    [InlineData("'254' is not the address of one meter", "bus", "address", "tcp://127.0.0.1:1", "254", "5")]
    [InlineData("without wildcards", "bus", "address", "tcp://127.0.0.1:1", "1234FFFFFFFFFFFF", "5")]
    [InlineData("give 1 to 10000", "scan", "tcp://127.0.0.1:1", "--expected", "0")]
    [InlineData("give 0 to 30000 milliseconds", "scan", "tcp://127.0.0.1:1", "--extra-timeout", "-1")]
    [InlineData("not both", "read", "tcp://127.0.0.1:1", "1", "--json", "--raw")]
    [InlineData("not both", "meter", "frames", "16", "--json", "--raw")]
    [InlineData("true or false", "meter", "set", "16", "--active", "perhaps")]
    public async Task Nonsense_is_refused_in_one_line_that_says_what_can_be_given(string words, params string[] args)
    {
        using var data = new TemporaryFolder();
        await using (Metering.Storage.SqliteDatabase.Open(data.File("gateway.db")))
        {
            // makes the data directory
        }

        var result = await CommandLineRun.RunAsync([.. args, "--data-directory", data.Path]);
        result.IsRefused(words);
        Assert.InRange(result.Error.Trim().Split('\n').Count(line => !line.Contains("--help", StringComparison.Ordinal)), 1, 1);
    }

    private static MeterSpecification New(uint identification) => new() { Identification = identification, BaudRate = BaudRate };

    private static Task<Cellar> CellarAsync(int meters) => Cellar.StartAsync(SimulatedBus.Create(5, meters, TimeProvider.System, BaudRate));

    private static Task<Cellar> CellarAsync(params MeterSpecification[] meters) => Cellar.StartAsync(SimulatedBus.Create(5, meters, TimeProvider.System));

    /// <summary>A service and its bus <c>cellar</c>, whose meters are not installed.</summary>
    private sealed class Cellar : IAsyncDisposable
    {
        private SimulatedBusListener _listener = null!;

        public required SimulatedBus Bus { get; init; }

        public TemporaryFolder Data { get; } = new();

        public RunningGateway Gateway { get; private set; } = null!;

        public static async Task<Cellar> StartAsync(SimulatedBus bus)
        {
            var cellar = new Cellar { Bus = bus };
            cellar._listener = SimulatedBusListener.Start(bus, new IPEndPoint(IPAddress.Loopback, 0), BaudRate, TimeProvider.System);
            cellar.Gateway = await RunningGateway.StartAsync(
                cellar.Data,
                $"Gateway:Buses:cellar:Address=tcp://127.0.0.1:{cellar._listener.EndPoint.Port}",
                $"Gateway:Buses:cellar:BaudRate={BaudRate}",
                "Gateway:Buses:cellar:ExtraTimeout=00:00:00.03",
                "Serilog:MinimumLevel:Override:Microsoft.AspNetCore.Hosting=Information");
            return cellar;
        }

        public Task<CommandResult> RunAsync(params string[] args) => CommandLineRun.RunAsync([.. args, "--data-directory", Data.Path]);

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await _listener.DisposeAsync();
            Data.Dispose();
        }
    }
}
