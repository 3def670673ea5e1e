using MBus.Link;
using MBus.Master;
using Simulation.Meters;
using Testing;

namespace Simulation.Tests;

public sealed class SimulatedBusTests
{
    [Fact]
    public async Task Every_meter_is_read_by_its_secondary_and_by_its_primary_address()
    {
        var bus = SimulatedBus.Create(1, 32);
        foreach (var meter in bus.Meters)
        {
            var options = new ReadoutOptions { Key = meter.Key, Identity = meter.Address };
            var secondary = await bus.UseAsync(master => master.ReadAsync(meter.Address, options));
            var primary = await bus.UseAsync(master => master.ReadAsync(meter.PrimaryAddress, options));
            Assert.True(secondary.IsComplete && primary.IsComplete, meter.Name);
            Assert.Equal(meter.TelegramCount(onlyInstantaneous: false), secondary.Telegrams.Count);
            Assert.Equal(secondary.Telegrams.Count, primary.Telegrams.Count);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(250)]
    public async Task A_search_finds_every_meter(int meters)
    {
        var bus = SimulatedBus.Create(2, meters);
        var steps = await bus.SearchAsync();
        Assert.Equal(
            bus.Meters.Select(meter => meter.Address.Identification).Order(),
            steps.Where(step => step.Finding == SearchFinding.Meter).Select(step => step.Meter!.Address!.Value.Identification).Order());
    }

    [Fact]
    public async Task The_example_of_four_meters_takes_80_selections()
    {
        var steps = await Bus(0x14491001, 0x14491008, 0x32104833, 0x76543210).SearchAsync();
        Assert.Equal(80, steps.Count);
        Assert.Equal(4, steps.Count(step => step.Finding == SearchFinding.Meter));
    }

    [Fact]
    public async Task An_empty_bus_takes_ten_selections() => Assert.Equal(10, (await Bus().SearchAsync()).Count);

    [Fact]
    public async Task Two_meters_of_one_identification_are_reported()
    {
        var steps = await Bus(0x12345678, 0x12345678, 0x22222222).SearchAsync();
        Assert.Equal(1, steps.Count(step => step.Finding == SearchFinding.SameIdentification));
        Assert.Equal(1, steps.Count(step => step.Finding == SearchFinding.Meter));
    }

    [Fact]
    public async Task Identifications_with_letters_are_found_when_they_are_searched_for()
    {
        var bus = Bus(0x1234567A, 0x1234567B);
        Assert.DoesNotContain(await bus.SearchAsync(), step => step.Finding == SearchFinding.Meter);
        Assert.Equal(2, (await bus.SearchAsync(new() { HexadecimalDigits = true })).Count(step => step.Finding == SearchFinding.Meter));
    }

    [Fact]
    public async Task A_primary_search_finds_every_address_and_two_meters_at_one()
    {
        var bus = SimulatedBus.Create(3, 20);
        bus.Meters[7].PrimaryAddress = bus.Meters[8].PrimaryAddress;
        var steps = await bus.UseAsync(async master => await new PrimarySearch(master).RunAsync().ToListAsync());
        Assert.Equal(251, steps.Count);
        Assert.Equal(18, steps.Count(step => step.Finding == SearchFinding.Meter));
        Assert.Equal(SearchFinding.Collision, steps[bus.Meters[8].PrimaryAddress.Value].Finding);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var first = SimulatedBus.Create(4, 20);
        var same = SimulatedBus.Create(4, 20);
        Assert.Equal(first.Meters.Select(meter => meter.Address), same.Meters.Select(meter => meter.Address));
        Assert.Empty(first.Meters.Select(meter => meter.Address).Intersect(SimulatedBus.Create(5, 20).Meters.Select(meter => meter.Address)));
        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(Bytes(await first.ReadAsync(first.Meters[number])), Bytes(await same.ReadAsync(same.Meters[number])));
        }
    }

    [Fact]
    public void Addresses_are_unique_and_more_than_250_meters_are_left_unconfigured()
    {
        var meters = SimulatedBus.Create(6, 500).Meters;
        Assert.Equal(500, meters.Select(meter => meter.Address).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 250), meters.Take(250).Select(meter => (int)meter.PrimaryAddress.Value));
        Assert.All(meters.Skip(250), meter => Assert.Equal(PrimaryAddress.Unconfigured, meter.PrimaryAddress));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public void A_bus_has_1_to_500_meters(int meters) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedBus.Create(1, meters));

    [Fact]
    public async Task Instantaneous_values_are_read_after_an_application_reset()
    {
        var bus = SimulatedBus.Create(1, 3);
        var result = await bus.UseAsync(master => master.ReadAsync(bus.Meters[2].Address, new ReadoutOptions { ApplicationReset = 0x50 }));
        Assert.Single(result.Telegrams);
    }

    [Fact]
    public async Task A_paced_bus_takes_the_time_of_the_wire()
    {
        var bus = SimulatedBus.Create(1, 1);
        var clock = new ManualTimeProvider(OnTheClock.Start);
        var converter = new SimulatedLevelConverter(bus, new MBus.LevelConverter.BusTiming(), clock, paced: true);
        var result = await clock.Play(() => new BusMaster(converter, clock).ReadAsync(bus.Meters[0].Address));
        var bytes = 17 + 1 + 5 + result.Telegrams[0].Bytes.Length;
        var responses = 2 * converter.Timing.BitTimes(165);
        var expected = converter.Timing.WireTime(bytes) + responses;
        Assert.InRange(clock.GetUtcNow() - OnTheClock.Start, expected - TimeSpan.FromMicroseconds(10), expected);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(2400)]
    [InlineData(38400)]
    public async Task A_paced_bus_is_read_at_every_baud_rate(int baudRate)
    {
        var bus = SimulatedBus.Create(1, 12);
        foreach (var meter in bus.Meters)
        {
            meter.BaudRate = baudRate;
            Assert.True((await bus.UseAsync(master => master.ReadAsync(meter.Address), paced: true, baudRate)).IsComplete);
        }
    }

    [Fact]
    public async Task A_day_of_hourly_readings_runs_on_one_thread()
    {
        var bus = SimulatedBus.Create(1, 12);
        var clock = new ManualTimeProvider(OnTheClock.Start);
        var master = new BusMaster(new SimulatedLevelConverter(bus, new MBus.LevelConverter.BusTiming(), clock, paced: true), clock);
        var thread = Environment.CurrentManagedThreadId;
        var complete = 0;
        for (var hour = 0; hour < 24; hour++)
        {
            foreach (var meter in bus.Meters)
            {
                complete += (await clock.Play(() => master.ReadAsync(meter.Address, new() { Key = meter.Key }))).IsComplete ? 1 : 0;
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
            }

            clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(24 * 12, complete);
    }

    private static SimulatedBus Bus(params uint[] identifications) =>
        new([.. identifications.Select((identification, number) => new SimulatedMeter(
            KamstrupMultical403.Type, identification, new PrimaryAddress((byte)(number + 1)), seed: (ulong)number))]);

    private static IEnumerable<string> Bytes(ReadoutResult result) =>
        result.Telegrams.Select(telegram => Convert.ToHexString(telegram.Bytes.Span));
}
