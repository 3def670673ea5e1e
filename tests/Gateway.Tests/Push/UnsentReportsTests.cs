using Metering.Push;

namespace Gateway.Tests.Push;

public class UnsentReportsTests
{
    [Fact]
    public async Task What_waits_is_counted_once_in_three_seconds_whoever_asks()
    {
        await using var bench = new PushBench(meters: 2);
        await bench.StartAsync();
        Assert.Equal(new(0, 0, null), bench.Push.Unsent.Of(ReportKind.LoadProfile1));

        bench.Read();
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, bench.Push.Unsent.Of(ReportKind.LoadProfile1).Rows);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, bench.Push.Unsent.Of(ReportKind.LoadProfile1).Rows);
        Assert.Same(bench.Push.Unsent.Of(ReportKind.LoadProfile1), bench.Push.Unsent.Of(ReportKind.LoadProfile1));
    }
}
