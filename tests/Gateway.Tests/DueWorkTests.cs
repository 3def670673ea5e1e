using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Application;
using Testing;

namespace Gateway.Tests;

public class DueWorkTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_busy_meter_is_tried_again_in_continuous_mode_too(bool continuous)
    {
        using var parts = new BusParts(meters: 4);
        parts.Line.Pause = () => ExactDelay.Of(TimeSpan.FromMilliseconds(100), parts.Time);
        parts.Refuse(2, ApplicationErrorCode.ApplicationBusy);
        parts.Cycle();
        parts.Time.Advance(TimeSpan.FromSeconds(5));
        parts.Worker.IsContinuous = continuous;
        parts.Refuse(2, null);
        parts.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, parts.Stored(2));
    }

    [Fact]
    public void Noise_is_noticed_in_continuous_mode_too()
    {
        using var parts = new BusParts(meters: 4);
        parts.Line.Pause = () => ExactDelay.Of(TimeSpan.FromMilliseconds(100), parts.Time);
        parts.Worker.IsContinuous = true;
        parts.Line.Noise = 20;
        parts.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(parts.Worker.IsNoisy);
    }

    [Fact]
    public void A_busy_meter_is_tried_again_while_a_search_runs()
    {
        using var parts = new BusParts(meters: 4);
        parts.Line.Pause = () => ExactDelay.Of(TimeSpan.FromMilliseconds(100), parts.Time);
        parts.Refuse(2, ApplicationErrorCode.ApplicationBusy);
        parts.Cycle();
        parts.Time.Advance(TimeSpan.FromSeconds(5));
        parts.Refuse(2, null);
        var stop = false;
        async Task Search()
        {
            while (!stop)
            {
                await parts.Worker.UseAsync((master, ct) => master.SelectAsync(MBus.Master.SecondaryAddress.Any with { Identification = 0x99999999 }, ct), ReadoutPrecedence.Search, CancellationToken.None);
            }
        }

        var search = Search();
        parts.Time.Advance(TimeSpan.FromMinutes(5));
        var during = parts.Stored(2);
        stop = true;
        parts.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 1), (during, parts.Stored(2)));
    }
}
