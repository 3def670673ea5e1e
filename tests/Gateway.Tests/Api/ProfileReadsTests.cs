using Gateway.Api;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>Charts and tables of profiles take turns.</summary>
public class ProfileReadsTests
{
    [Fact]
    public async Task A_few_are_read_at_a_time_and_whoever_has_gone_holds_up_nobody()
    {
        using var reads = new ProfileReads();
        using var go = new ManualResetEventSlim();
        var first = Enumerable.Range(0, ProfileReads.Most).Select(i => reads.RunAsync(() => Held(i), CancellationToken.None)).ToList();
        using var gone = new CancellationTokenSource();
        var (left, waits) = (reads.RunAsync(() => -1, gone.Token), reads.RunAsync(() => 7, CancellationToken.None));

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.All(first.Append(waits), one => Assert.False(one.IsCompleted));

        go.Set();
        Assert.Equal(7, await waits.InTimeAsync());
        var read = await Task.WhenAll(first).InTimeAsync();
        Assert.Equal([0, 1], read);

        int Held(int number)
        {
            go.Wait(CancellationToken.None);
            return number;
        }
    }

    [Fact]
    public async Task A_read_that_fails_gives_its_turn_back()
    {
        using var reads = new ProfileReads();
        for (var i = 0; i <= ProfileReads.Most; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => reads.RunAsync<int>(() => throw new InvalidOperationException(), CancellationToken.None)).InTimeAsync();
        }
    }
}
