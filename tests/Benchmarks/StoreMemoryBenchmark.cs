using System.Globalization;
using Cosem;
using Metering;

namespace Benchmarks;

/// <summary>What lives on the managed heap while ten rows of a profile are read, and while all are: the peak over collections in the middle of both walks.</summary>
internal static class StoreMemoryBenchmark
{
    /// <summary>Blocks between two collections.</summary>
    private const int Between = 25;

    private static readonly EntryDescriptor Ten = new(1, 10, 1, 0);

    /// <summary><c>store-memory FOLDER</c>.</summary>
    public static async Task RunAsync(string[] options)
    {
        await using var gateway = await StoredGateway.StartAsync(options[0]);
        var peer = gateway.Get<IMeterStore>().Meters.Values.Select(gateway.PeerOf).FirstOrDefault(peer => peer is not null)
            ?? throw new InvalidOperationException("No meter has a load profile.");
        foreach (var (name, access) in new[] { ("ten rows", Ten.ToSelectiveAccess()), ("all rows", null) })
        {
            var peaks = new List<double>();
            var told = "";
            for (var round = -1; round < Measurement.Rounds; round++)
            {
                var (peak, octets, blocks) = await WalkAsync(peer, access);
                told = string.Create(CultureInfo.InvariantCulture, $"{octets:N0} octets in {blocks} blocks");
                if (round >= 0)
                {
                    peaks.Add(peak / 1024.0);
                }
            }

            Timing.Print($"{name}: managed heap at most", peaks, "kB", told);
        }
    }

    private static async Task<(long Peak, long Octets, int Blocks)> WalkAsync(Peer peer, SelectiveAccess? access)
    {
        using var connection = await LoadConnection.OpenAsync(peer, null, maxReceivePduSize: 1024);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (peak, blocks) = (0L, 0);
        var octets = await ProfileWalk.ReadAsync(StoredGateway.Request(2, access), apdu =>
        {
            if (blocks++ % Between == 1)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            return ValueTask.FromResult(connection.Ask(apdu));
        });
        return (peak, octets, blocks);
    }
}
