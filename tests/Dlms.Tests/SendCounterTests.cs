using System.Collections.Concurrent;
using Dlms.Security;
using Testing;
using static Dlms.Tests.CounterStoreSimulation;

namespace Dlms.Tests;

public class SendCounterTests
{
    private readonly CounterStoreSimulation _store = new();

    [Fact]
    public async Task Values_go_up_by_one_from_1()
    {
        var counter = Begin();
        for (var expected = 1u; expected <= 10_000; expected++)
        {
            Assert.Equal(expected, await counter.NextAsync());
        }

        Assert.Equal(3, _store.Writes);
    }

    [Fact]
    public async Task After_a_restart_values_begin_after_the_reserved_block()
    {
        Assert.Equal(1u, await Begin().NextAsync());
        Assert.Equal(4097u, await Begin().NextAsync());
        Assert.Equal(8193u, await Begin().NextAsync());
    }

    [Fact]
    public async Task The_next_block_is_reserved_when_half_of_one_is_used()
    {
        var saving = new TaskCompletionSource();
        var counter = Begin();
        await counter.NextAsync();
        _store.Delay = () => saving.Task;
        for (var value = 2u; value <= 4096; value++)
        {
            Assert.True(IsAtOnce(counter.NextAsync()));
        }

        var waiting = counter.NextAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        saving.SetResult();
        Assert.Equal(4097u, await waiting.InTimeAsync());
        Assert.Equal(2, _store.Writes);
    }

    [Fact]
    public async Task A_fault_of_the_store_is_met_when_the_block_is_used_up_and_can_pass()
    {
        var counter = Begin();
        await counter.NextAsync();
        _store.Fate = () => Write.Lost;
        for (var value = 2u; value <= 4096; value++)
        {
            Assert.Equal(value, await counter.NextAsync());
        }

        await Assert.ThrowsAsync<IOException>(() => counter.NextAsync().AsTask());
        await Assert.ThrowsAsync<IOException>(() => counter.NextAsync().AsTask());
        _store.Fate = null;
        Assert.Equal(4097u, await counter.NextAsync());
    }

    [Fact]
    public async Task At_its_end_it_refuses()
    {
        await _store.ReserveAsync(uint.MaxValue - 5000);
        var counter = Begin();
        for (var expected = uint.MaxValue - 5000; expected < uint.MaxValue; expected++)
        {
            Assert.Equal(expected, await counter.NextAsync());
        }

        await Assert.ThrowsAsync<InvocationCounterExhaustedException>(() => counter.NextAsync().AsTask());
        await Assert.ThrowsAsync<InvocationCounterExhaustedException>(() => counter.NextAsync().AsTask());
        await Assert.ThrowsAsync<InvocationCounterExhaustedException>(() => Begin().NextAsync().AsTask());
        await counter.JumpAsync(SendCounter.RestoreJump);
        await Assert.ThrowsAsync<InvocationCounterExhaustedException>(() => counter.NextAsync().AsTask());
    }

    [Fact]
    public async Task The_threshold_is_told_once()
    {
        await _store.ReserveAsync(SendCounter.Threshold - 3);
        var told = 0;
        var counter = new SendCounter(_store, _store.Load(), () => told++);
        while (await counter.NextAsync() < SendCounter.Threshold - 1)
        {
            Assert.Equal(0, told);
        }

        Assert.Equal(0, told);
        await counter.NextAsync();
        Assert.Equal(1, told);
        await counter.NextAsync();
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task After_a_restore_it_goes_up()
    {
        var counter = Begin();
        await counter.NextAsync();
        await counter.JumpAsync(SendCounter.RestoreJump);
        Assert.Equal(4097u + SendCounter.RestoreJump, await counter.NextAsync());
        _store.Fate = () => Write.Lost;
        await Assert.ThrowsAsync<IOException>(() => counter.JumpAsync(SendCounter.RestoreJump));
        _store.Fate = null;
        Assert.Equal(8193u + (2 * SendCounter.RestoreJump), await counter.NextAsync());
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = counter.JumpAsync(1); });
    }

    [Fact]
    public async Task A_hundred_callers_never_get_the_same_value()
    {
        for (var round = Rounds.Of(3, 20, 100); round > 0; round--)
        {
            var store = new CounterStoreSimulation
            {
                Delay = async () => await Task.Yield(),
                Fate = () => Random.Shared.Next(5) == 0 ? Write.DurableButFailed : Write.Durable,
            };
            var counter = new SendCounter(store, store.Load());
            var given = new ConcurrentBag<uint[]>();
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
            {
                var mine = new List<uint>();
                while (mine.Count < 200)
                {
                    try
                    {
                        mine.Add(await counter.NextAsync());
                    }
                    catch (IOException)
                    {
                        await Task.Yield();
                    }
                }

                given.Add([.. mine]);
            }))).InTimeAsync();
            Assert.All(given, mine => Assert.True(mine.Zip(mine.Skip(1)).All(pair => pair.First < pair.Second)));
            var values = given.SelectMany(mine => mine).ToHashSet();
            Assert.Equal(20_000, values.Count);
            Assert.True(store.Load().SendCounterBelow > values.Max());
        }
    }

    [Fact]
    public async Task After_a_kill_at_any_write_no_value_is_given_a_second_time()
    {
        var random = new Random(10);
        var highest = 0u;
        var store = new CounterStoreSimulation();
        for (var kill = Rounds.Of(2_000, 100_000, 100_000); kill > 0; kill--)
        {
            if (highest > uint.MaxValue / 2)
            {
                (store, highest) = (new CounterStoreSimulation(), 0);
            }

            var counter = new SendCounter(store, store.Load());
            var writesLeft = random.Next(4);
            var isDurable = random.Next(2) == 0;
            var isKilled = false;
            store.Fate = () =>
            {
                isKilled |= writesLeft-- == 0;
                return !isKilled ? Write.Durable : isDurable ? Write.DurableButFailed : Write.Lost;
            };
            try
            {
                if (random.Next(20) == 0)
                {
                    await counter.JumpAsync(SendCounter.RestoreJump);
                }

                // Values are still given while the last write is under way. Few lives are long, since writes come at the begin and each 4,096 values.
                for (var left = random.Next(50) == 0 ? 10_000 : random.Next(100); left > 0; left--)
                {
                    var value = await counter.NextAsync();
                    Assert.True(value > highest, $"{value} was given though {highest} was.");
                    highest = value;
                }
            }
            catch (IOException)
            {
                // Killed: of this life only the store remains.
            }

            store.Fate = null;
        }
    }

    [Fact]
    public async Task Within_a_block_giving_a_value_allocates_nothing()
    {
        var counter = Begin();
        for (var value = 0; value < 100; value++)
        {
            await counter.NextAsync();
        }

        Assert.Equal(0, Allocated(counter));

        static long Allocated(SendCounter counter)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isAtOnce = true;
            for (var value = 0; value < 1000; value++)
            {
                isAtOnce &= IsAtOnce(counter.NextAsync());
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(isAtOnce);
            return allocated;
        }
    }

    private static bool IsAtOnce(ValueTask<uint> value) => value.IsCompletedSuccessfully;

    private SendCounter Begin() => new(_store, _store.Load());
}
