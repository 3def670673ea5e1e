using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.Tests;

public class QuarantineTests
{
    private static readonly MeterId Meter = new(1);
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Quarantine _quarantine = new();

    [Theory]
    [InlineData(15, "15, 30, 60, 120, 240, 480, 960, 1440, 1440")]
    [InlineData(60, "60, 120, 240, 480, 960, 1440, 1440")]
    [InlineData(1440, "1440, 1440")]
    [InlineData(43200, "43200, 43200")]
    public void A_dead_meter_is_tried_after_1_2_4_8_intervals_and_once_a_day(int interval, string minutes)
    {
        var now = TimeSpan.Zero;
        Fail(interval, now);
        Assert.False(_quarantine.Holds(Meter));
        Assert.True(_quarantine.IsDue(Meter, now));
        now += TimeSpan.FromMinutes(1);
        Fail(interval, now);
        foreach (var wait in minutes.Split(", ").Select(text => TimeSpan.FromMinutes(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))))
        {
            // the mark before, and a mark that comes a little early
            Assert.True(_quarantine.Holds(Meter));
            Assert.False(_quarantine.IsDue(Meter, now + wait - TimeSpan.FromMinutes(interval)));
            Assert.True(_quarantine.IsDue(Meter, now + wait - TimeSpan.FromSeconds(5)));
            now += wait;
            Fail(interval, now);
        }
    }

    [Fact]
    public void An_answer_ends_it()
    {
        Fail(15, TimeSpan.Zero);
        Fail(15, TimeSpan.FromSeconds(30));
        Assert.True(_quarantine.Holds(Meter));
        _quarantine.Answered(Meter);
        Assert.False(_quarantine.Holds(Meter));
        Assert.Null(_quarantine.Of(Meter));
    }

    [Fact]
    public void A_disturbance_of_seconds_condemns_no_meter_however_often_it_is_asked()
    {
        for (var second = 0; second < 30; second++)
        {
            Fail(15, TimeSpan.FromSeconds(second));
        }

        Assert.False(_quarantine.Holds(Meter));
        Fail(15, TimeSpan.FromSeconds(30));
        Assert.True(_quarantine.Holds(Meter));
    }

    [Fact]
    public void A_meter_that_sends_frames_is_no_dead_one()
    {
        for (var readout = 0; readout < 5; readout++)
        {
            _quarantine.Failed(Meter, ReadoutFault.OtherMeter, isSilent: false, TimeSpan.FromMinutes(15), TimeSpan.Zero, Noon);
        }

        Assert.False(_quarantine.Holds(Meter));
        Assert.Equal((5, Noon), (_quarantine.Of(Meter)!.Failures, _quarantine.Of(Meter)!.Since));
    }

    private void Fail(int interval, TimeSpan now) => _quarantine.Failed(Meter, ReadoutFault.NoAnswer, isSilent: true, TimeSpan.FromMinutes(interval), now, Noon + now);
}
