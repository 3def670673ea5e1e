using MBus.LevelConverter;

namespace MBus.Tests.LevelConverter;

public sealed class BusTimingTests
{
    [Theory]
    [InlineData(300, 1150, 9570, 110)]
    [InlineData(600, 600, 4785, 55)]
    [InlineData(1200, 325, 2392.5, 27.5)]
    [InlineData(2400, 187.5, 1196.25, 13.75)]
    [InlineData(4800, 118.75, 598.125, 6.875)]
    [InlineData(9600, 84.375, 299.0625, 3.4375)]
    [InlineData(19200, 67.1875, 149.53125, 1.71875)]
    [InlineData(38400, 58.59375, 74.765625, 0.859375)]
    public void The_times_follow_the_baud_rate(int baudRate, double response, double longestFrame, double idle)
    {
        var timing = new BusTiming { BaudRate = baudRate, ExtraResponseTime = TimeSpan.Zero };
        Assert.Equal(response, timing.ResponseTime.TotalMilliseconds, 3);
        Assert.Equal(longestFrame, timing.WireTime(261).TotalMilliseconds, 3);
        Assert.Equal(idle, timing.IdleTime.TotalMilliseconds, 3);
    }

    [Fact]
    public void A_slow_way_adds_to_the_response_time()
    {
        Assert.Equal(287.5, BusTiming.Serial(2400).ResponseTime.TotalMilliseconds);
        Assert.Equal(687.5, BusTiming.Tcp(2400).ResponseTime.TotalMilliseconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2400)]
    [InlineData(9601)]
    public void Only_the_rates_of_the_bus_are_taken(int baudRate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BusTiming.Serial(baudRate));
}
