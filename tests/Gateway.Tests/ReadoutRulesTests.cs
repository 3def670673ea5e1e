using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Application;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

/// <summary>When the worker reads which meter: allowance, refusals, quarantine, order.</summary>
public class ReadoutRulesTests
{
    [Theory]
    [InlineData(nameof(ReadoutPrecedence.Schedule))]
    [InlineData(nameof(ReadoutPrecedence.Manual))]
    [InlineData(nameof(ReadoutPrecedence.OnDemand))]
    public async Task A_quota_is_shared_by_all_who_ask(string last)
    {
        using var parts = new BusParts();
        parts.Change(1, meter => meter with { Readout = new MeterReadoutSettings { Quota = new ReadoutQuota(3, TimeSpan.FromHours(1)) } });
        foreach (var precedence in new[] { ReadoutPrecedence.Schedule, ReadoutPrecedence.Manual, ReadoutPrecedence.OnDemand })
        {
            Assert.Equal(ReadoutOutcome.Read, await parts.OutcomeAsync(1, precedence));
            parts.Time.Advance(TimeSpan.FromMinutes(10));
        }

        var requests = parts.Line.Requests;
        Assert.Equal(ReadoutOutcome.NotNow, await parts.OutcomeAsync(1, Enum.Parse<ReadoutPrecedence>(last)));
        Assert.Equal(requests, parts.Line.Requests);
        Assert.Equal(ReadoutHoldReason.Quota, parts.Worker.StateOf(new MeterId(1)).Hold!.Reason);
        Assert.Empty(parts.Events.All);

        parts.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(ReadoutOutcome.Read, await parts.OutcomeAsync(1, Enum.Parse<ReadoutPrecedence>(last)));
    }

    [Fact]
    public async Task A_restart_forgets_no_quota()
    {
        using var parts = new BusParts();
        parts.Change(1, meter => meter with { Readout = new MeterReadoutSettings { Quota = new ReadoutQuota(1, TimeSpan.FromHours(1)) } });
        await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule);

        parts.Restart();

        Assert.Equal(ReadoutOutcome.NotNow, await parts.OutcomeAsync(1, ReadoutPrecedence.Manual));
    }

    [Fact]
    public void A_meter_that_may_not_be_read_is_read_at_the_next_mark_that_is_allowed()
    {
        using var parts = new BusParts();
        parts.Change(1, meter => meter with { Readout = new MeterReadoutSettings { MinimumInterval = TimeSpan.FromMinutes(40) } });

        parts.Cycles(8);

        Assert.Equal([0, 45, 90], parts.Readouts.All.Where(readout => readout.Meter.Value == 1).Select(readout => (readout.ReadAt - parts.Readouts.All[0].ReadAt).TotalMinutes));
        Assert.Empty(parts.Events.All);
    }

    [Fact]
    public void A_cycle_that_comes_a_little_early_waits_for_the_minimum_interval()
    {
        using var parts = new BusParts();
        parts.Change(1, meter => meter with { Readout = new MeterReadoutSettings { MinimumInterval = TimeSpan.FromMinutes(15) } });
        parts.Cycle();
        var first = parts.Readouts.All[0].ReadAt;
        parts.Time.Advance(parts.Interval.Period - TimeSpan.FromSeconds(5.5));

        parts.Cycle();
        Assert.Equal(1, parts.Stored(1));
        parts.Time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(2, parts.Stored(1));
        Assert.InRange((parts.Readouts.All[^1].ReadAt - first).TotalSeconds, 900, 901.1);
    }

    [Fact]
    public async Task A_meter_that_refuses_too_many_readouts_is_left_alone_and_told_once()
    {
        using var parts = new BusParts();
        parts.Refuse(2, ApplicationErrorCode.TooManyReadouts);

        parts.Cycles(4 * 24);

        Assert.Equal(1, parts.Events.Count(EventCode.ReadoutQuotaRefused));
        Assert.Single(parts.Events.All);
        Assert.Equal(ReadoutHoldReason.Refusal, parts.Worker.StateOf(new MeterId(2)).Hold!.Reason);
        var requests = parts.Line.Requests;
        Assert.Equal(ReadoutOutcome.NotNow, await parts.OutcomeAsync(2, ReadoutPrecedence.OnDemand));
        Assert.Equal(ReadoutOutcome.NotNow, await parts.OutcomeAsync(2, ReadoutPrecedence.Manual));
        Assert.Equal(requests, parts.Line.Requests);
        Assert.Equal(96, parts.Stored(3));

        // it was asked after 0, 1, 3, 7 and 15 hours; then it lets itself be read again, at 31
        parts.Refuse(2, null);
        parts.Cycles(7 * 4);
        Assert.Equal(0, parts.Stored(2));
        parts.Cycles(2);
        Assert.Equal(2, parts.Stored(2));
        Assert.Null(parts.Worker.StateOf(new MeterId(2)).Hold);
    }

    [Fact]
    public void A_meter_that_is_busy_is_tried_again_twice_in_the_cycle()
    {
        using var parts = new BusParts();
        parts.Refuse(2, ApplicationErrorCode.ApplicationBusy);
        parts.Cycle();
        parts.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(parts.Events.All);
        parts.Refuse(2, null);
        parts.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, parts.Stored(2));

        parts.Refuse(2, ApplicationErrorCode.ApplicationBusy);
        parts.Cycle();
        parts.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(parts.Events.All);
        parts.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([EventCode.CommunicationError], parts.Events.Codes);
        var requests = parts.Line.Requests;
        parts.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(requests, parts.Line.Requests);
        Assert.False(parts.Worker.StateOf(new MeterId(2)).IsQuarantined);
    }

    [Fact]
    public async Task A_dead_meter_goes_into_quarantine_and_an_answer_ends_it()
    {
        using var parts = new BusParts();
        parts.Silence(true, 2);
        var asked = new List<int>();
        for (var cycle = 0; cycle < 20; cycle++)
        {
            var before = parts.Readouts.Last(new MeterId(2)).FailedAt;
            parts.Cycles(1);
            if (parts.Readouts.Last(new MeterId(2)).FailedAt != before)
            {
                asked.Add(cycle);
            }
        }

        Assert.Equal([0, 1, 2, 4, 8, 16], asked);
        Assert.Equal([EventCode.CommunicationError], parts.Events.Codes);
        var state = parts.Worker.StateOf(new MeterId(2));
        Assert.True(state.IsQuarantined);
        Assert.Equal(6, state.FailuresInARow);
        Assert.True(state.NextTry > parts.Time.GetUtcNow());

        // a head-end has the last value at once; a person has it tried
        var requests = parts.Line.Requests;
        Assert.Equal(ReadoutOutcome.LeftOut, await parts.OutcomeAsync(2, ReadoutPrecedence.OnDemand));
        Assert.Equal(requests, parts.Line.Requests);
        Assert.Equal(ReadoutOutcome.Failed, await parts.OutcomeAsync(2, ReadoutPrecedence.Manual));
        parts.Silence(false, 2);
        Assert.Equal(ReadoutOutcome.Read, await parts.OutcomeAsync(2, ReadoutPrecedence.Manual));

        Assert.Equal([EventCode.CommunicationError, EventCode.CommunicationOk], parts.Events.Codes);
        Assert.False(parts.Worker.StateOf(new MeterId(2)).IsQuarantined);
        parts.Cycles(1);
        Assert.Equal(2, parts.Stored(2));
    }

    [Fact]
    public void A_cycle_longer_than_its_interval_starves_nobody_and_is_told_once_until_one_fits_again()
    {
        using var parts = new BusParts(meters: 10);
        TakeTime(parts, TimeSpan.FromMinutes(2));
        parts.Cycles(12);
        Assert.Equal([EventCode.CycleLongerThanInterval], parts.Events.Codes);
        foreach (var times in parts.Readouts.All.GroupBy(readout => readout.Meter, readout => readout.ReadAt))
        {
            // ten meters take 40 minutes and a little; then a mark has to come
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMinutes, 15, 65));
            Assert.True(times.Count() >= 3);
        }

        TakeTime(parts, TimeSpan.FromSeconds(1));
        parts.Cycles(2);
        Assert.Single(parts.Events.Codes);
        TakeTime(parts, TimeSpan.FromMinutes(2));
        parts.Cycles(3);
        Assert.Equal(2, parts.Events.Count(EventCode.CycleLongerThanInterval));
    }

    [Fact]
    public void Head_ends_that_ask_without_end_do_not_starve_the_cycle()
    {
        using var parts = new BusParts(meters: 20);
        TakeTime(parts, TimeSpan.FromMilliseconds(250));
        parts.Cycle();
        for (var second = 0; second < 120; second++)
        {
            for (var number = 1; number <= 10; number++)
            {
                _ = parts.Read(number, ReadoutPrecedence.OnDemand);
            }

            parts.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.All(Enumerable.Range(11, 10), number => Assert.Equal(1, parts.Stored(number)));
        Assert.All(Enumerable.Range(1, 10), number => Assert.True(parts.Stored(number) > 5));
    }

    [Fact]
    public void The_next_meter_is_asked_while_the_last_readout_is_stored_and_order_is_kept()
    {
        using var parts = new BusParts(meters: 3);
        var hold = new TaskCompletionSource();
        parts.Readouts.Hold = () => hold.Task;
        var (first, second, third) = (parts.Read(1), parts.Read(2), parts.Read(3));
        var requests = parts.Line.Requests;

        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
        Assert.Equal(4, requests);
        parts.Readouts.Hold = null;
        hold.SetResult();

        Assert.All([first, second, third], task => Assert.True(task.IsCompleted));
        Assert.Equal([1, 2, 3], parts.Order);
    }

    [Fact]
    public async Task What_was_learnt_goes_into_a_readout_and_the_meters_own_settings_too()
    {
        using var parts = new BusParts(meters: 2);
        await parts.State.SetAsync("readout.habits.1", "5B - - E5");
        parts.Change(2, meter => meter with { Readout = new MeterReadoutSettings { ApplicationReset = 0x50 } });

        await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule);
        Assert.Contains(parts.Line.Sent, frame => frame is [0x10, 0x5B, ..]);
        Assert.DoesNotContain(parts.Line.Sent, frame => frame is [0x68, _, _, 0x68, _, _, 0x50, 0x50, ..]);
        Assert.StartsWith("5B", parts.State.State["readout.habits.1"], StringComparison.Ordinal);

        await parts.OutcomeAsync(2, ReadoutPrecedence.Schedule);
        Assert.Contains(parts.Line.Sent, frame => frame is [0x68, _, _, 0x68, _, _, 0x50, 0x50, ..]);
    }

    [Fact]
    public void A_day_of_250_meters_runs_on_one_thread()
    {
        using var parts = new BusParts(meters: 250);
        var thread = Environment.CurrentManagedThreadId;
        TakeTime(parts, TimeSpan.FromMilliseconds(100));
        parts.Silence(true, 7, 90);
        var cycles = Rounds.Of(4, 96, 96);

        parts.Cycles(cycles);

        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        Assert.Equal(248 * cycles, parts.Readouts.All.Count);
        Assert.Equal(2, parts.Events.Count(EventCode.CommunicationError));
        Assert.Equal(2, parts.Events.All.Count);
        Assert.Equal(0, parts.Worker.QueueLength);
    }

    private static void TakeTime(BusParts parts, TimeSpan time) => parts.Line.Pause = () => ExactDelay.Of(time, parts.Time);
}
