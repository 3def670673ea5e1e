using Gateway.Upkeep;
using Testing;

namespace Gateway.Tests;

/// <summary>What is dear to find out is found out seldom.</summary>
public class KeptForTests
{
    [Fact]
    public void It_is_found_out_when_it_is_asked_for_and_not_again_for_a_while()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var taken = 0;
        var kept = new KeptFor<int>(() => ++taken, TimeSpan.FromMinutes(1), time);
        Assert.Equal((0, 1, 1), (taken, kept.Value, kept.Value));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, kept.Value);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((2, 2), (kept.Value, taken));
    }

    [Fact]
    public async Task Whoever_asks_while_it_is_found_out_anew_is_given_what_there_was()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        using var slow = new SemaphoreSlim(0);
        var taken = 0;
        var kept = new KeptFor<int>(
            () =>
            {
                if (++taken > 1)
                {
                    slow.Wait(TestContext.Current.CancellationToken);
                }

                return taken;
            },
            TimeSpan.FromMinutes(1),
            time);
        Assert.Equal(1, kept.Value);
        time.Advance(TimeSpan.FromMinutes(1));
        var anew = Task.Run(() => kept.Value, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Volatile.Read(ref taken) == 2, "it is being found out");
        Assert.Equal(1, kept.Value);
        slow.Release();
        Assert.Equal(2, await anew);
        Assert.Equal(2, kept.Value);
    }

    [Fact]
    public void What_could_not_be_found_out_is_tried_again()
    {
        var tries = 0;
        var kept = new KeptFor<int>(() => ++tries == 1 ? throw new IOException("not now") : tries, TimeSpan.FromMinutes(1), TimeProvider.System);
        Assert.Throws<IOException>(() => kept.Value);
        Assert.Equal(2, kept.Value);
    }
}
