using Gateway.Figures;
using Testing;

namespace Gateway.Tests.Figures;

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
}
