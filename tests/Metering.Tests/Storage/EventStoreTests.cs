using Metering.Events;
using Metering.Storage;
using static Metering.Tests.Storage.Readings;

namespace Metering.Tests.Storage;

public class EventStoreTests
{
    private static readonly EventLogName Standard = new(default, EventLogKind.Standard);
    private static readonly EventLogName Fraud = new(default, EventLogKind.Fraud);

    [Fact]
    public async Task A_full_log_loses_its_oldest_tenth_at_once_and_says_so()
    {
        await using var store = new TemporaryStore();
        await store.Events.AppendAsync([.. Enumerable.Range(0, SqliteEventStore.GatewayCapacity).Select(number => Entry(number))]);
        Assert.Equal(SqliteEventStore.GatewayCapacity, All(store).Count);

        var stored = await store.Events.AppendAsync([Entry(20_000)]);

        Assert.Equal([EventCode.LogRolledOver, EventCode.PowerUp], stored.Select(entry => entry.Code));
        Assert.Contains("1000 events", stored[0].Message, StringComparison.Ordinal);
        var log = All(store);
        Assert.Equal(9_002, log.Count);
        Assert.Equal("1000", log[0].Message);
        Assert.Equal("20000", log[^1].Message);
        Assert.Empty(store.Events.ReadAppended(Fraud, 0));
    }

    [Fact]
    public async Task Numbers_are_not_used_again_after_a_log_was_cleared_and_the_store_opened_anew()
    {
        await using var store = new TemporaryStore();
        await store.Events.AppendAsync([Entry(1), Entry(2), Entry(3)]);
        var cleared = await store.Events.ClearAsync(Entry(4) with { Code = EventCode.EventLogCleared });
        await store.ReopenAsync();
        Assert.Equal([cleared], All(store));
        Assert.Equal((4, 5), ((int)cleared.Number, (int)(await store.Events.AppendAsync([Entry(5)]))[0].Number));
    }

    [Fact]
    public async Task A_removed_meter_keeps_its_log()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        var log = new EventLogName(meter, EventLogKind.Standard);
        await store.Meters.RemoveAsync(meter);
        await store.Events.AppendAsync([Entry(1) with { Log = log, Code = EventCode.MeterRemoved }]);
        await store.ReopenAsync();
        Assert.Equal(EventCode.MeterRemoved, store.Events.Last(log)?.Code);
        Assert.NotEqual(meter, await store.AddMeterAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_read_while_its_events_go_ends_with_an_error_and_not_with_others(bool clears)
    {
        await using var store = new TemporaryStore(600, 600);
        await store.Events.AppendAsync([.. Enumerable.Range(0, 600).Select(number => Entry(number))]);
        var span = store.Events.Find(Standard, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        using var begun = store.Events.Read(span, 0, 300).GetEnumerator();
        using var late = store.Events.Read(span, 100, 300).GetEnumerator();
        Assert.True(begun.MoveNext());
        for (var number = 600; number < 1_000; number++)
        {
            _ = clears ? await store.Events.ClearAsync(Entry(number)) : (await store.Events.AppendAsync([Entry(number)]))[0];
        }

        var got = 1;
        var fault = Assert.Throws<StoreException>(() =>
        {
            while (begun.MoveNext())
            {
                Assert.Equal($"{got++}", begun.Current.Message);
            }
        });
        Assert.Equal((StoreFault.Removed, EventQueries.Chunk), (fault.Fault, got));
        Assert.Equal(StoreFault.Removed, Assert.Throws<StoreException>(() => late.MoveNext()).Fault);
    }

    [Fact]
    public async Task A_read_that_is_ahead_of_what_goes_gives_what_it_began_with()
    {
        await using var store = new TemporaryStore(600, 600);
        await store.Events.AppendAsync([.. Enumerable.Range(0, 600).Select(number => Entry(number))]);
        using var begun = store.Events.Read(Standard, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).GetEnumerator();
        Assert.True(begun.MoveNext());
        await store.Events.AppendAsync([Entry(600)]);
        for (var number = 1; number < 600; number++)
        {
            Assert.True(begun.MoveNext());
            Assert.Equal($"{number}", begun.Current.Message);
        }

        Assert.False(begun.MoveNext());
    }

    [Theory]
    [InlineData("code = 3", "SEARCH event USING INDEX event_code (code=?)")]
    [InlineData("meter = 7 AND log = 0 AND +code = 3", "SEARCH event USING INDEX event_log (meter=? AND log=?)")]
    public async Task The_newest_events_are_found_by_an_index_and_never_sorted(string where, string step)
    {
        await using var store = new TemporaryStore();
        var steps = store.Database.Read(connection =>
        {
            using var command = connection.Statement($"EXPLAIN QUERY PLAN SELECT message FROM event WHERE {where} ORDER BY event_no DESC LIMIT 10");
            using var rows = command.ExecuteReader();
            var plan = new List<string>();
            while (rows.Read())
            {
                plan.Add(rows.GetString(3));
            }

            return plan;
        });
        Assert.Equal([step], steps);
    }

    [Fact]
    public async Task What_cannot_be_stored_changes_nothing()
    {
        await using var store = new TemporaryStore();
        await store.Events.AppendAsync([Entry(1)]);
        await store.Database.DisposeAsync();
        await Assert.ThrowsAsync<StoreException>(() => store.Events.AppendAsync([Entry(2)]));
        await Assert.ThrowsAsync<StoreException>(() => store.Events.ClearAsync(Entry(3)));
        Assert.Equal(("1", 1), (store.Events.Last(Standard)?.Message, (int)store.Events.Newest));
    }

    private static List<EventEntry> All(TemporaryStore store) => [.. store.Events.ReadAppended(Standard, 0)];

    private static EventEntry Entry(int number) => new(0, Standard, Midnight.AddSeconds(number), EventCode.PowerUp, $"{number}");
}
