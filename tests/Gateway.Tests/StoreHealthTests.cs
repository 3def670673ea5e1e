using Gateway.Api;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Tests;

/// <summary>A store that fails: nothing is told as stored that is not, and the fault is told once.</summary>
public class StoreHealthTests
{
    [Fact]
    public async Task A_readout_that_cannot_be_stored_is_told_as_such_and_the_next_one_is_stored()
    {
        using var parts = new BusParts(meters: 3);
        parts.Readouts.Fault = StoreFault.Full;
        Assert.Equal(ReadoutOutcome.NotStored, await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule));
        parts.Readouts.Fault = null;

        Assert.Equal(ReadoutOutcome.Read, await parts.OutcomeAsync(2, ReadoutPrecedence.Schedule));
        Assert.Equal([2], parts.Order);
    }

    [Fact]
    public async Task A_silent_meter_has_failed_whether_that_can_be_stored_or_not()
    {
        using var parts = new BusParts(meters: 3);
        parts.Silence(true, 1);
        parts.Readouts.Fault = StoreFault.Full;

        Assert.Equal(ReadoutOutcome.Failed, await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule));
        Assert.True(parts.Store.IsFailing);
    }

    [Fact]
    public void What_was_read_and_not_stored_is_not_counted_as_read()
    {
        using var parts = new BusParts(meters: 3);
        parts.Readouts.Fault = StoreFault.Full;
        var readout = ManualReadout.Start([.. parts.Meters.Meters.Values], parts.Time.GetUtcNow(), _ => parts.Worker);

        Assert.True(readout.Done.IsCompletedSuccessfully);
        Assert.Equal((0, 3, 0), (readout.Progress.Read, readout.Progress.Failed, readout.Progress.Waiting));
        var shown = ReadoutResource.Of(1, readout, new BusWorkers(), parts.Store).Meters;
        Assert.All(shown, meter => Assert.Equal((true, false, "read, but it could not be stored: gateway.db: the disk is full."), (meter.IsDone, meter.IsRead, meter.Words)));
    }

    [Fact]
    public void A_failing_store_is_told_once_and_its_recovery_once()
    {
        using var parts = new BusParts(meters: 6);
        parts.Silence(true, 3);
        parts.Readouts.Fault = StoreFault.Full;
        parts.Cycles(3);
        Assert.Equal(1, parts.Events.Count(EventCode.NonVolatileMemoryError, "gateway.db: the disk is full."));
        Assert.Equal(1, parts.Events.Count(EventCode.NonVolatileMemoryError));
        Assert.Equal(0, parts.Events.Count(EventCode.StoreRecovered));

        parts.Readouts.Fault = null;
        parts.Cycles(2);
        Assert.Equal(1, parts.Events.Count(EventCode.StoreRecovered));
        Assert.Equal(1, parts.Events.Count(EventCode.NonVolatileMemoryError));
        Assert.Empty(parts.Log.Messages);

        parts.Readouts.Fault = StoreFault.Device;
        parts.Cycles(1);
        Assert.Equal(2, parts.Events.Count(EventCode.NonVolatileMemoryError));
    }

    [Fact]
    public async Task A_store_that_takes_one_write_and_not_the_next_is_not_told_again_and_again()
    {
        using var parts = new BusParts(meters: 2);
        for (var write = 0; write < 10; write++)
        {
            parts.Readouts.Fault = write % 2 == 0 ? StoreFault.Full : null;
            await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule);
        }

        Assert.Equal(1, parts.Events.Count(EventCode.NonVolatileMemoryError));
        Assert.Equal(0, parts.Events.Count(EventCode.StoreRecovered));
    }

    [Fact]
    public async Task A_row_that_the_store_refuses_is_told_with_its_meter_and_is_no_fault_of_the_store()
    {
        using var parts = new BusParts(meters: 2);
        parts.Readouts.Fault = StoreFault.UnknownMeter;

        Assert.Equal(ReadoutOutcome.NotStored, await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule));
        Assert.Equal(1, parts.Log.Count("could not be stored: gateway.db"));
        Assert.False(parts.Store.IsFailing);
        Assert.Equal(0, parts.Events.Count(EventCode.NonVolatileMemoryError));
    }

    [Fact]
    public async Task The_health_check_is_unhealthy_and_names_the_store_while_it_fails()
    {
        using var parts = new BusParts(meters: 2);
        var check = new StoreCheck(parts.Store);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new())).Status);
        parts.Readouts.Fault = StoreFault.Full;
        await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule);

        var failing = await check.CheckHealthAsync(new());
        Assert.Equal((HealthStatus.Unhealthy, "The store fails: gateway.db: the disk is full."), (failing.Status, failing.Description));

        parts.Readouts.Fault = null;
        await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new())).Status);
    }
}
