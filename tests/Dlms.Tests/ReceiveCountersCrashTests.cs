using Dlms.Security;
using Testing;
using static Dlms.Tests.CounterStoreSimulation;

namespace Dlms.Tests;

/// <summary>Received counters under several callers at once, and when the program is killed at any write.</summary>
public class ReceiveCountersCrashTests
{
    private const string Key = "A1";
    private static readonly SystemTitle Title = new(1);
    private static readonly SystemTitle Other = new(2);
    private readonly CounterStoreSimulation _store = new();

    [Fact]
    public async Task Of_callers_with_the_same_counter_exactly_one_is_accepted()
    {
        for (var round = Rounds.Of(20, 200, 2_000); round > 0; round--)
        {
            var store = new CounterStoreSimulation { Delay = async () => await Task.Yield() };
            var counters = new ReceiveCounters(store, store.Load(), replayWindow: 64);
            var accepted = new int[50];
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                for (var value = 0; value < accepted.Length; value++)
                {
                    // Steps of 100 below half of it, so that floors are saved meanwhile; then steps of 1.
                    var counter = value < 25 ? (uint)value * 100 : (uint)value + 2400;
                    if ((await counters.AcceptAsync(Key, Title, counter)).IsAccepted)
                    {
                        Interlocked.Increment(ref accepted[value]);
                    }
                }
            }))).InTimeAsync();
            Assert.All(accepted, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public async Task While_a_floor_is_being_saved_the_counter_is_neither_accepted_nor_lost()
    {
        var saving = new TaskCompletionSource();
        var counters = Begin();
        await counters.AcceptAsync(Key, Title, 10);
        _store.Delay = () => saving.Task;

        var first = counters.AcceptAsync(Key, Title, 1000).AsTask();
        var second = counters.AcceptAsync(Key, Title, 1000).AsTask();
        var stop = counters.StopAsync();
        Assert.True((await counters.AcceptAsync(Key, Title, 11)).IsAccepted);
        Assert.Equal(11u, counters.HighestAccepted(Key));
        Assert.False(first.IsCompleted || second.IsCompleted || stop.IsCompleted);
        saving.SetResult();

        Assert.Equal(new CounterVerdict(CounterOutcome.Accepted, 11), await first.InTimeAsync());
        Assert.Equal(new CounterVerdict(CounterOutcome.Replayed, 1000), await second.InTimeAsync());
        await stop.InTimeAsync();
        Assert.Equal(1000u, Begin().HighestAccepted(Key));
    }

    [Fact]
    public async Task After_a_kill_at_any_write_nothing_is_accepted_a_second_time()
    {
        var random = new Random(9);
        var kills = Rounds.Of(2_000, 100_000, 100_000);
        while (kills > 0)
        {
            var store = new CounterStoreSimulation();
            var window = random.Next(2) * 64;
            var accepted = new HashSet<(SystemTitle, uint)>();
            for (var life = 0; life < 50; life++, kills--)
            {
                var counters = new ReceiveCounters(store, store.Load(), window);
                var writesLeft = random.Next(4);
                var isDurable = random.Next(2) == 0;
                store.Fate = () => writesLeft-- > 0 ? Write.Durable : isDurable ? Write.DurableButFailed : Write.Lost;
                try
                {
                    for (var step = random.Next(40); step > 0; step--)
                    {
                        await StepAsync(counters, random.Next(2) == 0 ? Title : Other);
                    }

                    await (random.Next(8) switch
                    {
                        0 => counters.StopAsync(),
                        1 => counters.JumpAsync(SendCounter.RestoreJump),
                        _ => Task.CompletedTask,
                    });
                }
                catch (IOException)
                {
                    // Killed: of this life only the store remains.
                }

                store.Fate = null;
            }

            async Task StepAsync(ReceiveCounters counters, SystemTitle title)
            {
                var value = (uint)Math.Max(0, counters.HighestAccepted(Key) + (long)random.Next(-300, 200));
                if ((await counters.AcceptAsync(Key, title, value)).IsAccepted)
                {
                    Assert.True(accepted.Add((title, value)), $"{value} was accepted twice.");
                }
            }
        }
    }

    private ReceiveCounters Begin() => new(_store, _store.Load());
}
