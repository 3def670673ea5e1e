using System.Diagnostics;
using System.Globalization;
using Metering;
using Metering.Events;
using Metering.Storage;

namespace Benchmarks;

/// <summary>The event logs of 500 meters and of the gateway, all full: a million rows. What counting, reading, showing and opening them costs.</summary>
internal static class EventsBenchmark
{
    private const int Meters = 500;
    private const int Times = 20;
    private const string Message = "a message of some fifty characters that tells why";

    private static readonly EventLogName Gateway = new(default, EventLogKind.Standard);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-benchmark-");
        try
        {
            await using var database = SqliteDatabase.Open(Path.Combine(folder.FullName, "gateway.db"));
            using var store = new SqliteEventStore(database);
            await FillAsync(store);
            Print("count a full log of the gateway", () => store.Find(Gateway, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Count);
            Print("count a time of it", () => store.Find(Gateway, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue).Count);
            Print("read its 10,000 rows", () => store.Read(Gateway, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Count());
            Print("100 of one meter", () => store.Latest(new EventFilter { Meter = new MeterId(7) }, 100).Count);
            Print("100 of all", () => store.Latest(new EventFilter(), 100).Count);
            Print("a code that is nowhere", () => store.Latest(new EventFilter { Code = EventCode.PowerUp }, 100).Count);
            Print("open", () =>
            {
                using var again = new SqliteEventStore(database);
                return (int)again.Newest;
            });
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Times; i++)
            {
                await store.AppendAsync([Entry(default, i)]);
            }

            Print("append one, durable", Stopwatch.GetElapsedTime(start) / Times, 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(SqliteEventStore store)
    {
        // as they come: every meter now and then
        for (var row = 0; row < SqliteEventStore.MeterCapacity; row++)
        {
            await store.AppendAsync([.. Enumerable.Range(1, Meters).Select(meter => Entry(new MeterId(meter), row)), .. Enumerable.Range(0, 5).Select(i => Entry(default, (5 * row) + i))]);
        }
    }

    private static EventEntry Entry(MeterId meter, int second) =>
        new(0, new EventLogName(meter, EventLogKind.Standard), DateTimeOffset.UnixEpoch.AddSeconds(second), EventCode.CommunicationError, Message);

    private static void Print(string what, Func<int> work)
    {
        work();
        var start = Stopwatch.GetTimestamp();
        var result = 0;
        for (var i = 0; i < Times; i++)
        {
            result = work();
        }

        Print(what, Stopwatch.GetElapsedTime(start) / Times, result);
    }

    private static void Print(string what, TimeSpan time, int result) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-34} {time.TotalMilliseconds,10:N3} ms {result,12:N0}"));
}
