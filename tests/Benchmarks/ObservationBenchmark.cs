using Gateway.Events;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;

namespace Benchmarks;

/// <summary>What it costs to look at a readout beside the one before it, over meters of all simulated types, on one core.</summary>
internal static class ObservationBenchmark
{
    private const int Meters = 250;
    private const int Passes = 40;

    public static async Task RunAsync()
    {
        using var day = new BusDay(seed: 1, Meters);
        day.Play(2);
        var pairs = day.Stored.GroupBy(readout => readout.Meter)
            .Where(readouts => readouts.Count() > 1)
            .Select(readouts => (Meter: day.Meters.Meters[readouts.Key.Value], Before: readouts.First(), Now: readouts.Last()))
            .ToList();
        Console.WriteLine($"{pairs.Count} meters, {pairs.Average(pair => pair.Now.Telegrams.Sum(telegram => telegram.Length)):N0} bytes a readout");
        var watch = new MeterWatch(day.Keys, day.State, day.Events, TimeProvider.System);
        await Measurement.CompareAsync(
            "readouts",
            "bytes each",
            new Candidate("decoded", () => RepeatAsync(pairs, pair => Task.FromResult(day.Keys.Decode(pair.Meter, pair.Now)))),
            new Candidate("decoded and watched", () => RepeatAsync(pairs, pair => watch.ObserveAsync(new KeptReadout(pair.Meter, day.Keys.Decode(pair.Meter, pair.Now), pair.Before, IsStored: true)))));
    }

    private static async Task<long> RepeatAsync(
        List<(Meter Meter, MeterReadout Before, MeterReadout Now)> pairs, Func<(Meter Meter, MeterReadout Before, MeterReadout Now), Task> work)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var pair in pairs)
            {
                await work(pair);
            }
        }

        return (long)Passes * pairs.Count;
    }
}
