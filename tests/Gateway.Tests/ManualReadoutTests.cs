using System.Collections.Immutable;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests;

public class ManualReadoutTests
{
    [Fact]
    public void All_meters_are_read_before_the_schedules_and_the_progress_is_told()
    {
        using var parts = Open(meters: 6);
        parts.Silence(true, 3);
        parts.Change(4, meter => meter with { Active = false });
        parts.Cycle();
        var readout = Start(parts);
        Assert.Equal((6, 6, 0), (readout.Progress.Total, readout.Progress.Waiting, readout.Progress.Read));
        Assert.Equal([new MeterId(1)], readout.Progress.Current);

        parts.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.InRange(readout.Progress.Read, 1, 2);
        Assert.Single(readout.Progress.Current);
        parts.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.True(readout.Done.IsCompletedSuccessfully);
        Assert.Equal(new ManualReadoutProgress(6, 4, 1, 1, [], IsStopped: false), readout.Progress with { Current = [], Outcomes = ImmutableDictionary<MeterId, ReadoutOutcome>.Empty });
        Assert.Empty(readout.Progress.Current);
    }

    [Fact]
    public void A_stop_begins_no_further_meter()
    {
        using var parts = Open(meters: 20);
        var readout = Start(parts);
        parts.Time.Advance(TimeSpan.FromSeconds(5));

        readout.Stop();
        parts.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.True(readout.Done.IsCompletedSuccessfully);
        Assert.True(readout.Progress.IsStopped);
        Assert.InRange(parts.Readouts.All.Count, 2, 5);
        Assert.Equal(parts.Readouts.All.Count, readout.Progress.Read);
        Assert.Equal(20 - readout.Progress.Read, readout.Progress.Waiting);
    }

    [Fact]
    public void Meters_of_a_bus_that_does_not_run_are_left_out()
    {
        using var parts = Open(meters: 2);
        var readout = ManualReadout.Start([.. parts.Meters.Meters.Values], parts.Time.GetUtcNow(), _ => null);
        Assert.True(readout.Done.IsCompletedSuccessfully);
        Assert.Equal(2, readout.Progress.LeftOut);
    }

    [Fact]
    public void Of_those_that_are_over_the_last_sixteen_are_kept()
    {
        using var parts = Open(meters: 2);
        var readouts = new ManualReadouts(new BusWorkers(), parts.Time);
        for (var number = 1; number <= ManualReadouts.Most + 4; number++)
        {
            Assert.Equal(number, readouts.Start([.. parts.Meters.Meters.Values]));
        }

        Assert.Null(readouts.Find(4));
        Assert.All(Enumerable.Range(5, ManualReadouts.Most), number => Assert.Equal(2, readouts.Find(number)!.Progress.LeftOut));
    }

    private static BusParts Open(int meters)
    {
        var parts = new BusParts(meters);
        parts.Line.Pause = () => ExactDelay.Of(TimeSpan.FromSeconds(1), parts.Time);
        return parts;
    }

    private static ManualReadout Start(BusParts parts) => ManualReadout.Start([.. parts.Meters.Meters.Values], parts.Time.GetUtcNow(), _ => parts.Worker);
}
