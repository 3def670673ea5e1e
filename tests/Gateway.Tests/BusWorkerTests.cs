using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Master;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

public class BusWorkerTests
{
    private static readonly int[] Numbers = [1, 2, 3];

    [Fact]
    public async Task A_readout_is_stored_with_all_telegrams_and_the_time_of_the_request()
    {
        await using var parts = await Parts.OpenAsync(meters: 10);
        foreach (var meter in parts.Installation.Meters.Meters.Values)
        {
            await ReadAsync(parts, meter.Id.Value);
            var last = parts.Last(meter.Id.Value);
            Assert.Equal(LastReadoutState.Ok, last.State);
            Assert.Equal(parts.Time.GetUtcNow(), last.Readout!.ReadAt);
            Assert.All(last.Readout.Telegrams, telegram => Assert.Equal(0x68, telegram.Span[0]));
        }

        Assert.Empty(parts.WorkerLog.Messages);
    }

    [Fact]
    public async Task A_silent_meter_is_logged_once_and_does_not_stop_the_others()
    {
        await using var parts = await Parts.OpenAsync();
        parts.Simulated.Meters[1].Faults = new() { Silence = 1 };
        for (var cycle = 0; cycle < 3; cycle++)
        {
            await ReadAllAsync(parts);
        }

        Assert.Equal([3, 0, 3], Numbers.Select(parts.Stored));
        Assert.Equal([EventCode.CommunicationError], parts.Events.Codes);
        Assert.Equal(1, parts.Events.Count(EventCode.CommunicationError, "cannot be read: no answer"));

        parts.Simulated.Meters[1].Faults = Simulation.Faults.None;
        await ReadAsync(parts, 2, ReadoutPrecedence.Manual);
        await ReadAllAsync(parts);
        Assert.Equal([EventCode.CommunicationError, EventCode.CommunicationOk], parts.Events.Codes);
        Assert.Equal(2, parts.Stored(2));
        Assert.Empty(parts.WorkerLog.Messages);
    }

    [Fact]
    public async Task A_garbled_meter_stores_nothing_and_is_logged_once()
    {
        await using var parts = await Parts.OpenAsync();
        parts.Simulated.Meters[1].Faults = new() { WrongChecksum = 1 };
        for (var cycle = 0; cycle < 3; cycle++)
        {
            await ReadAllAsync(parts);
        }

        Assert.Equal([3, 0, 3], Numbers.Select(parts.Stored));
        Assert.Equal(1, parts.Events.Count(EventCode.CommunicationError, "cannot be read: the answer is no frame"));
    }

    [Fact]
    public async Task A_meter_that_was_swapped_behind_its_primary_address_is_not_taken_for_the_old_one()
    {
        await using var parts = await Parts.OpenAsync();
        var old = parts.Meter(1);
        var other = old.Identity!.Value with { Identification = 0x11111111 };
        await parts.Installation.Meters.ChangeAsync(old.Id, now => now with { Addressing = AddressingMode.Primary, Identity = other });

        await ReadAsync(parts, 1);
        await ReadAsync(parts, 1);

        Assert.Equal(0, parts.Stored(1));
        Assert.Equal(1, parts.Events.Count(EventCode.CommunicationError, "cannot be read: another meter answered"));
    }

    [Fact]
    public async Task A_meter_that_was_entered_by_its_primary_address_says_who_it_is()
    {
        await using var parts = await Parts.OpenAsync();
        var identity = parts.Meter(1).Identity;
        await parts.Installation.Meters.ChangeAsync(parts.Meter(1).Id, now => now with { Addressing = AddressingMode.Primary, Identity = null });
        Assert.Equal("ELV000000010F00", parts.Directory.Find(16)!.Name);

        await ReadAsync(parts, 1);

        Assert.Equal(identity, parts.Meter(1).Identity);
        Assert.StartsWith("KAM", parts.Directory.Find(16)!.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_that_nobody_thought_of_ends_the_readout_and_not_the_bus()
    {
        await using var parts = await Parts.OpenAsync();
        parts.Line.Fault = new InvalidOperationException("never thought of");
        await ReadAsync(parts, 1);
        Assert.NotNull(parts.Last(1).FailedAt);
        Assert.Equal(1, parts.WorkerLog.Count("Error: "));

        parts.Line.Fault = null;
        await ReadAllAsync(parts);
        Assert.Equal([1, 1, 1], Numbers.Select(parts.Stored));
    }

    [Fact]
    public async Task A_meter_that_was_removed_meanwhile_is_left_out()
    {
        await using var parts = await Parts.OpenAsync();
        await parts.Installation.Meters.RemoveAsync(new MeterId(1));

        await ReadAllAsync(parts);

        Assert.Equal([0, 1, 1], Numbers.Select(parts.Stored));
        Assert.Empty(parts.WorkerLog.Messages);
    }

    [Fact]
    public async Task A_meter_that_is_removed_while_it_is_read_does_not_stop_the_bus()
    {
        await using var parts = await Parts.OpenAsync();
        await parts.Installation.Meters.ChangeAsync(parts.Meter(1).Id, now => now with { Addressing = AddressingMode.Primary, Identity = null });
        var hold = parts.Line.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ReadAsync(parts, 1);
        await Eventually.HoldsAsync(() => parts.Line.Requests > 0, "the meter is asked");
        await parts.Installation.Meters.RemoveAsync(new MeterId(1));
        hold.SetResult();
        await reading;

        await ReadAsync(parts, 2);

        Assert.Equal(1, parts.Stored(2));
    }

    [Fact]
    public async Task A_meter_with_a_rate_of_its_own_is_asked_at_that_rate()
    {
        await using var parts = await Parts.OpenAsync();
        var result = await new BusMaster(parts.Line, parts.Time).SendUserDataAsync(parts.Meter(1).PrimaryAddress!.Value, 0xBD, Array.Empty<byte>());
        Assert.NotNull(result.Answer);
        Assert.Equal(9600, parts.Simulated.Meters[0].BaudRate);
        await parts.Installation.Meters.ChangeAsync(parts.Meter(1).Id, now => now with { BaudRate = 9600 });

        await ReadAllAsync(parts);

        Assert.Equal([1, 1, 1], Numbers.Select(parts.Stored));
    }

    private static Task<ReadoutOutcome> ReadAsync(Parts parts, int number, ReadoutPrecedence precedence = ReadoutPrecedence.Schedule) =>
        parts.Worker.ReadAsync(new MeterId(number), precedence).InTimeAsync();

    private static async Task ReadAllAsync(Parts parts)
    {
        foreach (var number in Numbers)
        {
            await ReadAsync(parts, number);
        }
    }
}
