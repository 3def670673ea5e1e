using MBus.LevelConverter;
using MBus.Master;
using Testing;

namespace Simulation.Tests;

/// <summary>A master at a simulated bus, on a clock that moves when it waits.</summary>
internal static class OnTheClock
{
    public static readonly DateTimeOffset Start = new(2026, 2, 3, 10, 20, 30, TimeSpan.Zero);

    /// <summary>Uses the bus, all on this thread.</summary>
    public static Task<T> UseAsync<T>(this SimulatedBus bus, Func<BusMaster, Task<T>> use, bool paced = false, int baudRate = 2400)
    {
        var clock = new ManualTimeProvider(Start);
        return clock.Play(() => use(new BusMaster(new SimulatedLevelConverter(bus, BusTiming.Serial(baudRate), clock, paced), clock)));
    }

    public static Task<ReadoutResult> ReadAsync(this SimulatedBus bus, SimulatedMeter meter) =>
        bus.UseAsync(master => master.ReadAsync(meter.Address));

    public static Task<List<SearchStep<SecondaryAddress>>> SearchAsync(this SimulatedBus bus, SecondarySearchOptions? options = null) =>
        bus.UseAsync(async master => await new SecondarySearch(master, options).RunAsync().ToListAsync());
}
