using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Master;
using Metering;
using Metering.Events;
using Simulation.Script;

namespace Gateway.Tests;

/// <summary>Keeping a readout overlaps the next one: nothing is lost by it, nothing mixed up, and the order stays.</summary>
public class KeepingTests
{
    [Fact]
    public void Who_asks_for_a_meter_that_is_being_stored_shares_its_readout()
    {
        using var parts = new BusParts(meters: 2);
        var hold = HoldStore(parts);
        var (first, other, again) = (parts.Read(1), parts.Read(2), parts.Read(1, ReadoutPrecedence.OnDemand));
        Assert.Same(first, again);

        Release(parts, hold);

        Assert.True(first.IsCompletedSuccessfully && other.IsCompletedSuccessfully);
        Assert.Equal([1, 2], parts.Order);
    }

    [Fact]
    public async Task Readouts_of_one_meter_are_stored_in_the_order_of_reading()
    {
        using var parts = new BusParts(meters: 2);
        for (var readout = 0; readout < 3; readout++)
        {
            var hold = HoldStore(parts);
            var scheduled = parts.Read(1);
            parts.Time.Advance(TimeSpan.FromSeconds(3));
            Release(parts, hold);
            Assert.Equal(ReadoutOutcome.Read, await scheduled);
            Assert.Equal(ReadoutOutcome.Read, await parts.OutcomeAsync(1, ReadoutPrecedence.OnDemand));
            parts.Time.Advance(TimeSpan.FromSeconds(3));
        }

        var times = parts.Readouts.All.Select(readout => readout.ReadAt).ToList();
        Assert.Equal(6, times.Count);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void The_second_readout_knows_what_the_first_one_learnt()
    {
        using var parts = new BusParts(meters: 2);
        var (entered, identity) = (parts.Meter(1), parts.Meter(1).Identity);
        parts.Change(1, meter => meter with { Addressing = AddressingMode.Primary, Identity = null });
        var hold = new TaskCompletionSource();
        parts.Meters.Hold = () => hold.Task;
        var shown = parts.Read(1, ReadoutPrecedence.Continuous);

        // another meter is in its place at once: it is none of this one's readings
        parts.Simulated.Play(new FaultScript([new ScriptedFault(FaultKind.Swap) { Meter = 1, Identification = 0x99999999 }]));
        var stored = parts.Read(1);
        Assert.False(stored.IsCompleted);
        parts.Meters.Hold = null;
        hold.SetResult();

        Assert.True(shown.IsCompletedSuccessfully && stored.IsCompletedSuccessfully);
        Assert.Equal(identity, parts.Meter(1).Identity);
        Assert.NotEqual(entered, parts.Meter(1));
        Assert.Equal(0, parts.Stored(1));
        Assert.NotNull(parts.Readouts.Last(new MeterId(1)).FailedAt);
    }

    [Fact]
    public void What_a_person_changes_while_a_meter_says_who_it_is_is_not_lost()
    {
        using var parts = new BusParts(meters: 1);
        var identity = parts.Meter(1).Identity;
        parts.Change(1, meter => meter with { Addressing = AddressingMode.Primary, Identity = null });
        var hold = new TaskCompletionSource();
        parts.Meters.Hold = () => hold.Task;
        var reading = parts.Read(1);
        Assert.False(reading.IsCompleted);
        parts.Meters.Hold = null;
        parts.Change(1, meter => meter with { Name = "renamed" });
        hold.SetResult();

        Assert.True(reading.IsCompletedSuccessfully);
        Assert.Equal(("renamed", identity, 1), (parts.Meter(1).Name, parts.Meter(1).Identity, parts.Stored(1)));
    }

    [Fact]
    public async Task The_second_readout_knows_that_the_meter_was_replaced()
    {
        using var parts = new BusParts(meters: 2);
        parts.Change(1, meter => meter with { Addressing = AddressingMode.Primary });
        parts.Simulated.Play(new FaultScript([new ScriptedFault(FaultKind.Swap) { Meter = 1, Identification = 0x99999999 }]));
        Assert.Equal(ReadoutOutcome.Failed, await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule));
        var hold = new TaskCompletionSource();
        parts.Meters.Hold = () => hold.Task;
        var (proof, neighbour, third) = (parts.Read(1), parts.Read(2), default(Task<ReadoutOutcome>));
        Assert.False(proof.IsCompleted);
        parts.Meters.Hold = null;
        hold.SetResult();
        third = parts.Read(1);

        Assert.True(proof.IsCompletedSuccessfully && neighbour.IsCompletedSuccessfully);
        Assert.Equal(ReadoutOutcome.LeftOut, await third);
        Assert.Equal([0, 1, 1], Enumerable.Range(1, 3).Select(parts.Stored));
        Assert.Equal(0x99999999, parts.Meter(3).Identity!.Value.Identification);
        Assert.Equal(1, parts.Events.Count(EventCode.MeterReplaced));
    }

    [Fact]
    public void A_stop_while_a_readout_is_being_stored_loses_nothing()
    {
        using var parts = new BusParts(meters: 2);
        var hold = HoldStore(parts);
        var (first, second) = (parts.Read(1), parts.Read(2));

        parts.BeginStop();
        Assert.False(parts.Running.IsCompleted);
        Release(parts, hold);

        Assert.True(parts.Running.IsCompletedSuccessfully);
        Assert.Equal([1, 2], parts.Order);
        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_a_person_changes_while_a_meter_is_read_is_not_undone_by_what_is_learnt()
    {
        using var parts = new BusParts(meters: 2);
        var identity = parts.Meter(1).Identity;
        parts.Change(1, meter => meter with { Addressing = AddressingMode.Primary, Identity = null });
        var reading = BeginReading(parts, out var line);
        parts.Change(1, meter => meter with { Name = "Kitchen" });
        line.SetResult();

        Assert.Equal(ReadoutOutcome.Read, await reading);
        Assert.Equal(("Kitchen", identity), (parts.Meter(1).Name, parts.Meter(1).Identity));
        Assert.Equal(1, parts.Stored(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_read_of_a_meter_that_is_removed_or_entered_as_another_one_meanwhile_is_not_stored_as_its_own(bool isRemoved)
    {
        using var parts = new BusParts(meters: 2);
        var reading = BeginReading(parts, out var line);
        if (isRemoved)
        {
            await parts.Meters.RemoveAsync(new MeterId(1));
        }
        else
        {
            parts.Change(1, meter => meter with { Identity = SecondaryAddress.Parse("9999999974520104") });
        }

        line.SetResult();

        await reading;
        Assert.Equal(0, parts.Stored(1));
        Assert.Empty(parts.Log.Messages);
    }

    private static Task<ReadoutOutcome> BeginReading(BusParts parts, out TaskCompletionSource line)
    {
        line = new TaskCompletionSource();
        parts.Line.Hold = line;
        return parts.Read(1);
    }

    private static TaskCompletionSource HoldStore(BusParts parts)
    {
        var hold = new TaskCompletionSource();
        parts.Readouts.Hold = () => hold.Task;
        return hold;
    }

    private static void Release(BusParts parts, TaskCompletionSource hold)
    {
        parts.Readouts.Hold = null;
        hold.SetResult();
    }
}
