using System.Globalization;
using Dlms.Security;
using Testing;
using static Dlms.Tests.CounterStoreSimulation;

namespace Dlms.Tests;

public class ReceiveCountersTests
{
    private const string Key = "A1";
    private static readonly SystemTitle Title = new(1);
    private static readonly SystemTitle Other = new(2);
    private readonly CounterStoreSimulation _store = new();

    [Fact]
    public async Task Only_a_greater_counter_is_accepted()
    {
        var counters = Begin();
        Assert.Equal(new CounterVerdict(CounterOutcome.Accepted, null), await counters.AcceptAsync(Key, Title, 10));
        Assert.Equal(new CounterVerdict(CounterOutcome.Replayed, 10), await counters.AcceptAsync(Key, Title, 10));
        var lower = await counters.AcceptAsync(Key, Title, 9);
        Assert.Equal((CounterOutcome.Replayed, 11u), (lower.Outcome, lower.Expected));
        Assert.Equal(new CounterVerdict(CounterOutcome.Accepted, 10), await counters.AcceptAsync(Key, Title, 11));
    }

    [Fact]
    public async Task The_first_counter_of_a_title_may_be_0()
    {
        var counters = Begin();
        Assert.Equal(0u, counters.HighestAccepted(Key));
        Assert.True((await counters.AcceptAsync(Key, Title, 0)).IsAccepted);
        Assert.False((await counters.AcceptAsync(Key, Title, 0)).IsAccepted);
        Assert.Equal(0u, counters.HighestAccepted(Key));
    }

    [Fact]
    public async Task The_highest_counter_is_accepted_once_and_then_nothing()
    {
        var counters = Begin();
        Assert.True((await counters.AcceptAsync(Key, Title, uint.MaxValue - 1)).IsAccepted);
        Assert.True((await counters.AcceptAsync(Key, Title, uint.MaxValue)).IsAccepted);
        Assert.Equal(uint.MaxValue, (await counters.AcceptAsync(Key, Title, uint.MaxValue)).Expected);
        Assert.False((await counters.AcceptAsync(Key, Title, 0)).IsAccepted);
    }

    [Fact]
    public async Task Titles_and_keys_count_for_themselves_and_the_frame_counter_shows_the_highest()
    {
        var counters = Begin();
        Assert.True((await counters.AcceptAsync(Key, Title, 100)).IsAccepted);
        Assert.True((await counters.AcceptAsync(Key, Other, 50)).IsAccepted);
        Assert.True((await counters.AcceptAsync("A2", Title, 1)).IsAccepted);
        Assert.Equal((100u, 1u, 0u), (counters.HighestAccepted(Key), counters.HighestAccepted("A2"), counters.HighestAccepted("A3")));
        Assert.False((await counters.AcceptAsync(Key, Title, 100)).IsAccepted);
    }

    [Fact]
    public async Task After_a_crash_counters_begin_above_the_floor_and_the_frame_counter_shows_it()
    {
        await Begin().AcceptAsync(Key, Title, 1000);
        var counters = Begin();
        Assert.Equal(1256u, counters.HighestAccepted(Key));
        Assert.Equal(1257u, (await counters.AcceptAsync(Key, Title, 1256)).Expected);
        Assert.True((await counters.AcceptAsync(Key, Title, 1257)).IsAccepted);
    }

    [Fact]
    public async Task After_an_orderly_stop_the_exact_value_is_known()
    {
        var before = Begin();
        await before.AcceptAsync(Key, Title, 1000);
        await before.StopAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => before.AcceptAsync(Key, Title, 1001).AsTask());

        var counters = Begin();
        Assert.Equal(1000u, counters.HighestAccepted(Key));
        Assert.True((await counters.AcceptAsync(Key, Title, 1001)).IsAccepted);
    }

    [Fact]
    public async Task A_floor_is_saved_once_in_256_counters()
    {
        var counters = Begin();
        for (var value = 1u; value <= 2570; value++)
        {
            Assert.True((await counters.AcceptAsync(Key, Title, value)).IsAccepted);
        }

        Assert.Equal(11, _store.Writes);
    }

    [Fact]
    public async Task The_next_floor_is_saved_before_it_is_needed()
    {
        var counters = Begin();
        await counters.AcceptAsync(Key, Title, 0);
        var saving = new TaskCompletionSource();
        _store.Delay = () => saving.Task;
        for (var value = 1u; value <= 256; value++)
        {
            Assert.True((await counters.AcceptAsync(Key, Title, value).AsTask().InTimeAsync()).IsAccepted);
        }

        var above = counters.AcceptAsync(Key, Title, 257).AsTask();
        Assert.False(above.IsCompleted);
        saving.SetResult();
        Assert.True((await above.InTimeAsync()).IsAccepted);
        Assert.Equal(2, _store.Writes);
        Assert.Equal(512u, Begin().HighestAccepted(Key));
    }

    [Fact]
    public async Task When_the_next_floor_is_not_saved_ahead_who_needs_it_saves_it()
    {
        var counters = Begin();
        await counters.AcceptAsync(Key, Title, 0);
        _store.Fate = () => Write.Lost;
        for (var value = 1u; value <= 256; value++)
        {
            Assert.True((await counters.AcceptAsync(Key, Title, value)).IsAccepted);
        }

        await Assert.ThrowsAsync<IOException>(() => counters.AcceptAsync(Key, Title, 257).AsTask());
        _store.Fate = null;
        Assert.True((await counters.AcceptAsync(Key, Title, 257)).IsAccepted);
        Assert.Equal(513u, Begin().HighestAccepted(Key));
    }

    [Theory]
    [InlineData(Write.Lost)]
    [InlineData(Write.DurableButFailed)]
    public async Task When_the_floor_is_not_saved_the_counter_is_not_used(Write fate)
    {
        var counters = Begin();
        _store.Fate = () => fate;
        await Assert.ThrowsAsync<IOException>(() => counters.AcceptAsync(Key, Title, 10).AsTask());
        Assert.Equal(0u, counters.HighestAccepted(Key));
        _store.Fate = null;
        Assert.Equal(new CounterVerdict(CounterOutcome.Accepted, null), await counters.AcceptAsync(Key, Title, 10));
    }

    [Fact]
    public async Task A_key_has_256_titles_and_no_more()
    {
        var counters = Begin();
        for (var title = 0ul; title < 256; title++)
        {
            Assert.True((await counters.AcceptAsync(Key, new SystemTitle(title), 1)).IsAccepted);
        }

        Assert.Equal(CounterOutcome.TooManyTitles, (await counters.AcceptAsync(Key, new SystemTitle(256), 1)).Outcome);
        Assert.True((await counters.AcceptAsync(Key, new SystemTitle(255), 2)).IsAccepted);
        Assert.True((await counters.AcceptAsync("A2", new SystemTitle(256), 1)).IsAccepted);
    }

    [Fact]
    public async Task Of_33_keys_the_one_longest_unused_is_forgotten()
    {
        var counters = Begin();
        for (var key = 0; key < 32; key++)
        {
            await counters.AcceptAsync(Name(key), Title, 500);
        }

        await counters.AcceptAsync(Name(0), Title, 501);
        _store.Fate = () => Write.Lost;
        await Assert.ThrowsAsync<IOException>(() => counters.AcceptAsync(Name(32), Title, 500).AsTask());
        Assert.Equal(500u, counters.HighestAccepted(Name(1)));
        _store.Fate = null;
        await counters.AcceptAsync(Name(32), Title, 500);

        Assert.Equal((501u, 0u, 500u), (counters.HighestAccepted(Name(0)), counters.HighestAccepted(Name(1)), counters.HighestAccepted(Name(32))));
        Assert.DoesNotContain(_store.Load().Floors, floor => floor.KeyFingerprint == Name(1));
        Assert.Equal(32, _store.Load().Floors.Count);

        static string Name(int key) => key.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task After_a_restore_every_floor_goes_up()
    {
        var counters = Begin(replayWindow: 64);
        await counters.AcceptAsync(Key, Title, 1000);
        await counters.AcceptAsync(Key, Other, uint.MaxValue - 1000);
        await counters.JumpAsync(SendCounter.RestoreJump);
        Assert.Equal(1257u + (1 << 20), (await counters.AcceptAsync(Key, Title, 1256 + (1 << 20))).Expected);
        Assert.True((await counters.AcceptAsync(Key, Title, 1257 + (1 << 20))).IsAccepted);
        Assert.False((await counters.AcceptAsync(Key, Other, uint.MaxValue)).IsAccepted);
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = counters.JumpAsync(1000); });
    }

    [Fact]
    public async Task Within_the_replay_window_what_was_not_seen_is_accepted_once()
    {
        var counters = Begin(replayWindow: 64);
        await counters.AcceptAsync(Key, Title, 1000);
        Assert.Equal(new CounterVerdict(CounterOutcome.Accepted, 1000), await counters.AcceptAsync(Key, Title, 936));
        Assert.False((await counters.AcceptAsync(Key, Title, 936)).IsAccepted);
        Assert.False((await counters.AcceptAsync(Key, Title, 935)).IsAccepted);
        Assert.Equal(1000u, counters.HighestAccepted(Key));
        await counters.AcceptAsync(Key, Title, 1064);
        Assert.False((await counters.AcceptAsync(Key, Title, 1000)).IsAccepted);
        Assert.True((await counters.AcceptAsync(Key, Title, 1001)).IsAccepted);
        Assert.Throws<ArgumentOutOfRangeException>(() => Begin(replayWindow: 65));
        Assert.Throws<ArgumentOutOfRangeException>(() => Begin(replayWindow: -1));
    }

    [Fact]
    public async Task Random_counters_are_judged_as_a_list_of_all_accepted_ones_judges_them()
    {
        var random = new Random(8);
        for (var round = Rounds.Of(100, 2_000, 20_000); round > 0; round--)
        {
            var store = new CounterStoreSimulation();
            var window = random.Next(3) switch { 0 => 0, 1 => 64, _ => random.Next(65) };
            var oracle = new Oracle(window);
            var counters = new ReceiveCounters(store, store.Load(), window);
            var centre = random.Next(3) == 0 ? uint.MaxValue - 500 : (uint)random.Next(1000);
            for (var step = 0; step < 200; step++)
            {
                var key = random.Next(2) == 0 ? Key : "A2";
                var title = random.Next(3) == 0 ? Other : Title;
                switch (random.Next(60))
                {
                    case 0:
                        await counters.StopAsync();
                        goto case 1;
                    case 1:
                        counters = new ReceiveCounters(store, store.Load(), window);
                        oracle.Restart(store.Load());
                        break;
                    default:
                        centre = Math.Max(centre, oracle.Last(key, title) ?? 0);
                        var value = (uint)Math.Clamp(centre + (long)random.Next(-100, 120), 0, uint.MaxValue);
                        store.Fate = random.Next(10) == 0 ? () => random.Next(2) == 0 ? Write.Lost : Write.DurableButFailed : null;
                        CounterVerdict? verdict = null;
                        try
                        {
                            verdict = await counters.AcceptAsync(key, title, value);
                        }
                        catch (IOException)
                        {
                            Assert.NotNull(store.Fate);
                        }

                        store.Fate = null;
                        if (verdict is not null)
                        {
                            Assert.Equal(oracle.Judge(key, title, value), verdict);
                        }

                        break;
                }

                Assert.Equal(Math.Max(oracle.Last(Key, Title) ?? 0, oracle.Last(Key, Other) ?? 0), counters.HighestAccepted(Key));
            }
        }
    }

    [Fact]
    public async Task Below_the_floor_accepting_allocates_nothing()
    {
        var counters = Begin();
        await counters.AcceptAsync(Key, Title, 0);
        for (var value = 1u; value < 20; value++)
        {
            await counters.AcceptAsync(Key, Title, value);
        }

        Assert.Equal(0, Allocated(counters));

        static long Allocated(ReceiveCounters counters)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isAtOnce = true;
            for (var value = 20u; value < 120; value++)
            {
                isAtOnce &= IsAtOnce(counters.AcceptAsync(Key, Title, value));
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(isAtOnce);
            Assert.Equal(119u, counters.HighestAccepted(Key));
            return allocated;
        }

        static bool IsAtOnce(ValueTask<CounterVerdict> verdict) => verdict.IsCompletedSuccessfully;
    }

    private ReceiveCounters Begin(int replayWindow = 0) => new(_store, _store.Load(), replayWindow);

    /// <summary>The rules word by word, over a list of all that was accepted.</summary>
    private sealed class Oracle(int window)
    {
        private readonly Dictionary<(string, SystemTitle), (long Floor, HashSet<uint> Accepted)> _all = [];

        public uint? Last(string key, SystemTitle title) => !_all.TryGetValue((key, title), out var known) ? null
            : known.Accepted.Count > 0 ? known.Accepted.Max() : (uint)known.Floor;

        public CounterVerdict Judge(string key, SystemTitle title, uint value)
        {
            var last = Last(key, title);
            if (!_all.TryGetValue((key, title), out var known))
            {
                _all.Add((key, title), known = (-1, []));
            }

            var isNew = value > known.Floor && !known.Accepted.Contains(value) && (last is null || value + (long)window >= last);
            if (isNew && (last is null || value > last || window > 0))
            {
                known.Accepted.Add(value);
                return new(CounterOutcome.Accepted, last);
            }

            return new(CounterOutcome.Replayed, last);
        }

        public void Restart(CounterState state)
        {
            _all.Clear();
            foreach (var (key, title, floor) in state.Floors)
            {
                _all.Add((key, title), (floor, []));
            }
        }
    }
}
