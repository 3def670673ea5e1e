using Gateway.Tests.Harness;
using MBus.Master;
using Metering;
using Testing;

namespace Benchmarks;

/// <summary>Cycles over a <see cref="SyntheticBus"/> by secondary address, read by a master alone or by the service's worker.</summary>
internal static class SyntheticRun
{
    private const int FailuresBeforeProbe = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>
    /// A master alone. What is kept of each meter is what the service keeps: full effort until two readings in a row have failed, then a probe
    /// in every cycle.
    /// </summary>
    /// <param name="bus">The bus.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="cycles">How many.</param>
    /// <returns>How long the cycles took, and how many readings were complete.</returns>
    public static async Task<(TimeSpan Elapsed, int Read)> ByMasterAsync(SyntheticBus bus, ManualTimeProvider clock, int cycles)
    {
        var master = new BusMaster(bus, clock);
        var known = new (MeterHabits Habits, int Failures)[bus.Meters.Count];
        Array.Fill(known, (MeterHabits.Unknown, 0));
        var (elapsed, read) = (TimeSpan.Zero, 0);
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            bus.Now = bus.Now > Interval * cycle ? bus.Now : Interval * cycle;
            var start = bus.Now;
            for (var number = 0; number < bus.Meters.Count; number++)
            {
                var options = new ReadoutOptions
                {
                    Habits = known[number].Habits,
                    Effort = known[number].Failures < FailuresBeforeProbe ? ReadoutEffort.Full : ReadoutEffort.Probe,
                };
                var result = await master.ReadAsync(bus.Meters[number].Address, options);
                known[number] = (result.Habits, result.IsComplete ? 0 : known[number].Failures + 1);
                read += result.IsComplete ? 1 : 0;
            }

            elapsed += bus.Now - start;
        }

        return (elapsed, read);
    }

    /// <summary>The service's worker, with stores in memory: its quarantine asks dead meters more and more seldom.</summary>
    public static (TimeSpan Elapsed, int Read) ByWorker(SyntheticBus bus, ManualTimeProvider clock, int cycles)
    {
        using var parts = new InMemoryWorker("synthetic", bus, clock);
        foreach (var meter in bus.Meters)
        {
            _ = parts.Meters.AddAsync(new Meter { Bus = "synthetic", Addressing = AddressingMode.Secondary, Identity = meter.Address });
        }

        parts.Start();
        var elapsed = TimeSpan.Zero;
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            clock.Advance(bus.Now < Interval * cycle ? (Interval * cycle) - bus.Now : TimeSpan.Zero);
            var start = bus.Now;
            parts.Cycle();
            elapsed += bus.Now - start;
            if (parts.Worker.QueueLength > 0)
            {
                throw new InvalidOperationException("The worker waits for something that is not its bus.");
            }
        }

        return (elapsed, parts.Readouts.All.Count);
    }
}
