using Metering.Storage;
using static Metering.Tests.Storage.Readings;

namespace Metering.Tests.Storage;

public class ReadoutStoreTests
{
    [Fact]
    public async Task A_reading_is_kept_whole_with_all_its_telegrams()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        var readout = Of(meter, Midnight.AddTicks(1234567), [0x68, 0x00], [], [0xFF]) with
        {
            ReceivedAt = Midnight.AddHours(3),
            Format = PayloadFormat.SenMLCbor,
            IsComplete = false,
        };

        var stored = await store.Readouts.AppendAsync(readout);

        Assert.Equal(Text(readout with { AppendNumber = stored.AppendNumber }), Text(stored));
        Assert.Equal(Text(stored), Text(Assert.Single(store.Readouts.Read(meter, DateTimeOffset.MinValue, DateTimeOffset.MaxValue))));
        Assert.Equal(Text(stored), Text(store.Readouts.Last(meter).Readout));
        await store.ReopenAsync();
        Assert.Equal(Text(stored), Text(store.Readouts.Last(meter).Readout));
    }

    [Fact]
    public async Task A_readout_without_a_telegram_and_one_of_an_unknown_meter_are_refused()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => store.Readouts.AppendAsync(At(meter, 0) with { Telegrams = [] }));
        var e = await Assert.ThrowsAsync<StoreException>(() => store.Readouts.AppendAsync(At(new MeterId(7), 0)));
        Assert.Equal(StoreFault.UnknownMeter, e.Fault);
        Assert.Equal(LastReadout.Never, store.Readouts.Last(new MeterId(7)));
    }

    [Fact]
    public async Task One_bad_reading_does_not_keep_those_that_wait_with_it_from_being_stored()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();

        var faults = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => TryAppendAsync(i == 20 ? new MeterId(99) : meter, i)));

        Assert.Equal(Enumerable.Range(0, 50).Select(i => i == 20 ? StoreFault.UnknownMeter : (StoreFault?)null), faults);
        Assert.Equal(49, store.Readouts.Read(meter, Midnight, Midnight.AddDays(1)).Count());

        async Task<StoreFault?> TryAppendAsync(MeterId of, int minute)
        {
            try
            {
                await store.Readouts.AppendAsync(At(of, minute));
                return null;
            }
            catch (StoreException e)
            {
                return e.Fault;
            }
        }
    }

    [Fact]
    public async Task Two_readings_of_one_time_are_both_kept_in_the_order_of_storing()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();

        var first = await store.Readouts.AppendAsync(At(meter, 5, 1));
        var second = await store.Readouts.AppendAsync(At(meter, 5, 2));

        Assert.Equal(Texts([first, second]), Texts(store.Readouts.Read(meter, Midnight, Midnight.AddHours(1))));
        Assert.Equal(Text(second), Text(store.Readouts.Last(meter).Readout));
    }

    [Fact]
    public async Task A_clock_set_back_loses_nothing_and_the_last_reading_is_the_one_taken_last()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();

        var before = await store.Readouts.AppendAsync(At(meter, 60));
        var after = await store.Readouts.AppendAsync(At(meter, 0));

        Assert.Equal(Texts([after, before]), Texts(store.Readouts.Read(meter, Midnight, Midnight.AddHours(1))));
        Assert.Equal(Texts([before, after]), Texts(store.Readouts.ReadAppended(meter, 0)));
        Assert.Equal(Text(after), Text(store.Readouts.Last(meter).Readout));
        await store.ReopenAsync();
        Assert.Equal(Text(after), Text(store.Readouts.Last(meter).Readout));
    }

    [Fact]
    public async Task A_late_reading_does_not_displace_a_newer_one()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();

        var newer = await store.Readouts.AppendAsync(At(meter, 60) with { ReceivedAt = Midnight.AddMinutes(61) });
        var late = await store.Readouts.AppendAsync(At(meter, 0) with { ReceivedAt = Midnight.AddMinutes(62) });

        Assert.Equal(Text(newer), Text(store.Readouts.Last(meter).Readout));
        Assert.Equal(Texts([late]), Texts(store.Readouts.ReadAppended(meter, newer.AppendNumber)));
        await store.ReopenAsync();
        Assert.Equal(Text(newer), Text(store.Readouts.Last(meter).Readout));
    }

    [Fact]
    public async Task A_range_has_both_its_ends_and_only_its_meter()
    {
        await using var store = new TemporaryStore();
        var (meter, other) = (await store.AddMeterAsync(), await store.AddMeterAsync());
        for (var minute = 0; minute < 10; minute++)
        {
            await store.Readouts.AppendAsync(At(meter, minute));
            await store.Readouts.AppendAsync(At(other, minute));
        }

        var range = store.Readouts.Read(meter, Midnight.AddMinutes(2), Midnight.AddMinutes(5)).ToList();

        Assert.Equal([2, 3, 4, 5], range.Select(readout => readout.ReadAt.Minute));
        Assert.All(range, readout => Assert.Equal(meter, readout.Meter));
        Assert.Empty(store.Readouts.Read(meter, Midnight.AddMinutes(2).AddTicks(1), Midnight.AddMinutes(3).AddTicks(-1)));
        Assert.Empty(store.Readouts.Read(meter, Midnight.AddMinutes(5), Midnight.AddMinutes(2)));
    }

    [Fact]
    public async Task A_long_range_is_streamed_and_shows_the_store_as_it_was_at_the_call()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(minute => store.Readouts.AppendAsync(Of(meter, Midnight.AddMinutes(minute), [1], [2]))));

        var minutes = new List<int>();
        foreach (var readout in store.Readouts.Read(meter, Midnight, Midnight.AddDays(1)))
        {
            minutes.Add((int)(readout.ReadAt - Midnight).TotalMinutes);
            Assert.Equal(2, readout.Telegrams.Length);
            if (minutes.Count == 500)
            {
                await store.Readouts.AppendAsync(At(meter, 700));
            }
        }

        Assert.Equal(Enumerable.Range(0, 1000), minutes);
    }

    [Fact]
    public async Task A_failure_is_remembered_until_the_next_reading()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        Assert.Equal(LastReadoutState.Never, store.Readouts.Last(meter).State);
        await store.Readouts.RecordFailureAsync(meter, Midnight);
        Assert.Equal(LastReadoutState.Never, store.Readouts.Last(meter).State);
        Assert.Equal(Midnight, store.Readouts.Last(meter).FailedAt);

        var stored = await store.Readouts.AppendAsync(At(meter, 1));
        Assert.Equal(LastReadoutState.Ok, store.Readouts.Last(meter).State);

        await store.Readouts.RecordFailureAsync(meter, Midnight.AddMinutes(2));
        await store.ReopenAsync();
        Assert.Equal(LastReadoutState.OldAfterFailure, store.Readouts.Last(meter).State);
        Assert.Equal(Midnight.AddMinutes(2), store.Readouts.Last(meter).FailedAt);
        Assert.Equal(Text(stored), Text(store.Readouts.Last(meter).Readout));

        await store.Readouts.AppendAsync(At(meter, 3) with { IsComplete = false });
        await store.ReopenAsync();
        Assert.Equal(LastReadoutState.Incomplete, store.Readouts.Last(meter).State);
        Assert.Null(store.Readouts.Last(meter).FailedAt);
    }

    [Fact]
    public async Task Forgetting_keeps_the_latest_and_the_last_stored_and_numbers_go_on()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(minute => store.Readouts.AppendAsync(At(meter, minute))));
        var latest = await store.Readouts.AppendAsync(At(meter, 2000) with { ReceivedAt = Midnight.AddMinutes(2001) });
        var last = await store.Readouts.AppendAsync(At(meter, 3) with { ReceivedAt = Midnight.AddMinutes(2002) });

        Assert.Equal(1400, await store.Readouts.ForgetAsync(meter, Midnight.AddMinutes(1400)));
        Assert.Equal(100, await store.Readouts.ForgetAsync(meter, Midnight.AddYears(1)));

        Assert.Equal(Texts([last, latest]), Texts(store.Readouts.Read(meter, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)));
        await store.ReopenAsync();
        Assert.Equal(Text(latest), Text(store.Readouts.Last(meter).Readout));
        Assert.Equal(last.AppendNumber + 1, (await store.Readouts.AppendAsync(At(meter, 4))).AppendNumber);
    }

    [Fact]
    public async Task Five_hundred_meters_are_read_at_once_and_found_again()
    {
        await using var store = new TemporaryStore();
        var meters = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => store.AddMeterAsync()));

        await Task.WhenAll(meters.SelectMany(meter => Enumerable.Range(0, 4).Select(i => store.Readouts.AppendAsync(At(meter, 15 * i, (byte)i)))));
        await store.ReopenAsync();

        Assert.All(meters, meter =>
        {
            Assert.Equal(Midnight.AddMinutes(45), store.Readouts.Last(meter).Readout?.ReadAt);
            Assert.Equal(4, store.Readouts.Read(meter, Midnight, Midnight.AddDays(1)).Count());
        });
    }

    [Fact]
    public async Task Readers_see_whole_readings_in_order_while_the_writer_writes()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Watch(store, meter, stop.Token))).ToList();

        for (var i = 0; i < 300; i++)
        {
            var content = BitConverter.GetBytes(i);
            var stored = await store.Readouts.AppendAsync(Of(meter, Midnight.AddSeconds(i), content, content));
            Assert.True(store.Readouts.Last(meter).Readout!.AppendNumber >= stored.AppendNumber);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    private static void Watch(TemporaryStore store, MeterId meter, CancellationToken stop)
    {
        long newest = 0;
        while (!stop.IsCancellationRequested)
        {
            var last = store.Readouts.Last(meter).Readout;
            var read = store.Readouts.Read(meter, Midnight, Midnight.AddDays(1)).ToList();

            // What is visible as the last one is durable, so the range has it, and everything before it.
            Assert.True((last?.AppendNumber ?? 0) >= newest);
            newest = last?.AppendNumber ?? 0;
            Assert.True(last is null || read.Exists(readout => readout.AppendNumber == newest));
            Assert.Equal(Enumerable.Range(0, read.Count), read.Select(readout => BitConverter.ToInt32(readout.Telegrams[0].Span)));
            Assert.All(read, readout => Assert.True(readout.Telegrams[0].Span.SequenceEqual(readout.Telegrams[1].Span)));
        }
    }

    [Fact]
    public async Task Times_are_looked_up_in_the_order_of_the_key_and_never_sorted()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();

        var plan = store.Database.Read(connection =>
        {
            using var command = ReadoutQueries.Times(connection, meter, Midnight, Midnight.AddDays(1), newest: 10, last: null);
            command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
            using var rows = command.ExecuteReader();
            var steps = new List<string>();
            while (rows.Read())
            {
                steps.Add(rows.GetString(3));
            }

            return steps;
        });

        var step = Assert.Single(plan);
        Assert.StartsWith("SEARCH readout USING PRIMARY KEY (meter=? AND ", step, StringComparison.Ordinal);
        Assert.Contains("read_at", step, StringComparison.Ordinal);
    }
}
