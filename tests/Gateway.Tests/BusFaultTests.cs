using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.LevelConverter;
using MBus.Master;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

/// <summary>The faults of a bus, which are not its meters'.</summary>
public class BusFaultTests
{
    [Fact]
    public void Three_silent_neighbours_of_250_are_three_faults_of_meters()
    {
        using var parts = new BusParts(meters: 250);
        parts.Silence(true, 100, 101, 102);

        parts.Cycles(2);

        Assert.Equal([100, 101, 102], parts.Events.All.Select(entry => entry.Meter.Value).Order());
        Assert.All(parts.Events.Codes, code => Assert.Equal(EventCode.CommunicationError, code));
        Assert.False(parts.Worker.AllMetersSilent);
        Assert.All([100, 101, 102], number => Assert.True(parts.Worker.StateOf(new MeterId(number)).IsQuarantined));
        Assert.All(Enumerable.Range(1, 99), number => Assert.InRange(parts.Stored(number), 2, 4));
    }

    [Fact]
    public void All_meters_silent_is_one_fault_of_the_bus_and_the_missed_cycle_is_made_up_for()
    {
        using var parts = new BusParts(meters: 250);
        parts.Cycles(1);
        parts.Simulated.Faults = new() { Silence = 1 };
        parts.Cycles(1);
        var requests = parts.Line.Requests;
        parts.Cycles(3);

        Assert.Equal([EventCode.AllMetersSilent], parts.Events.Codes);
        Assert.True(parts.Worker.AllMetersSilent);
        Assert.All(parts.Meters.Meters.Values, meter => Assert.Equal(0, parts.Worker.StateOf(meter.Id).FailuresInARow));
        Assert.All(parts.Meters.Meters.Values, meter => Assert.Equal(LastReadoutState.OldAfterFailure, parts.Readouts.Last(meter.Id).State));

        // one meter a minute, and not 250 a cycle
        Assert.InRange(parts.Line.Requests - requests, 45, 45 * 20);

        parts.Simulated.Faults = Simulation.Faults.None;
        parts.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([EventCode.AllMetersSilent, EventCode.BusRecovered], parts.Events.Codes);
        Assert.False(parts.Worker.AllMetersSilent);
        Assert.All(Enumerable.Range(1, 250), number => Assert.InRange(parts.Stored(number), 2, 3));
        parts.Cycles(1);
        Assert.Equal(2, parts.Events.All.Count);
    }

    [Fact]
    public void A_silent_bus_is_tried_through_each_meter_in_turn()
    {
        using var parts = new BusParts(meters: 6);
        parts.Silence(true, 1, 2, 3, 4, 5, 6);
        parts.Cycles(1);
        Assert.Equal([EventCode.AllMetersSilent], parts.Events.Codes);

        // five are dead for good: the sixth shows that the bus works
        parts.Silence(false, 6);
        parts.Time.Advance(TimeSpan.FromMinutes(7));

        Assert.Equal(EventCode.BusRecovered, parts.Events.Codes[1]);
        Assert.True(parts.Stored(6) > 0);
        parts.Cycles(3);
        Assert.Equal(5, parts.Events.Count(EventCode.CommunicationError));
    }

    [Fact]
    public void Two_meters_that_are_all_there_are_tell_of_the_bus_and_a_single_one_of_itself()
    {
        using var two = new BusParts(meters: 2);
        two.Simulated.Faults = new() { Silence = 1 };
        two.Cycles(2);
        Assert.Equal([EventCode.AllMetersSilent], two.Events.Codes);

        using var one = new BusParts(meters: 1);
        one.Simulated.Faults = new() { Silence = 1 };
        one.Cycles(3);
        Assert.Equal([EventCode.CommunicationError], one.Events.Codes);
        Assert.True(one.Worker.StateOf(new MeterId(1)).IsQuarantined);
    }

    [Fact]
    public async Task On_a_silent_bus_a_person_still_has_a_meter_tried_fully()
    {
        using var parts = new BusParts(meters: 6);
        parts.Simulated.Faults = new() { Silence = 1 };
        parts.Cycles(1);
        parts.Simulated.Faults = Simulation.Faults.None;

        Assert.Equal(ReadoutOutcome.Read, await parts.OutcomeAsync(4, ReadoutPrecedence.Manual));

        Assert.Equal([EventCode.AllMetersSilent, EventCode.BusRecovered], parts.Events.Codes);
        Assert.All(Enumerable.Range(1, 6), number => Assert.True(parts.Stored(number) > 0));
    }

    [Fact]
    public void Noise_without_a_request_is_an_alarm_of_the_bus_and_no_meter_is_blamed()
    {
        using var parts = new BusParts(meters: 6);
        parts.Cycles(1);
        parts.Line.Noise = 20;
        parts.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([EventCode.NoiseWithoutRequest], parts.Events.Codes);
        Assert.True(parts.Worker.IsNoisy);

        parts.Silence(true, 1, 2, 4, 5);
        parts.Cycles(2);
        parts.Silence(true, 3, 6);
        parts.Cycles(2);
        Assert.Single(parts.Events.All);
        Assert.All(Enumerable.Range(1, 6), number => Assert.False(parts.Worker.StateOf(new MeterId(number)).IsQuarantined));

        parts.Line.Noise = 0;
        parts.Silence(false, 1, 2, 3, 4, 5, 6);
        parts.Cycles(2);
        Assert.Equal([EventCode.NoiseWithoutRequest, EventCode.BusRecovered], parts.Events.Codes);
        Assert.False(parts.Worker.IsNoisy);
    }

    [Fact]
    public void A_late_answer_in_an_idle_second_is_no_noise()
    {
        using var parts = new BusParts(meters: 3);
        parts.Line.Noise = 260;
        parts.Time.Advance(TimeSpan.FromSeconds(2));
        parts.Line.Noise = 0;
        parts.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(parts.Events.All);
    }

    [Fact]
    public void A_lost_line_is_told_once_tried_again_ever_more_seldom_and_what_was_missed_is_read()
    {
        using var parts = new BusParts(meters: 6);
        parts.Cycles(1);
        parts.Line.IsLost = true;
        var before = parts.Line.Requests;

        parts.Cycle();
        Assert.Equal(before + 1, parts.Line.Requests);
        Assert.True(parts.Worker.LineIsLost);
        Assert.All(Enumerable.Range(1, 6), number => Assert.Equal(LastReadoutState.OldAfterFailure, parts.Readouts.Last(new MeterId(number)).State));

        // after 1, 2, 4, 8, 16, 32, 60, 60 ... seconds; the clock is looked at once a second
        parts.Time.Advance(TimeSpan.FromSeconds(70));
        Assert.InRange(parts.Line.Requests - before, 6, 7);
        parts.Time.Advance(TimeSpan.FromSeconds(610));
        Assert.InRange(parts.Line.Requests - before, 15, 18);

        parts.Line.IsLost = false;
        parts.Time.Advance(TimeSpan.FromSeconds(62));
        Assert.Equal([EventCode.BusFault, EventCode.BusRecovered], parts.Events.Codes);
        Assert.Contains("The line was cut.", parts.Events.All.First().Message, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(1, 6), number => Assert.Equal(2, parts.Stored(number)));
        Assert.False(parts.Worker.LineIsLost);
    }

    [Fact]
    public async Task Who_wants_the_master_has_it_between_two_readouts_and_alone()
    {
        using var parts = new BusParts(meters: 6);
        parts.Line.Pause = () => ExactDelay.Of(TimeSpan.FromSeconds(1), parts.Time);
        parts.Cycle();
        var (during, total) = (-1, 0);
        var work = parts.Worker.UseAsync(
            async (master, cancellationToken) =>
            {
                during = parts.Readouts.All.Count;
                var reply = await master.SelectAsync(SecondaryAddress.Any, cancellationToken);
                total = parts.Readouts.All.Count;
                return reply;
            },
            ReadoutPrecedence.Manual,
            default);
        parts.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(work.IsCompletedSuccessfully);
        Assert.False((await work).IsSilence);
        Assert.Equal((1, 1), (during, total));
        Assert.Equal([1, 2, 3, 4, 5, 6], parts.Order);
    }

    [Fact]
    public async Task The_faults_of_such_work_are_its_own_but_for_those_of_the_line()
    {
        using var parts = new BusParts(meters: 2);
        var access = parts.Worker;
        await Assert.ThrowsAsync<InvalidOperationException>(() => access.UseAsync<int>((_, _) => throw new InvalidOperationException(), ReadoutPrecedence.Search, default));
        Assert.Empty(parts.Events.All);
        parts.Line.IsLost = true;
        await Assert.ThrowsAsync<LevelConverterException>(() => access.UseAsync((master, stop) => master.SelectAsync(SecondaryAddress.Any, stop), ReadoutPrecedence.Search, default));
        Assert.Equal([EventCode.BusFault], parts.Events.Codes);

        // work that asks nobody proves nothing
        await access.UseAsync((_, _) => Task.FromResult(0), ReadoutPrecedence.Search, default);
        Assert.Equal([EventCode.BusFault], parts.Events.Codes);

        // no meter is owed anything: the line alone is tried
        parts.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(parts.Events.All);
        parts.Line.IsLost = false;
        parts.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal([EventCode.BusFault, EventCode.BusRecovered], parts.Events.Codes);
        Assert.Empty(parts.Readouts.All);
        parts.Cycles(1);
        Assert.Equal([1, 2], parts.Order);
        Assert.Equal(0, parts.Worker.QueueLength);
    }

    [Fact]
    public async Task Who_no_longer_waits_for_the_master_does_not_get_it()
    {
        using var parts = new BusParts(meters: 2);
        parts.Line.Pause = () => ExactDelay.Of(TimeSpan.FromSeconds(1), parts.Time);
        parts.Cycle();
        using var gone = new CancellationTokenSource();
        var wasRun = false;
        var work = parts.Worker.UseAsync((_, _) => Task.FromResult(wasRun = true), ReadoutPrecedence.Manual, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        parts.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(wasRun);
        Assert.Equal([1, 2], parts.Order);
    }
}
