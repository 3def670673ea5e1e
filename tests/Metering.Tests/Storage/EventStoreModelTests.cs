using Metering.Events;
using Testing;
using static Metering.Tests.Storage.Readings;

namespace Metering.Tests.Storage;

/// <summary>Random lives of the event logs against lists in memory that follow the words of the interface.</summary>
public class EventStoreModelTests
{
    private const int GatewayCapacity = 23;
    private const int MeterCapacity = 8;

    [Fact]
    public async Task The_store_is_the_lists_that_its_interface_describes()
    {
        for (var seed = 0; seed < Rounds.Of(quick: 15, ci: 500, full: 5000); seed++)
        {
            var random = new Random(seed);
            await using var store = new TemporaryStore(GatewayCapacity, MeterCapacity);
            var model = new Model();
            var meter = await store.AddMeterAsync();
            EventLogName[] logs = [new(default, EventLogKind.Standard), new(default, EventLogKind.Fraud), new(meter, EventLogKind.Standard), new(meter, EventLogKind.Fraud)];
            for (var step = 0; step < 50; step++)
            {
                await StepAsync(store, model, meter, logs, random);
                AssertSame(store, model, logs, random);
            }
        }
    }

    private static async Task StepAsync(TemporaryStore store, Model model, MeterId meter, EventLogName[] logs, Random random)
    {
        switch (random.Next(20))
        {
            case 0:
                await store.ReopenAsync();
                break;
            case 1:
                var cleared = Entry(logs[random.Next(logs.Length)], random) with { Code = EventCode.EventLogCleared };
                model.Clear(cleared, await store.Events.ClearAsync(cleared));
                break;
            case 2 when store.Meters.Find(meter) is not null:
                await store.Meters.RemoveAsync(meter);
                break;
            case 3:
                await Assert.ThrowsAsync<StoreException>(() => store.Events.AppendAsync([Entry(logs[0], random), Entry(logs[0], random) with { Message = null! }]));
                break;
            case 4:
                var (one, other) = (Entry(logs[0], random), Entry(logs[0], random));
                var both = await Task.WhenAll(store.Events.AppendAsync([one]), store.Events.AppendAsync([other]));
                var inOrder = both[0][0].Number < both[1][0].Number;
                model.Append([inOrder ? one : other], both[inOrder ? 0 : 1]);
                model.Append([inOrder ? other : one], both[inOrder ? 1 : 0]);
                break;
            default:
                var entries = Enumerable.Range(0, random.Next(5)).Select(_ => Entry(logs[random.Next(logs.Length)], random)).ToList();
                model.Append(entries, await store.Events.AppendAsync(entries));
                break;
        }
    }

    private static EventEntry Entry(EventLogName log, Random random) =>
        new(0, log, Midnight.AddMinutes(random.Next(30)).AddTicks(random.Next(20_000)), (EventCode)random.Next(1, 5), $"message {random.Next()}");

    private static void AssertSame(TemporaryStore store, Model model, EventLogName[] logs, Random random)
    {
        var (from, to) = (Midnight.AddMinutes(random.Next(-1, 31)), Midnight.AddMinutes(random.Next(-1, 31)));
        var after = random.Next((int)model.Newest + 2);
        Assert.Equal(model.Newest, store.Events.Newest);
        Assert.All(logs, log =>
        {
            var all = model.Of(log);
            Assert.InRange(all.Count, 0, store.Events.CapacityOf(log));
            Assert.Equal(all.LastOrDefault(), store.Events.Last(log));
            Assert.Equal(all.Where(entry => entry.Number > after), store.Events.ReadAppended(log, after));

            var range = all.Where(entry => entry.At >= from && entry.At <= to).ToList();
            Assert.Equal(range, store.Events.Read(log, from, to));
            var span = store.Events.Find(log, from, to);
            Assert.Equal((range.Count, range.FirstOrDefault()?.Number ?? 0, range.LastOrDefault()?.Number ?? 0), (span.Count, span.First, span.Last));
            Assert.Equal(new EventSpan(log, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, all.FirstOrDefault()?.Number ?? 0, all.LastOrDefault()?.Number ?? 0, all.Count), store.Events.Find(log, DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
            var first = random.Next(range.Count + 1);
            Assert.Equal(range.Skip(first), store.Events.Read(span, first, range.Count - first));
        });
        AssertFilter(store, model, random, from, to);
    }

    private static void AssertFilter(TemporaryStore store, Model model, Random random, DateTimeOffset from, DateTimeOffset to)
    {
        var filter = new EventFilter
        {
            Meter = random.Next(2) == 0 ? new MeterId(random.Next(2)) : null,
            Log = random.Next(2) == 0 ? (EventLogKind)random.Next(2) : null,
            From = random.Next(2) == 0 ? from : null,
            To = random.Next(2) == 0 ? to : null,
            Code = random.Next(2) == 0 ? (EventCode)random.Next(1, 5) : null,
            Before = random.Next(2) == 0 ? random.Next(200) : null,
            After = random.Next(4) == 0 ? random.Next(100) : null,
        };
        var most = random.Next(1, 30);
        Assert.Equal(model.Latest(filter).Take(most), store.Events.Latest(filter, most));
    }

    private sealed class Model
    {
        private readonly List<EventEntry> _stored = [];

        public long Newest { get; private set; }

        public List<EventEntry> Of(EventLogName log) => [.. _stored.Where(entry => entry.Log == log)];

        public IEnumerable<EventEntry> Latest(EventFilter filter) => _stored
            .Where(entry => (filter.Meter is not { } meter || entry.Log.Meter == meter)
                && (filter.Log is not { } kind || entry.Log.Kind == kind)
                && (filter.From is not { } from || entry.At >= from)
                && (filter.To is not { } to || entry.At <= to)
                && (filter.Code is not { } code || entry.Code == code)
                && (filter.Before is not { } before || entry.Number < before)
                && (filter.After is not { } after || entry.Number > after))
            .OrderByDescending(entry => entry.Number);

        /// <summary>What was stored is what was given, with a message of a log that rolled over before an event now and then.</summary>
        public void Append(List<EventEntry> entries, IReadOnlyList<EventEntry> stored)
        {
            var next = 0;
            foreach (var entry in stored)
            {
                var given = entries[next];
                var (log, capacity) = (Of(entry.Log), entry.Log.Meter == default ? GatewayCapacity : MeterCapacity);
                if (log.Count >= capacity)
                {
                    Assert.Equal(EventCode.LogRolledOver, entry.Code);
                    var oldest = log.Take(Math.Max(2, capacity / 10)).ToHashSet();
                    _stored.RemoveAll(oldest.Contains);
                    Add(given with { Code = entry.Code, Message = entry.Message }, entry);
                    continue;
                }

                Add(given, entry);
                next++;
            }

            Assert.Equal(entries.Count, next);
        }

        public void Clear(EventEntry given, EventEntry stored)
        {
            _stored.RemoveAll(entry => entry.Log == given.Log);
            Add(given, stored);
        }

        private void Add(EventEntry given, EventEntry stored)
        {
            Assert.Equal(given with { Number = Newest + 1, At = DateTimeOffset.FromUnixTimeMilliseconds(given.At.ToUnixTimeMilliseconds()) }, stored);
            Newest = stored.Number;
            _stored.Add(stored);
        }
    }
}
