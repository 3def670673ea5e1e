using System.Globalization;
using MBus.LevelConverter;
using Testing;

namespace Benchmarks;

/// <summary>
/// A day of a bus on which 5 % of the meters are dead, 1 % of the answers damaged and 1 % of the meters or answers late, read every 15
/// minutes, beside a scheduler that knows all of that beforehand: it spends on a dead meter one selection and one time-out a cycle, on a
/// damaged answer the one repeat, on a late one exactly what it is late by, and on everything else ideal wire time. The clock moves only
/// while the bus is waited for. By a master alone and by the service's worker, each with the same seeds.
/// </summary>
internal static class FaultyBusBenchmark
{
    private const int Seeds = 7;
    private const int Meters = 200;
    private const int Cycles = 96;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync()
    {
        Console.WriteLine($"{Meters} meters, {Cycles} cycles, {Seeds} seeds; median (range) of all-knowing / elapsed time, and readings that failed though their meter lives");
        Console.WriteLine($"{"way to the bus",-14} {"Bd",6} {"late",8} {"master",26} {"failed",7} {"worker",26} {"failed",7}");
        foreach (var (name, timing) in new[] { ("serial port", BusTiming.Serial(2400)), ("TCP", BusTiming.Tcp(2400)), ("TCP", BusTiming.Tcp(9600)) })
        {
            foreach (var ofMeters in new[] { true, false })
            {
                var master = new List<(double Ratio, int Failed)>();
                var worker = new List<(double Ratio, int Failed)>();
                for (var seed = 1; seed <= Seeds; seed++)
                {
                    master.Add(await RunAsync(timing, seed, ofMeters, SyntheticRun.ByMasterAsync));
                    worker.Add(await RunAsync(timing, seed, ofMeters, (bus, clock, cycles) => Task.FromResult(SyntheticRun.ByWorker(bus, clock, cycles))));
                }

                Console.WriteLine($"{name,-14} {timing.BaudRate,6} {(ofMeters ? "meters" : "answers"),8} {Text(master)} {Text(worker)}");
            }
        }
    }

    private static async Task<(double Ratio, int Failed)> RunAsync(
        BusTiming timing, int seed, bool ofMeters, Func<SyntheticBus, ManualTimeProvider, int, Task<(TimeSpan Elapsed, int Read)>> read)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var bus = new SyntheticBus(clock, timing, seed, Install(seed, ofMeters ? 0.01 : 0)) { Damaged = 0.01, Late = ofMeters ? 0 : 0.01 };
        var (elapsed, complete) = await read(bus, clock, Cycles);
        var ideal = bus.Unavoidable + bus.Meters.Aggregate(TimeSpan.Zero, (sum, meter) => sum + (bus.IdealTime(meter) * Cycles));
        return (ideal / elapsed, (bus.Meters.Count(meter => !meter.IsDead) * Cycles) - complete);
    }

    private static SyntheticMeter[] Install(int seed, double lateMeters)
    {
        var random = new Random(seed);
        var dead = Meters / 20;
        var late = (int)(Meters * lateMeters);
        var meters = Enumerable.Range(0, Meters).ToArray();
        random.Shuffle(meters);
        return [.. Enumerable.Range(0, Meters).Select(number => new SyntheticMeter(
            number,
            meters[number] >= dead && meters[number] < dead + late ? TimeSpan.FromMilliseconds(random.Next(800, 2_000)) : Delay,
            isDead: meters[number] < dead))];
    }

    private static string Text(List<(double Ratio, int Failed)> runs)
    {
        var ratios = runs.Select(run => run.Ratio).Order().ToList();
        var range = string.Create(CultureInfo.InvariantCulture, $"{ratios[ratios.Count / 2]:N4} ({ratios[0]:N4} - {ratios[^1]:N4})");
        return $"{range,26} {runs.Sum(run => run.Failed),7}";
    }
}
