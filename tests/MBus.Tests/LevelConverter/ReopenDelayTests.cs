using MBus.LevelConverter;

namespace MBus.Tests.LevelConverter;

public sealed class ReopenDelayTests
{
    [Fact]
    public void The_wait_doubles_from_a_second_to_a_minute()
    {
        var delay = new ReopenDelay();
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], Enumerable.Range(0, 9).Select(_ => delay.Failed().TotalSeconds));
    }

    [Fact]
    public void A_line_that_worked_begins_anew()
    {
        var delay = new ReopenDelay(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        delay.Failed();
        delay.Failed();
        delay.Worked();
        Assert.Equal(100, delay.Failed().TotalMilliseconds);
        Assert.Equal(200, delay.Failed().TotalMilliseconds);
    }

    [Fact]
    public void No_wait_is_longer_than_the_longest()
    {
        var delay = new ReopenDelay(TimeSpan.FromHours(1), TimeSpan.FromSeconds(5));
        Assert.Equal(5, delay.Failed().TotalSeconds);
        delay = new ReopenDelay(TimeSpan.FromTicks(1), TimeSpan.MaxValue);
        for (var times = 0; times < 100; times++)
        {
            Assert.InRange(delay.Failed(), TimeSpan.Zero, TimeSpan.MaxValue);
        }
    }
}
