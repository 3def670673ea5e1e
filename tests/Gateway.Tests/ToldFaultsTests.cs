using Gateway.Configuration;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

/// <summary>A fault is told once, and its end once, also when the service was stopped or killed in between.</summary>
public class ToldFaultsTests
{
    [Fact]
    public void A_meter_that_is_still_silent_after_a_restart_is_not_told_again_and_its_answer_is()
    {
        using var parts = new BusParts(meters: 6);
        parts.Silence(true, 3);
        parts.Cycles(2);
        Assert.Equal([EventCode.CommunicationError], parts.Events.Codes);
        var since = parts.Worker.StateOf(new MeterId(3)).FailingSince;

        parts.Restart();
        parts.Cycles(2);
        Assert.Equal([EventCode.CommunicationError], parts.Events.Codes);
        Assert.Equal(since, parts.Worker.StateOf(new MeterId(3)).FailingSince);

        parts.Restart();
        parts.Silence(false, 3);
        parts.Cycles(1);
        Assert.Equal([EventCode.CommunicationError, EventCode.CommunicationOk], parts.Events.Codes);
        Assert.Equal(3, parts.Events.All.Last().Meter.Value);
        Assert.DoesNotContain(parts.State.State.Keys, name => name.StartsWith("fault.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bus_whose_line_works_again_after_a_restart_is_told()
    {
        using var parts = new BusParts(meters: 3);
        parts.Cycles(1);
        parts.Line.IsLost = true;
        parts.Cycles(1);
        Assert.Equal([EventCode.BusFault], parts.Events.Codes);
        parts.Restart();
        parts.Cycles(1);
        Assert.Equal([EventCode.BusFault], parts.Events.Codes);
        parts.Restart();
        parts.Line.IsLost = false;
        parts.Cycles(1);
        Assert.Equal([EventCode.BusFault, EventCode.BusRecovered], parts.Events.Codes);
        parts.Restart();
        parts.Cycles(1);
        Assert.Equal(2, parts.Events.All.Count);
    }

    [Fact]
    public void A_bus_on_which_nobody_answers_is_told_once_over_restarts()
    {
        using var parts = new BusParts(meters: 6);
        parts.Cycles(1);
        parts.Simulated.Faults = new() { Silence = 1 };
        parts.Cycles(1);
        parts.Restart();
        parts.Cycles(2);
        Assert.Equal([EventCode.AllMetersSilent], parts.Events.Codes);
        parts.Restart();
        parts.Simulated.Faults = Simulation.Faults.None;
        parts.Cycles(1);
        Assert.Equal([EventCode.AllMetersSilent, EventCode.BusRecovered], parts.Events.Codes);
    }

    [Fact]
    public void A_bus_that_did_not_work_is_tried_at_once_by_the_next_start_and_not_with_the_next_readout()
    {
        using var parts = new BusParts(meters: 3);
        parts.Cycles(1);
        parts.Line.IsLost = true;
        parts.Cycles(1);
        parts.Line.IsLost = false;
        parts.Restart();
        parts.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([EventCode.BusFault, EventCode.BusRecovered], parts.Events.Codes);

        parts.Simulated.Faults = new() { Silence = 1 };
        parts.Cycles(1);
        parts.Simulated.Faults = Simulation.Faults.None;
        parts.Restart();
        parts.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([EventCode.AllMetersSilent, EventCode.BusRecovered], parts.Events.Codes.Skip(2));
    }

    [Fact]
    public void A_bus_that_was_noisy_before_the_start_is_told_when_it_is_quiet()
    {
        using var parts = new BusParts(meters: 3);
        _ = parts.State.SetAsync("fault.1003.cellar", "2026-03-01T11:00:00.0000000+00:00");
        parts.Restart();
        Assert.True(parts.Worker.IsNoisy);
        parts.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([EventCode.BusRecovered], parts.Events.Codes);
        Assert.False(parts.Worker.IsNoisy);
        Assert.Empty(parts.State.State);
    }

    [Fact]
    public void Of_a_meter_that_is_removed_nothing_is_left()
    {
        using var parts = new BusParts(meters: 6);
        parts.Silence(true, 3);
        parts.Cycles(2);
        Assert.Contains("fault.100.3", parts.State.State.Keys);
        _ = parts.Meters.RemoveAsync(new MeterId(3));
        parts.Cycles(1);
        Assert.DoesNotContain("fault.100.3", parts.State.State.Keys);
    }

    [Fact]
    public async Task The_note_follows_the_event_and_what_the_store_refuses_is_tried_again()
    {
        var (state, stored) = (new InMemoryStateStore(), new TaskCompletionSource());
        var told = new ToldFaults(state, Health(), () => stored.Task);
        Assert.True(told.Begins(EventCode.CommunicationError, "7", DateTimeOffset.UnixEpoch));
        Assert.False(told.Begins(EventCode.CommunicationError, "7", DateTimeOffset.UnixEpoch.AddDays(1)));
        var storing = told.StoreAsync();
        Assert.Empty(state.State);
        state.Fault = StoreFault.Full;
        stored.SetResult();
        await storing;
        Assert.Empty(state.State);
        state.Fault = null;
        await told.StoreAsync();
        Assert.Equal("1970-01-01T00:00:00.0000000+00:00", state.State["fault.100.7"]);

        var again = new ToldFaults(state, Health(), () => Task.CompletedTask);
        Assert.Equal(DateTimeOffset.UnixEpoch, again.SinceOf(EventCode.CommunicationError, "7"));
        Assert.True(again.Ends(EventCode.CommunicationError, "7"));
        Assert.False(again.Ends(EventCode.CommunicationError, "7"));
        await again.StoreAsync();
        Assert.Empty(state.State);
    }

    [Fact]
    public async Task Of_a_bus_that_is_no_longer_configured_nothing_is_left_and_a_text_that_is_none_tells_nothing()
    {
        var state = new InMemoryStateStore();
        await state.SetAsync("fault.1001.cellar", "2026-03-01T11:00:00.0000000+00:00");
        await state.SetAsync("fault.1001.attic", "2026-03-01T11:00:00.0000000+00:00");
        await state.SetAsync("fault.100.4", "yesterday");
        await state.SetAsync("fault.100.5", "2026-03-01T11:00:00.0000000+00:00");
        var told = new ToldFaults(state, Health(), () => Task.CompletedTask);
        told.KeepBuses(["Cellar"]);
        await told.StoreAsync();
        Assert.Equal(["fault.100.4", "fault.100.5", "fault.1001.cellar"], state.State.Keys);
        Assert.True(told.IsTold(EventCode.BusFault, "cellar"));
        Assert.False(told.IsTold(EventCode.CommunicationError, "4"));
    }

    [Fact]
    public async Task A_service_that_stops_has_stored_what_changed_also_where_no_bus_is()
    {
        var state = new InMemoryStateStore();
        await state.SetAsync("fault.1001.attic", "2026-03-01T11:00:00.0000000+00:00");
        var told = new ToldFaults(state, Health(), () => Task.CompletedTask);
        await using var workers = new BusWorkers();
        var service = new BusService(new GatewayOptions(), workers, null!, told, new InMemoryMeterStore(), TimeProvider.System, new RecordingLogger<BusService>());
        await service.StartedAsync(default);
        await service.StopAsync(default);
        Assert.Empty(state.State);
    }

    private static StoreHealth Health() => new(new RecordingEventLog(), new ManualTimeProvider(DateTimeOffset.UnixEpoch));
}
