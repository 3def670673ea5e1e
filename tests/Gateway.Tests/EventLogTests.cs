using Gateway.Events;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

public sealed class EventLogTests : IAsyncDisposable
{
    private static readonly Meter Kitchen = new() { Id = new MeterId(3), Name = "kitchen", Bus = "cellar", PrimaryAddress = new(5) };

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryEventStore _store = new();
    private readonly RecordingLogger<EventLog> _log = new();
    private readonly EventLog _events;

    public EventLogTests() => _events = new EventLog(_store, _time, _log);

    public ValueTask DisposeAsync() => _events.DisposeAsync();

    [Fact]
    public async Task An_event_goes_to_the_logs_of_its_code_and_names_bus_and_meter_where_it_has_to()
    {
        _events.Report(EventCode.BusFault, "cellar", "the line is lost.");
        _events.Report(EventCode.CommunicationError, Kitchen, "does not answer.");
        _events.Report(EventCode.MeterRemoved, Kitchen, "removed.");
        _events.Report(EventCode.ReplayAttack, "10.0.0.7 replays.");
        _events.Report(EventCode.ParametersChanged, Kitchen, "was changed.");
        _events.Report(EventCodes.OfStatus(4), Kitchen, "power low.");
        await _events.SettleAsync();

        Assert.Equal(
            [
                "0/Standard 1001 Bus cellar: the line is lost.",
                "3/Standard 100 does not answer.",
                "0/Standard 2001 Bus cellar: meter kitchen (primary address 5) removed.",
                "3/Standard 2001 removed.",
                "0/Fraud 50 10.0.0.7 replays.",
                "0/Standard 47 Bus cellar: meter kitchen (primary address 5) was changed.",
                "3/Standard 4004 power low.",
            ],
            _store.Lines);
        Assert.All(_store.All, entry => Assert.Equal(_time.GetUtcNow(), entry.At));
        Assert.Equal(
            [
                "Error: Bus cellar: the line is lost. (event 1001)",
                "Warning: Bus cellar: meter kitchen (primary address 5) does not answer. (event 100)",
                "Warning: Bus cellar: meter kitchen (primary address 5) removed. (event 2001)",
                "Warning: 10.0.0.7 replays. (event 50)",
                "Information: Bus cellar: meter kitchen (primary address 5) was changed. (event 47)",
                "Warning: Bus cellar: meter kitchen (primary address 5) power low. (event 4004)",
            ],
            _log.Messages);
    }

    [Fact]
    public async Task A_clock_that_was_set_leaves_the_old_time_too()
    {
        var old = _time.GetUtcNow().AddDays(-3);
        _events.Report(EventCode.ClockAdjustedOldTime, old, "by a head-end");
        await _events.SettleAsync();
        Assert.Equal((old, EventCode.ClockAdjustedOldTime), (_store.All[0].At, _store.All[0].Code));
    }

    [Fact]
    public async Task Nobody_waits_for_a_disk_that_hangs()
    {
        var disk = new TaskCompletionSource();
        _store.Hold = () => disk.Task;
        for (var i = 0; i < 1_000; i++)
        {
            _events.Report(EventCode.BusFault, $"{i}");
        }

        Assert.Empty(_store.All);
        _store.Hold = null;
        disk.SetResult();
        await _events.SettleAsync();
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"{i}"), _store.All.Select(entry => entry.Message));
    }

    [Fact]
    public async Task While_the_store_takes_nothing_events_wait_and_keep_their_order_and_time()
    {
        _store.Fault = StoreFault.Full;
        var at = _time.GetUtcNow();
        _events.Report(EventCode.BusFault, "first");
        await FailsAsync(1);
        _events.Report(EventCode.BusFault, "second");
        await RetryAsync(2);
        _store.Fault = null;
        await RetryAsync(3);
        await _events.SettleAsync();

        Assert.Equal(["first", "second"], _store.All.Select(entry => entry.Message));
        Assert.Equal(at, _store.All[0].At);
        Assert.Equal(1, _log.Count("Events cannot be stored and wait in memory: gateway.db: the disk is full."));
        Assert.Equal(1, _log.Count("Events are stored again"));
    }

    [Fact]
    public async Task Of_too_many_the_newest_are_kept_and_the_number_of_the_others_is_told()
    {
        _store.Fault = StoreFault.Device;
        _events.Report(EventCode.BusFault, "-1");
        await FailsAsync(1);
        for (var i = 0; i < EventLog.MostWaiting + 499; i++)
        {
            _events.Report(EventCode.BusFault, $"{i}");
        }

        _store.Fault = null;
        await RetryAsync(2);
        await _events.SettleAsync();

        Assert.Equal(EventLog.MostWaiting + 1, _store.All.Count);
        Assert.Equal(EventCode.NonVolatileMemoryError, _store.All[0].Code);
        Assert.StartsWith("500 events are lost", _store.All[0].Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(499, EventLog.MostWaiting).Select(i => $"{i}"), _store.All.Skip(1).Select(entry => entry.Message));

        _events.Report(EventCode.BusFault, "later");
        await _events.SettleAsync();
        Assert.Equal(("later", EventLog.MostWaiting + 2), (_store.All[^1].Message, _store.All.Count));
    }

    [Fact]
    public async Task A_stop_stores_what_waits_without_waiting_for_the_next_try()
    {
        _store.Fault = StoreFault.Full;
        _events.Report(EventCode.BusFault, "first");
        await FailsAsync(1);
        _store.Fault = null;
        _events.Report(EventCode.PowerDown, "second");
        await _events.DisposeAsync().AsTask().InTimeAsync();
        await _events.DisposeAsync();
        Assert.Equal(["first", "second"], _store.All.Select(entry => entry.Message));
        Assert.Equal(0, _log.Count("lost"));
    }

    [Fact]
    public async Task What_could_not_be_stored_until_the_end_is_told_in_the_log()
    {
        _store.Fault = StoreFault.Full;
        _events.Report(EventCode.MeterRemoved, Kitchen, "removed.");
        await _events.DisposeAsync().AsTask().InTimeAsync();
        Assert.Equal(1, _log.Count("2 events could not be stored and are lost"));
    }

    [Fact]
    public async Task A_log_is_cleared_after_what_was_reported_before()
    {
        _events.Report(EventCode.BusFault, "before");
        _events.Report(EventCode.CommunicationError, Kitchen, "before");
        await _events.ClearAsync(new EventLogName(default, EventLogKind.Standard), "the command line of user kim");
        _events.Report(EventCode.BusRecovered, "after");
        await _events.SettleAsync();
        Assert.Equal(["3/Standard 100 before", "0/Standard 255 cleared by the command line of user kim.", "0/Standard 1002 after"], _store.Lines);
        Assert.Equal(1, _log.Count("cleared by the command line of user kim. (event 255)"));
    }

    [Fact]
    public async Task A_message_of_any_length_is_one_line_in_the_event_log()
    {
        _events.Report(EventCode.BusFault, new string('x', 5_000) + "\n");
        await _events.SettleAsync();
        Assert.Equal(EventMessage.MaxLength, _store.All[0].Message.Length);
    }

    /// <summary>The writer has tried so often and waits for the next try.</summary>
    private Task FailsAsync(int writes) => Eventually.HoldsAsync(() => _store.Writes >= writes && _time.Waiting > 0, "the writer waits for the next try");

    private async Task RetryAsync(int writes)
    {
        _time.Advance(EventLog.RetryAfter);
        await Eventually.HoldsAsync(() => _store.Writes >= writes && (_store.Fault is null || _time.Waiting > 0), "the writer has tried again");
    }
}
