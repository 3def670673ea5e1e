using System.Globalization;
using Cosem.InterfaceClasses;
using Metering;
using Metering.Events;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// Tells once that a receiver cannot be reached (event 1030), and once that all that was held up is delivered (1031). What was told holds over a restart.
/// </summary>
internal sealed class ReceiverTrouble
{
    private const string Prefix = "push.failing.";

    /// <summary>A receiver that is failing for so long is told of, also when its retries have not ended: 1 h, the longest pause between two.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly IStateStore _state;
    private readonly IEventLog _events;
    private readonly string _receiver;
    private readonly HashSet<(ReportKind Report, MeterId Device)> _givenUp = [];
    private DateTimeOffset? _toldSince;
    private long _rows;
    private int _notifications;

    /// <summary>What is known of the receiver.</summary>
    public ReceiverTrouble(PushDestination receiver, IStateStore state, IEventLog events)
    {
        (_receiver, _state, _events) = (receiver.ToString(), state, events);
        _toldSince = DateTimeOffset.TryParse(state.State.GetValueOrDefault(Prefix + _receiver), CultureInfo.InvariantCulture, out var since) ? since : null;
    }

    /// <summary>An attempt failed.</summary>
    /// <param name="since">When the first of those in a row was.</param>
    /// <param name="lasting">How long ago that is, whatever the clock was set to meanwhile.</param>
    /// <param name="fault">Why, in words.</param>
    /// <param name="givenUp">Whose retries have ended; null: nobody's.</param>
    public async Task FailedAsync(DateTimeOffset since, TimeSpan lasting, string fault, DueReport? givenUp)
    {
        if (givenUp is not null)
        {
            _givenUp.Add((givenUp.Report, givenUp.Device));
        }

        if (_toldSince is null && (givenUp is not null || lasting >= Patience))
        {
            _toldSince = since;
            _events.Report(EventCode.PushFailing, $"reports cannot be delivered to {_receiver}: {fault} They are kept; check the receiver, its address and the network");
            await _state.SetAsync(Prefix + _receiver, since.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A batch was delivered.</summary>
    public void Delivered(int rows, int notifications) => (_rows, _notifications) = _toldSince is null ? (0, 0) : (_rows + rows, _notifications + notifications);

    /// <summary>All there is of a device's report was delivered.</summary>
    public void Done(DueReport due) => _givenUp.Remove((due.Report, due.Device));

    /// <summary>Nothing is due any more; what was given up and not delivered since is still held up.</summary>
    /// <param name="isOwed">Whether the receiver is still to have a device's report.</param>
    public async Task DrainedAsync(Func<ReportKind, MeterId, bool> isOwed)
    {
        _givenUp.RemoveWhere(given => !isOwed(given.Report, given.Device));
        if (_givenUp.Count > 0)
        {
            (_rows, _notifications) = (0, 0);
        }
        else if (_toldSince is { } since && _notifications > 0)
        {
            // when, and not how long: the clock may have been set since
            _events.Report(EventCode.PushRecovered, string.Create(
                CultureInfo.InvariantCulture,
                $"{_receiver} takes reports again, which it did not since {since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; "
                + $"{_rows:N0} rows in {_notifications:N0} notifications were held up and are delivered."));
            (_toldSince, _rows, _notifications) = (null, 0, 0);
            await _state.RemoveAsync(Prefix + _receiver);
        }
    }

    /// <summary>Forgets what was told of receivers that are none any more.</summary>
    public static async Task ForgetOthersAsync(IStateStore state, IEnumerable<PushDestination> receivers)
    {
        foreach (var name in state.State.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Except(receivers.Select(receiver => Prefix + receiver), StringComparer.Ordinal).ToList())
        {
            await state.RemoveAsync(name);
        }
    }
}
