using System.Diagnostics;
using System.Globalization;
using Metering;
using Metering.Storage;

namespace Benchmarks;

/// <summary>
/// Readouts are appended one by one to a copy of a store, first alone and then while the oldest days of all meters are removed as the service
/// does it: how long an append takes until it is durable.
/// </summary>
internal static class StoreForgetBenchmark
{
    /// <summary>Faster than any bus brings readouts.</summary>
    private static readonly TimeSpan BetweenAppends = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(5);

    /// <summary><c>store-forget FOLDER [--days 1]</c>.</summary>
    public static async Task RunAsync(string[] options)
    {
        StoredGateway.Refuse(options[0]);
        var copy = Directory.CreateTempSubdirectory("gateway-benchmark-");
        try
        {
            var file = Path.Combine(copy.FullName, "gateway.db");
            File.Copy(Path.Combine(options[0], "gateway.db"), file);
            await using var database = SqliteDatabase.Open(file);
            await MeasureAsync(new SqliteReadoutStore(database), [.. new SqliteMeterStore(database).Meters.Values.Select(meter => meter.Id)], TimeSpan.FromDays(Options.Number(options, "--days", 1)));
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(SqliteReadoutStore store, List<MeterId> meters, TimeSpan days)
    {
        var (medians, worst, mediansDuring, worstDuring, seconds) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var telegrams = 0;
        for (var round = -1; round < Measurement.Rounds; round++)
        {
            var alone = await AppendAsync(store, meters, Task.Delay(Alone));
            var watch = Stopwatch.StartNew();
            var forgetting = Task.Run(() => ForgetAsync(store, meters, days));
            var during = await AppendAsync(store, meters, forgetting);
            telegrams = await forgetting;
            if (round >= 0)
            {
                seconds.Add(watch.Elapsed.TotalSeconds);
                (medians, worst) = (Add(medians, alone[alone.Count / 2]), Add(worst, alone[^1]));
                (mediansDuring, worstDuring) = (Add(mediansDuring, during[during.Count / 2]), Add(worstDuring, during[^1]));
            }
        }

        Timing.Print("append alone, median", medians, "ms");
        Timing.Print("append alone, worst", worst, "ms");
        Timing.Print("append while readings are removed, median", mediansDuring, "ms");
        Timing.Print("append while readings are removed, worst", worstDuring, "ms");
        Timing.Print(string.Create(CultureInfo.InvariantCulture, $"removing {days.TotalDays} days of all meters"), seconds, "s", string.Create(CultureInfo.InvariantCulture, $"{telegrams:N0} telegrams"));
    }

    private static List<double> Add(List<double> values, double value) => [.. values, value];

    /// <summary>Appends until a task ends; gives the times in milliseconds, the shortest first.</summary>
    private static async Task<List<double>> AppendAsync(SqliteReadoutStore store, List<MeterId> meters, Task until)
    {
        var times = new List<double>();
        while (!until.IsCompleted)
        {
            var meter = meters[times.Count % meters.Count];
            var readout = store.Last(meter).Readout! with { ReadAt = DateTimeOffset.UtcNow, AppendNumber = 0 };
            var watch = Stopwatch.StartNew();
            await store.AppendAsync(readout);
            times.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(BetweenAppends);
        }

        times.Sort();
        return times;
    }

    /// <summary>As a look of the service for old readings does it, with its rests.</summary>
    private static async Task<int> ForgetAsync(SqliteReadoutStore store, List<MeterId> meters, TimeSpan days)
    {
        var before = store.Forgettable().Min(meter => meter.Oldest)!.Value + days;
        var telegrams = 0;
        foreach (var meter in meters)
        {
            var watch = Stopwatch.StartNew();
            telegrams += await store.ForgetAsync(meter, before);
            await Task.Delay(watch.Elapsed);
        }

        return telegrams;
    }
}
