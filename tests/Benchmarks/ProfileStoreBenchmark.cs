using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Cosem;
using Dlms.Axdr;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Metering.Profiles;

namespace Benchmarks;

/// <summary>
/// Where the time of a long profile goes: its stages one by one over the same rows of one meter, then the whole over DLMS on the loopback address. The
/// meter is the first with eight columns or more, the clock counted, and of those eight are asked for.
/// </summary>
internal static class ProfileStoreBenchmark
{
    private const int Rows = 10_000;
    private const int Columns = 8;

    /// <summary>Short answers of a round.</summary>
    private const int Gets = 1000;

    private const sbyte CapturePeriod = 4;

    /// <summary>Meters of the store it builds: one of each type.</summary>
    private const string Meters = "12";

    /// <summary>10,080 readings of each meter.</summary>
    private const string Days = "105";

    /// <summary><c>profile-store [FOLDER]</c>; without a folder it builds a store and removes it again.</summary>
    public static async Task RunAsync(string[] options)
    {
        if (options is [var existing])
        {
            await MeasureAsync(existing);
            return;
        }

        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await StoreBuilder.RunAsync([folder, "--meters", Meters, "--days", Days]);
            await MeasureAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder)
    {
        await using var gateway = await StoredGateway.StartAsync(folder);
        var (store, keys) = (gateway.Get<IReadoutStore>(), gateway.Get<MeterKeys>());
        var (meter, profile) = gateway.Get<IMeterStore>().Meters.Values
            .Select(meter => (Meter: meter, Profile: (MeterProfile)gateway.Get<IMeterProfiles>().Of(meter, ProfileKind.LoadProfile1)))
            .First(found => found.Profile.Columns.Length >= Columns - 1);
        var all = profile.Readings.Select(null, null);
        var marked = profile.Readings.Chunks(all, 0, Rows).SelectMany(rows => rows).ToList();
        var (from, to) = (marked[0].Readout.ReadAt, marked[^1].Readout.ReadAt);
        var mapped = marked.ConvertAll(row => profile.TryMap(row, out var mappedRow, out _) ? mappedRow : throw new InvalidOperationException("A row needs a finer scaler."));
        var asked = profile.Only(Enumerable.Range(0, Columns - 1));
        var buffer = new ArrayBufferWriter<byte>();
        Console.WriteLine($"{meter.Name}: {marked.Count:N0} of {all.Count:N0} rows, {1 + profile.Columns.Length} columns in its profile, telegrams of {marked[0].Readout.Telegrams.Sum(telegram => telegram.Length)} bytes");
        await CompareAsync(
        [
            ("times of the rows", () => Sync(store.ReadTimes(meter.Id, from, to).Count())),
            ("all rows counted (entries_in_use)", () => Sync(profile.Readings.Select(null, null).Count)),
            ("readings", () => Sync(store.Read(meter.Id, from, to).Count())),
            ("rows with their readings", () => Sync(profile.Readings.Chunks(all, 0, Rows).Sum(rows => rows.Count))),
            ("decode, records walked", () => Sync(marked.Sum(row => keys.Decode(meter, row.Readout).Telegrams.Sum(telegram => Count(telegram.Records))))),
            ("decode and map the columns asked for", () => Sync(marked.Count(row => asked.TryMap(row, out _, out _)))),
            ("decode and map all", () => Sync(marked.Count(row => profile.TryMap(row, out _, out _)))),
            ("encode all", () => Sync(mapped.Sum(row => Encode(buffer, [profile.TimeOf(row), .. row.Cells])))),
            ("last rows, mapped", () => Sync(profile.Latest(Rows).Count())),
            ("last 100 rows, mapped", () => Sync(profile.Latest(100).Count())),
            ("over DLMS, plain", () => WalkAsync(gateway.PeerOf(meter)!, null)),
            ("over DLMS, ciphered", () => WalkAsync(gateway.PeerOf(meter)!, ClientTitle.Of(Random.Shared.Next()))),
        ]);
        foreach (var walkers in new[] { 0, 1, 4 })
        {
            await MeasureOthersAsync(gateway.PeerOf(meter)!, walkers);
        }
    }

    /// <summary>How long another head-end waits for a short answer while some read all columns of the profile without a pause.</summary>
    private static async Task MeasureOthersAsync(Peer peer, int walkers)
    {
        using var end = new CancellationTokenSource();
        var walking = Enumerable.Range(0, walkers).Select(_ => Task.Run(() => WalkOnAsync(peer, end.Token))).ToList();
        using var connection = await LoadConnection.OpenAsync(peer, null);
        var (request, medians, tails) = (StoredGateway.Request(CapturePeriod), new List<double>(), new List<double>());
        for (var round = -1; round < Measurement.Rounds; round++)
        {
            var times = new double[Gets];
            for (var i = 0; i < Gets; i++)
            {
                var begin = Stopwatch.GetTimestamp();
                connection.Ask(request);
                times[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            }

            Array.Sort(times);
            if (round >= 0)
            {
                medians.Add(times[Gets / 2]);
                tails.Add(times[Gets * 99 / 100]);
            }
        }

        await end.CancelAsync();
        await Task.WhenAll(walking);
        Console.WriteLine($"{$"a short GET beside {walkers} walks",-44} p50 {Measurement.Median(medians, "N2")} ms ({Measurement.Range(medians, "N2")}), p99 {Measurement.Median(tails, "N2")} ms ({Measurement.Range(tails, "N2")})");
    }

    private static async Task WalkOnAsync(Peer peer, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var connection = await LoadConnection.OpenAsync(peer, null);
            await ProfileWalk.ReadAsync(
                StoredGateway.Request(2, new EntryDescriptor(1, Rows / 10, 1, 0).ToSelectiveAccess()), apdu => ValueTask.FromResult(connection.Ask(apdu)));
        }
    }

    private static Task<long> Sync(int result) => Task.FromResult((long)result);

    private static int Count(MBus.Application.DataRecords records)
    {
        var count = 0;
        foreach (var _ in records)
        {
            count++;
        }

        return count;
    }

    private static int Encode(ArrayBufferWriter<byte> buffer, IReadOnlyList<CosemData> row)
    {
        buffer.ResetWrittenCount();
        new AxdrWriter(buffer).WriteData(new CosemData.Structure(row));
        return buffer.WrittenCount;
    }

    private static async Task<long> WalkAsync(Peer peer, ClientTitle? title)
    {
        using var connection = await LoadConnection.OpenAsync(peer, title);
        return await ProfileWalk.ReadAsync(
            StoredGateway.Request(2, new EntryDescriptor(1, Rows, 1, Columns).ToSelectiveAccess()), apdu => ValueTask.FromResult(connection.Ask(apdu)));
    }

    /// <summary>Each once to warm up, then in turns; beside the time the CPU time of the process and what it allocated.</summary>
    private static async Task CompareAsync(IReadOnlyList<(string Name, Func<Task<long>> Work)> works)
    {
        var (times, costs) = (works.Select(_ => new List<double>()).ToList(), works.Select(_ => new List<double>()).ToList());
        var (bytes, results) = (new long[works.Count], new long[works.Count]);
        for (var round = -1; round < Measurement.Rounds; round++)
        {
            for (var i = 0; i < works.Count; i++)
            {
                var (watch, cpu, allocated) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
                results[i] = await works[i].Work();
                if (round >= 0)
                {
                    times[i].Add(watch.Elapsed.TotalMilliseconds);
                    costs[i].Add((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
                    bytes[i] = GC.GetTotalAllocatedBytes(precise: true) - allocated;
                }
            }
        }

        for (var i = 0; i < works.Count; i++)
        {
            Timing.Print(works[i].Name, times[i], "ms", string.Create(
                CultureInfo.InvariantCulture,
                $"CPU {Measurement.Median(costs[i], "N1")} ms ({Measurement.Range(costs[i], "N1")}), {(double)bytes[i] / Rows:N0} bytes for each of {Rows:N0} rows, {results[i]:N0}"));
        }
    }
}
