using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests;

public class ContinuousModeTests
{
    [Fact]
    public void All_meters_are_read_in_turn_and_shown_and_nothing_is_stored()
    {
        using var parts = Open(meters: 4);
        parts.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Empty(parts.Readouts.All);
        var first = Shown(parts);
        Assert.All(first, at => Assert.NotNull(at));
        parts.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.All(first.Zip(Shown(parts)), pair => Assert.True(pair.Second > pair.First));
        Assert.All(parts.Meters.Meters.Values, meter => Assert.Equal(LastReadoutState.Never, parts.Readouts.Last(meter.Id).State));
    }

    [Fact]
    public void Who_watches_over_keys_is_told_of_what_is_only_shown_too()
    {
        using var parts = Open(meters: 4);
        var observer = new RecordingObserver();
        parts.Observers.Add(observer);
        parts.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal([1, 2, 3, 4], observer.Kept.Select(kept => kept.Meter.Id.Value).Distinct().Order());
        Assert.All(observer.Kept, kept => Assert.False(kept.IsStored));
        Assert.Empty(parts.Readouts.All);
    }

    [Fact]
    public void The_schedule_is_stored_as_ever()
    {
        using var parts = Open(meters: 4);
        parts.Time.Advance(TimeSpan.FromSeconds(7));
        parts.Cycle();
        parts.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal([1, 2, 3, 4], parts.Order.Order());
    }

    [Fact]
    public void A_meter_that_pays_for_each_readout_is_left_out()
    {
        using var parts = Open(meters: 3);
        parts.Change(1, meter => meter with { Readout = new MeterReadoutSettings { MinimumInterval = TimeSpan.FromSeconds(1) } });
        parts.Change(2, meter => meter with { Readout = new MeterReadoutSettings { Quota = new ReadoutQuota(1000, TimeSpan.FromHours(1)) } });
        parts.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal([null, null, true], Shown(parts).Select(at => at is null ? default(bool?) : true));
    }

    [Fact]
    public void It_ends_when_it_is_switched_off_and_rests_while_the_line_is_lost()
    {
        using var parts = Open(meters: 3);
        parts.Line.IsLost = true;
        parts.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.InRange(parts.Line.Requests, 1, 10);

        parts.Line.IsLost = false;
        parts.Worker.IsContinuous = false;
        parts.Time.Advance(TimeSpan.FromMinutes(2));
        var requests = parts.Line.Requests;
        parts.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(requests, parts.Line.Requests);
    }

    [Fact]
    public void A_bus_without_any_meter_that_answers_is_not_flooded()
    {
        using var parts = Open(meters: 3);
        parts.Simulated.Faults = new() { Silence = 1 };
        parts.Line.Pause = null;
        parts.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.True(parts.Worker.AllMetersSilent);
        Assert.InRange(parts.Line.Requests, 10, 400);
    }

    private static BusParts Open(int meters)
    {
        var parts = new BusParts(meters);
        parts.Line.Pause = () => ExactDelay.Of(TimeSpan.FromSeconds(1), parts.Time);
        parts.Worker.IsContinuous = true;
        return parts;
    }

    private static List<DateTimeOffset?> Shown(BusParts parts) => [.. parts.Meters.Meters.Values.Select(meter => parts.Live.Last(meter.Id).Readout?.ReadAt)];
}
