using MBus.Master;
using Simulation.Script;
using Testing;

namespace Simulation.Tests;

public sealed class BusDayTests
{
    private const int Meters = 250;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Duration = Interval * Rounds.Of(quick: 2, ci: 96, full: 96 * 7);

    [Fact]
    public async Task A_span_of_a_bus_with_250_meters_is_the_same_for_the_same_seed()
    {
        var figures = await PlayAsync(seed: 1);
        Assert.Equal((await PlayAsync(seed: 1)).Hash, figures.Hash);
        Assert.NotEqual((await PlayAsync(seed: 2)).Hash, figures.Hash);
        Assert.Equal(Duration / Interval, figures.Cycles);
        Assert.Equal(figures.Cycles * Meters, figures.Readouts.Values.Sum() + figures.LineLosses);
        Assert.InRange(figures.Readouts[ReadoutFault.None], figures.Cycles * Meters * 0.8, figures.Cycles * Meters);
        Assert.Contains(FaultKind.Silence, figures.Faults.Keys);
    }

    [Fact]
    public async Task A_cycle_that_takes_longer_than_the_interval_makes_the_next_one_late_and_a_lost_line_is_left_alone()
    {
        var clock = new ManualTimeProvider(TestMaster.Now);
        var bus = SimulatedBus.Create(seed: 7, meters: 3, clock);
        bus.Play(new FaultScript([new ScriptedFault(FaultKind.CutOff) { Until = TimeSpan.FromMinutes(1) }]));
        await using var line = new VirtualLine(bus, clock);
        var day = new BusDay(bus, clock, place => new BusMaster(line, clock).ReadAsync(bus.Meters[place].PrimaryAddress));
        var figures = await clock.Play(() => day.RunAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(90)));
        Assert.Equal(9, figures.Cycles);
        Assert.InRange(figures.LateCycles, 6, 7);
        Assert.Equal(6, figures.LineLosses);
        Assert.Equal(21, figures.Readouts[ReadoutFault.None]);
    }

    private static async Task<BusDayFigures> PlayAsync(int seed)
    {
        var clock = new ManualTimeProvider(TestMaster.Now);
        var bus = SimulatedBus.Create(seed, Meters, clock);
        var known = bus.Meters.ToList();
        bus.Play(FaultScript.Drawn(seed, Meters, Duration));
        await using var line = new VirtualLine(bus, clock);
        var master = new BusMaster(line, clock);
        var day = new BusDay(bus, clock, place => known[place].HasSecondaryAddress
            ? master.ReadAsync(known[place].Address, new ReadoutOptions { Key = known[place].Key })
            : master.ReadAsync(known[place].PrimaryAddress));
        return await clock.Play(() => day.RunAsync(Interval, Duration));
    }
}
