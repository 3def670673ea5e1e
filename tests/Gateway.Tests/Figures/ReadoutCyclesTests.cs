using Gateway.Configuration;
using Gateway.Readout;
using Testing;

namespace Gateway.Tests.Figures;

/// <summary>How long cycles take, and whether they are done in time.</summary>
public class ReadoutCyclesTests
{
    private static readonly ReadoutInterval Quarter = ReadoutInterval.Parse("15 min");

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_cycle_has_ended_with_its_last_readout()
    {
        var cycles = new ReadoutCycles(_time);
        Assert.Empty(cycles.Figures);
        TaskCompletionSource[] orders = [new(), new()];
        Assert.False(cycles.Begin(Quarter, () => [.. orders.Select(order => order.Task)]));
        _time.Advance(TimeSpan.FromSeconds(20));
        orders[1].SetResult();
        Assert.Equal(new CycleFigures(Quarter, 0, 0, null, null), Assert.Single(cycles.Figures));
        _time.Advance(TimeSpan.FromSeconds(10));
        orders[0].SetResult();
        Assert.Equal(new CycleFigures(Quarter, 1, 0, TimeSpan.FromSeconds(30), _time.GetUtcNow()), Assert.Single(cycles.Figures));
    }

    [Fact]
    public void One_that_is_not_done_when_the_next_begins_is_counted_each_time_and_told_once()
    {
        var cycles = new ReadoutCycles(_time);
        var never = new TaskCompletionSource();
        Assert.False(cycles.Begin(Quarter, () => [never.Task]));
        Assert.True(cycles.Begin(Quarter, () => [never.Task]));
        Assert.False(cycles.Begin(Quarter, () => [never.Task]));
        Assert.False(cycles.Begin(ReadoutInterval.Parse("1 min"), () => [Task.CompletedTask]));
        Assert.Equal([("1 min", 1, 0), ("15 min", 0, 2)], cycles.Figures.Select(figures => (figures.Interval.Text, figures.Done, figures.Overrun)));
    }
}
