using System.Globalization;
using Cosem;
using Dlms;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Metering.Profiles;

namespace Benchmarks;

/// <summary>
/// A week of one meter's load profile out of a store of many meters and days: the store's part, the profile's rows, and the whole over DLMS on the
/// loopback address; then the number of its rows. Each round asks another meter for another week, so that pages are not just those of the round before.
/// </summary>
internal static class StoreWeekBenchmark
{
    private const sbyte EntriesInUse = 7;

    /// <summary>Some ten thousand rows, after which the code is compiled for good.</summary>
    private const int WarmUps = 30;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly int RowsOfWeek = (int)(Week / StoreBuilder.Interval);

    /// <summary><c>store-week FOLDER</c>.</summary>
    public static async Task RunAsync(string[] options)
    {
        await using var gateway = await StoredGateway.StartAsync(options[0]);
        var (store, meters, keys) = (gateway.Get<IReadoutStore>(), gateway.Get<IMeterStore>().Meters.Values.ToList(), gateway.Get<MeterKeys>());
        var upkeep = gateway.Get<IStoreUpkeep>();
        var (random, newest) = (new Random(1), store.Last(meters[0].Id).Readout!.ReadAt);
        var works = new List<(string, Func<Task<string>>)>
        {
            ("statistics of the store", () => Count(() => ((int)upkeep.Figures(newest - Week).Readings, "readings"))),
            ("what could be forgotten", () => Count(() => (upkeep.Forgettable().Count, "meters"))),
            ("times of a week", () => Count(() => From() is var from ? (store.ReadTimes(Next().Id, from, from + Week).Count(), "times") : default)),
            ("readings of a week", () => Count(() => (Read(Next()).Count(), "readings"))),
            ("readings of a week, decoded", () => Count(() => Next() is var meter ? (Read(meter).Sum(readout => keys.Decode(meter, readout).Telegrams.Length), "telegrams") : default)),
        };
        if (gateway.Find<IMeterProfiles>() is { } profiles)
        {
            works.Add(("rows of the last week", () => Count(() => (profiles.Of(Next(), ProfileKind.LoadProfile1).Latest(RowsOfWeek).Count(), "rows"))));
        }

        var withProfile = meters.Where(meter => gateway.PeerOf(meter) is not null).ToList();
        if (withProfile.Count > 0)
        {
            works.Add(("a week over DLMS, plain", () => WalkAsync(null)));

            // the store remembers the counters of a title: each run has titles of its own
            works.Add(("a week over DLMS, ciphered", () => WalkAsync(ClientTitle.Of(Random.Shared.Next()))));
            works.Add(("entries_in_use over DLMS", () => AskAsync(EntriesInUse)));
        }
        else
        {
            Console.WriteLine("No meter has a load profile: the store's part alone is measured.");
        }

        await Timing.CompareAsync(WarmUps, works);

        Meter Next() => meters[random.Next(meters.Count)];
        DateTimeOffset From() => newest - (Week * (1 + random.Next(50)));
        IEnumerable<MeterReadout> Read(Meter meter) => From() is var from ? store.Read(meter.Id, from, from + Week) : [];

        async Task<string> WalkAsync(ClientTitle? title)
        {
            using var connection = await OpenAsync(title);
            var (from, zone) = (From(), gateway.Get<Installation>().Zone);
            var range = new RangeDescriptor(CosemDateTime.FromMoment(from, zone), CosemDateTime.FromMoment(from + Week, zone), []);
            var octets = await ProfileWalk.ReadAsync(StoredGateway.Request(2, range.ToSelectiveAccess()), apdu => ValueTask.FromResult(connection.Ask(apdu)));
            return string.Create(CultureInfo.InvariantCulture, $"{octets:N0} octets");
        }

        async Task<string> AskAsync(sbyte attribute)
        {
            using var connection = await OpenAsync(null);
            return $"{Apdu.Decode(connection.Ask(StoredGateway.Request(attribute)).Span)}";
        }

        Task<LoadConnection> OpenAsync(ClientTitle? title) => LoadConnection.OpenAsync(gateway.PeerOf(withProfile[random.Next(withProfile.Count)])!, title);
    }

    private static Task<string> Count(Func<(int Count, string Of)> work) => work() is var (count, of)
        ? Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {of}"))
        : Task.FromResult("");
}
