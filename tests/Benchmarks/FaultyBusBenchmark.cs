using System.Globalization;
using MBus.LevelConverter;
using MBus.Master;
using Testing;

namespace Benchmarks;

/// <summary>
/// A day of a bus on which 5 % of the meters are dead, 1 % of the answers damaged and 1 % of the meters late, read every 15 minutes,
/// beside a scheduler that knows all of that beforehand: it spends on a dead meter one selection and one time-out a cycle, on a damaged
/// answer the one repeat, on a late one exactly what it is late by, and on everything else ideal wire time. The clock moves only while
/// the master waits. What is kept of each meter is what the service keeps: full effort until two readings in a row have failed, then a probe.
/// </summary>
internal static class FaultyBusBenchmark
{
    private const int Seed = 1;
    private const int Meters = 200;
    private const int Cycles = 96;
    private const int FailuresBeforeProbe = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync()
    {
        Print(["way to the bus", "Bd", "late", "read", "failed", "all-knowing s", "elapsed s", "ratio", "1st cycle"]);
        foreach (var (name, timing) in new[] { ("serial port", BusTiming.Serial(2400)), ("TCP", BusTiming.Tcp(2400)), ("TCP", BusTiming.Tcp(9600)) })
        {
            await RunAsync(name, timing, lateMeters: 0.01, lateAnswers: 0);
            await RunAsync(name, timing, lateMeters: 0, lateAnswers: 0.01);
        }
    }

    private static async Task RunAsync(string name, BusTiming timing, double lateMeters, double lateAnswers)
    {
        var clock = new WireClock();
        var bus = new SyntheticBus(clock, timing, Seed, Install(lateMeters)) { Damaged = 0.01, Late = lateAnswers };
        var master = new BusMaster(bus, clock);
        var known = new (MeterHabits Habits, int Failures)[Meters];
        Array.Fill(known, (MeterHabits.Unknown, 0));
        var (elapsed, ideal, read, failed, first) = (TimeSpan.Zero, TimeSpan.Zero, 0, 0, 0.0);
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            clock.Now = clock.Now > Interval * cycle ? clock.Now : Interval * cycle;
            var start = clock.Now;
            for (var number = 0; number < Meters; number++)
            {
                var options = new ReadoutOptions
                {
                    Habits = known[number].Habits,
                    Effort = known[number].Failures < FailuresBeforeProbe ? ReadoutEffort.Full : ReadoutEffort.Probe,
                };
                var result = await master.ReadAsync(bus.Meters[number].Address, options);
                known[number] = (result.Habits, result.IsComplete ? 0 : known[number].Failures + 1);
                ideal += bus.IdealTime(bus.Meters[number]);
                read += result.IsComplete ? 1 : 0;
                failed += result.IsComplete || bus.Meters[number].IsDead ? 0 : 1;
            }

            elapsed += clock.Now - start;
            first = cycle == 0 ? (ideal + bus.Unavoidable) / elapsed : first;
        }

        ideal += bus.Unavoidable;
        Print(
        [
            name,
            timing.BaudRate.ToString(CultureInfo.InvariantCulture),
            lateMeters > 0 ? "meters" : "answers",
            read.ToString(CultureInfo.InvariantCulture),
            failed.ToString(CultureInfo.InvariantCulture),
            ideal.TotalSeconds.ToString("N0", CultureInfo.InvariantCulture),
            elapsed.TotalSeconds.ToString("N0", CultureInfo.InvariantCulture),
            (ideal / elapsed).ToString("N4", CultureInfo.InvariantCulture),
            first.ToString("N4", CultureInfo.InvariantCulture),
        ]);
    }

    private static SyntheticMeter[] Install(double lateMeters)
    {
        var random = new Random(Seed);
        var dead = Meters / 20;
        var late = (int)(Meters * lateMeters);
        var meters = Enumerable.Range(0, Meters).ToArray();
        random.Shuffle(meters);
        return [.. Enumerable.Range(0, Meters).Select(number => new SyntheticMeter(
            number,
            meters[number] >= dead && meters[number] < dead + late ? TimeSpan.FromMilliseconds(random.Next(800, 2_000)) : Delay,
            isDead: meters[number] < dead))];
    }

    private static void Print(string[] cells) =>
        Console.WriteLine($"{cells[0],-14} {cells[1],6} {cells[2],8} {cells[3],7} {cells[4],7} {cells[5],14} {cells[6],10} {cells[7],8} {cells[8],10}");
}
