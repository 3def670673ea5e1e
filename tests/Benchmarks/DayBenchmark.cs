using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Harness;
using Simulation.Script;

namespace Benchmarks;

/// <summary>
/// A day of a bus on a virtual clock: every 15 minutes the worker reads all meters, half of them by their secondary addresses, while a
/// script drawn from the seed lets things go wrong. The same seed must give the same hash.
/// </summary>
internal static class DayBenchmark
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static Task RunAsync(string[] options)
    {
        var meters = Options.Number(options, "--meters", 250);
        var seed = Options.Number(options, "--seed", 1);
        var cycles = Options.Number(options, "--cycles", (int)(Day / BusDay.Interval));
        foreach (var round in new[] { seed, seed, seed + 1 })
        {
            var watch = Stopwatch.StartNew();
            using var day = new BusDay(round, meters, FaultScript.Drawn(round, meters, cycles * BusDay.Interval));
            day.Play(cycles);
            Print(round, day, watch.Elapsed);
        }

        return Task.CompletedTask;
    }

    private static void Print(int seed, BusDay day, TimeSpan elapsed)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {day.Cycles} cycles ({day.LateMarks.Count} late, longest {day.LongestCycle:mm\\:ss}), {day.Stored.Count} readouts stored, {(day.Time.GetUtcNow() - BusDay.Start).TotalHours:N2} h in {elapsed.TotalSeconds:N2} s"));
        Console.WriteLine($"  events: {Counted(day.Events.Codes.CountBy(code => code).OrderBy(pair => pair.Key).Select(pair => ($"{(int)pair.Key} {pair.Key}", (long)pair.Value)))}");
        Console.WriteLine($"  faults: {Counted(day.Simulated.Struck.OrderBy(pair => pair.Key).Select(pair => ($"{pair.Key}", pair.Value)))}");
        Console.WriteLine($"  hash:   {day.Hash()}");
    }

    private static string Counted(IEnumerable<(string What, long Count)> counts) =>
        string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.What} {count.Count}")));
}
