using Metering.Storage;
using Testing;
using static Metering.Tests.Storage.Readings;

namespace Metering.Tests.Storage;

/// <summary>What the store tells of itself without looking at every reading.</summary>
public class StoreUpkeepTests
{
    [Fact]
    public async Task An_empty_store_says_that_it_is()
    {
        await using var store = new TemporaryStore();
        await store.AddMeterAsync();
        var figures = store.Readouts.Figures(Midnight);
        Assert.Equal((0, null, null, 0, null), (figures.Readings, figures.Oldest, figures.Newest, figures.Recent, figures.RecentSince));
        Assert.Equal([new ForgettableReadings(new(1), "", IsRemoved: false, Oldest: null)], store.Readouts.Forgettable());
    }

    [Fact]
    public async Task Recent_readings_are_those_stored_since_the_first_of_that_age()
    {
        await using var store = new TemporaryStore();
        var meters = new[] { await store.AddMeterAsync(), await store.AddMeterAsync() };
        for (var minute = 0; minute < 100; minute++)
        {
            await store.Readouts.AppendAsync(Of(meters[minute % 2], Midnight.AddMinutes(minute), [1], [2]));
        }

        var figures = store.Readouts.Figures(Midnight.AddMinutes(89).AddTicks(1));
        Assert.Equal((100, 10), (figures.Readings, figures.Recent));
        Assert.Equal((Midnight, Midnight.AddMinutes(99), Midnight.AddMinutes(90)), (figures.Oldest, figures.Newest, figures.RecentSince));
        Assert.InRange(figures.LogLength, 1, figures.Length);
    }

    [Fact]
    public async Task What_was_forgotten_leaves_room_for_what_comes()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(minute => store.Readouts.AppendAsync(Of(meter, Midnight.AddMinutes(minute), new byte[200]))));
        await store.Readouts.ForgetAsync(meter, Midnight.AddYears(1));
        var before = store.Readouts.Figures(Midnight);
        Assert.InRange(before.Reusable, 300_000, before.Length);
        await store.ReopenAsync();
        var length = store.Readouts.Figures(Midnight).Length;
        await Task.WhenAll(Enumerable.Range(3000, 1500).Select(minute => store.Readouts.AppendAsync(Of(meter, Midnight.AddMinutes(minute), new byte[200]))));
        await store.ReopenAsync();
        Assert.Equal(length, store.Readouts.Figures(Midnight).Length);
    }

    [Fact]
    public async Task A_forgetting_can_be_ended_between_two_slices()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        await store.Readouts.AppendAsync(At(meter, 0));
        await Assert.ThrowsAsync<OperationCanceledException>(() => store.Readouts.ForgetAsync(meter, Midnight.AddYears(1), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_store_of_an_earlier_version_is_counted_once_when_it_is_opened()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        for (var minute = 0; minute < 20; minute++)
        {
            await store.Readouts.AppendAsync(Of(meter, Midnight.AddMinutes(minute), [1], [2]));
        }

        await store.Readouts.ForgetAsync(meter, Midnight.AddMinutes(5));
        await store.Database.WriteAsync(
            connection =>
            {
                connection.Run("DROP TABLE readout_forgotten; DROP TABLE event; DROP TABLE push_cursor; DROP TABLE push_receiver; DROP TABLE audit; PRAGMA user_version = 2");
                return 0;
            },
            _ => { });
        await store.ReopenAsync();
        Assert.Equal(15, store.Readouts.Figures(Midnight).Readings);
        Assert.Equal(21, (await store.Readouts.AppendAsync(At(meter, 30))).AppendNumber);
    }

    /// <summary>Random lives of a store, with refused writes, removed meters and restarts: what it says of itself is what is in it, and no number comes twice.</summary>
    [Fact]
    public async Task What_the_store_says_of_itself_is_what_is_in_it()
    {
        for (var seed = 0; seed < Rounds.Of(quick: 10, ci: 300, full: 3000); seed++)
        {
            var random = new Random(seed);
            await using var store = new TemporaryStore();
            var (meters, removed) = (new List<MeterId> { await store.AddMeterAsync(), await store.AddMeterAsync() }, new HashSet<MeterId>());
            var numbers = new HashSet<long>();
            for (var step = 0; step < 40; step++)
            {
                await StepAsync(store, meters, removed, numbers, random);
                AssertTrue(store, meters, removed, random, $"seed {seed}, step {step}");
            }
        }
    }

    private static async Task StepAsync(TemporaryStore store, List<MeterId> meters, HashSet<MeterId> removed, HashSet<long> numbers, Random random)
    {
        var meter = meters[random.Next(meters.Count)];
        var at = Midnight.AddMinutes(random.Next(30));
        switch (random.Next(12))
        {
            case 0:
                await store.ReopenAsync();
                break;
            case 1:
                meters.Add(await store.AddMeterAsync());
                break;
            case 2 when removed.Add(meter):
                await store.Meters.RemoveAsync(meter);
                break;
            case 3 or 4:
                await store.Readouts.ForgetAsync(meter, at);
                break;
            case 5:
                // one that is refused, among others: nothing of it is stored, and the others are
                var writes = new[] { At(meter, 1), At(new MeterId(99), 1), At(meter, 2) }.Select(readout => store.Readouts.AppendAsync(readout)).ToList();
                await Assert.ThrowsAsync<StoreException>(() => Task.WhenAll(writes));
                foreach (var write in writes.Where(write => write.IsCompletedSuccessfully))
                {
                    Assert.True(numbers.Add((await write).AppendNumber));
                }

                break;
            default:
                var readout = Of(meter, at, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new byte[] { 1 })]) with { ReceivedAt = random.Next(3) == 0 ? at.AddMinutes(random.Next(5)) : null };
                Assert.True(numbers.Add((await store.Readouts.AppendAsync(readout)).AppendNumber));
                break;
        }
    }

    private static void AssertTrue(TemporaryStore store, List<MeterId> meters, HashSet<MeterId> removed, Random random, string where)
    {
        var recent = Midnight.AddMinutes(random.Next(30));
        var all = meters.SelectMany(meter => store.Readouts.Read(meter, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)).ToList();
        var figures = store.Readouts.Figures(recent);
        var since = all.Where(readout => readout.ReadAt >= recent).ToList();
        Assert.True(all.Count == figures.Readings, $"{where}: {all.Count} are {figures.Readings}");
        Assert.Equal(all.Select(readout => (DateTimeOffset?)readout.ReadAt).Min(), figures.Oldest);
        Assert.Equal(since.Count == 0, figures.RecentSince is null);
        Assert.True(store.Readouts.Newest >= all.Select(readout => readout.AppendNumber).Append(0).Max());
        foreach (var forgettable in store.Readouts.Forgettable())
        {
            var readings = all.Where(readout => readout.Meter == forgettable.Meter).ToList();
            var (latest, last) = (store.Readouts.Last(forgettable.Meter).Readout?.AppendNumber, readings.Select(readout => readout.AppendNumber).Append(0).Max());
            var oldest = readings.Where(readout => forgettable.IsRemoved || (readout.AppendNumber != latest && readout.AppendNumber != last)).Select(readout => (DateTimeOffset?)readout.ReadAt).Min();
            Assert.Equal((removed.Contains(forgettable.Meter), oldest), (forgettable.IsRemoved, forgettable.Oldest));
        }
    }
}
