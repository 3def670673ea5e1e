using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Application;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

/// <summary>Meters that are added and removed while a bus is read, and those that wait for a bus that does not work.</summary>
public class MetersThatComeAndGoTests
{
    [Fact]
    public async Task A_meter_that_is_added_is_read_at_once_and_not_only_at_the_next_mark()
    {
        using var parts = new BusParts(meters: 3);
        var third = parts.Meter(3);
        await parts.Meters.RemoveAsync(third.Id);
        parts.Cycle();
        parts.Time.Advance(TimeSpan.FromSeconds(2));

        await parts.Meters.AddAsync(third with { Id = default });
        parts.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([1, 2, 4], parts.Order);

        // a change of a meter that was read, or of one that is passive, is no reason
        parts.Change(1, meter => meter with { Name = "Kitchen" });
        await parts.Meters.AddAsync(third with { Id = default, Active = false });
        parts.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(3, parts.Readouts.All.Count);
        parts.Change(5, meter => meter with { Active = true });
        parts.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([1, 2, 4, 5], parts.Order);
    }

    [Fact]
    public async Task Of_a_meter_that_is_removed_nothing_is_kept()
    {
        using var parts = new BusParts(meters: 3);
        parts.Refuse(2, ApplicationErrorCode.TooManyReadouts);
        parts.Cycles(1);
        parts.Silence(true, 3);
        parts.Cycles(2);
        Assert.Equal([1, 2, 3], Habits(parts));
        Assert.NotNull(parts.Worker.StateOf(new MeterId(2)).Hold);
        Assert.Equal(1, parts.Worker.StateOf(new MeterId(3)).FailuresInARow);
        Assert.NotNull(parts.Worker.Statistics.FiguresOf(new MeterId(2)));

        await parts.Meters.RemoveAsync(new MeterId(2));
        await parts.Meters.RemoveAsync(new MeterId(3));
        parts.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([1], Habits(parts));
        Assert.Equal(0, parts.Worker.StateOf(new MeterId(3)).FailuresInARow);
        Assert.Null(parts.Worker.Statistics.FiguresOf(new MeterId(2)));
        Assert.Null(parts.Worker.Statistics.FiguresOf(new MeterId(3)));
    }

    [Fact]
    public async Task A_lost_line_is_tried_again_though_the_only_meter_that_waits_for_it_was_removed()
    {
        using var parts = new BusParts(meters: 2);
        parts.Line.IsLost = true;
        await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule);
        await parts.Meters.RemoveAsync(new MeterId(1));

        parts.Line.IsLost = false;
        parts.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.False(parts.Worker.LineIsLost);
        Assert.Equal([EventCode.BusFault, EventCode.BusRecovered], parts.Events.Codes);
    }

    [Fact]
    public async Task A_head_end_that_asks_a_lost_bus_without_end_is_one_failure_a_minute()
    {
        using var parts = new BusParts(meters: 2);
        parts.Cycle();
        parts.Line.IsLost = true;
        for (var request = 0; request < 3000; request++)
        {
            Assert.Equal(ReadoutOutcome.Failed, await parts.OutcomeAsync(1, ReadoutPrecedence.OnDemand));
            parts.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(parts.Readouts.Failures, 5, 10);
        Assert.Equal(LastReadoutState.OldAfterFailure, parts.Readouts.Last(new MeterId(1)).State);
    }

    [Fact]
    public void A_dead_meter_that_is_the_last_of_its_cycle_is_told_in_this_cycle()
    {
        using var parts = new BusParts(meters: 6);
        parts.Line.Pause = () => ExactDelay.Of(TimeSpan.FromMilliseconds(100), parts.Time);
        parts.Silence(true, 6);

        parts.Cycle();
        parts.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((EventCode.CommunicationError, new MeterId(6)), Assert.Single(parts.Events.All.Select(entry => (entry.Code, entry.Meter))));
        Assert.Equal(1, parts.Worker.StateOf(new MeterId(6)).FailuresInARow);
    }

    [Fact]
    public async Task What_was_said_until_the_line_failed_is_shown_with_the_meter_and_counted_with_the_line()
    {
        using var parts = new BusParts(meters: 2);
        parts.Line.IsLost = true;
        await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule);

        var figures = parts.Worker.Statistics.FiguresOf(new MeterId(1))!;
        Assert.Single(figures.Exchanges);
        Assert.Equal((0, 1), (figures.Readouts.Readouts, parts.Worker.Statistics.Figures().Line.Failures));
    }

    private static IEnumerable<int> Habits(BusParts parts) =>
        parts.State.State.Keys.Where(name => name.StartsWith("readout.habits.", StringComparison.Ordinal)).Select(name => int.Parse(name.Split('.')[2], System.Globalization.CultureInfo.InvariantCulture)).Order();
}
