using System.Diagnostics;
using System.Globalization;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Simulation;
using Simulation.Script;
using Testing;

namespace Benchmarks;

/// <summary>
/// A day of a bus on a virtual clock: every interval all meters are read, half of them by their secondary addresses, while a script drawn
/// from the seed lets things go wrong. The same seed must give the same hash.
/// </summary>
internal static class DayBenchmark
{
    private const int BaudRate = 2400;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(string[] options)
    {
        var meters = Options.Number(options, "--meters", 250);
        var seed = Options.Number(options, "--seed", 1);
        var interval = TimeSpan.FromMinutes(Options.Number(options, "--interval", 15));
        foreach (var round in new[] { seed, seed, seed + 1 })
        {
            var watch = Stopwatch.StartNew();
            var figures = await PlayAsync(round, meters, interval);
            Print(round, figures, watch.Elapsed);
        }
    }

    private static async Task<BusDayFigures> PlayAsync(int seed, int meters, TimeSpan interval)
    {
        var clock = new ManualTimeProvider(Start);
        var bus = SimulatedBus.Create(seed, meters, clock, BaudRate);
        var known = bus.Meters.ToList();
        bus.Play(FaultScript.Drawn(seed, meters, Day));
        await using var line = new VirtualLine(bus, clock) { Timing = BusTiming.Serial(BaudRate) };
        var master = new BusMaster(line, clock);
        var day = new BusDay(bus, clock, place => ReadAsync(master, known[place], place));
        return await clock.Play(() => day.RunAsync(interval, Day));
    }

    private static Task<ReadoutResult> ReadAsync(BusMaster master, SimulatedMeter meter, int place) => meter.HasSecondaryAddress && (place % 2 == 0 || meter.PrimaryAddress == PrimaryAddress.Unconfigured)
        ? master.ReadAsync(meter.Address, new ReadoutOptions { Key = meter.Key })
        : master.ReadAsync(meter.PrimaryAddress, new ReadoutOptions { Key = meter.Key, Identity = meter.HasSecondaryAddress ? meter.Address : null });

    private static void Print(int seed, BusDayFigures figures, TimeSpan elapsed)
    {
        var readouts = figures.Readouts.Values.Sum() + figures.LineLosses;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {figures.Cycles} cycles ({figures.LateCycles} late, longest {figures.LongestCycle:mm\\:ss}), {readouts} readouts, {figures.Duration.TotalHours:N2} h in {elapsed.TotalSeconds:N2} s"));
        Console.WriteLine($"  outcomes: {string.Join(", ", figures.Readouts.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}, line lost {figures.LineLosses}");
        Console.WriteLine($"  faults:   {string.Join(", ", figures.Faults.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}");
        Console.WriteLine($"  hash:     {figures.Hash}");
    }
}
