using System.Globalization;
using Cosem.InterfaceClasses;
using Metering;
using Metering.Events;

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
    /// <param name="since">The first of those in a row.</param>
    /// <param name="now">The time.</param>
    /// <param name="fault">Why, in words.</param>
    /// <param name="isGivenUp">Whether retries have ended.</param>
    public async Task FailedAsync(DateTimeOffset since, DateTimeOffset now, string fault, bool isGivenUp)
    {
        if (_toldSince is null && (isGivenUp || now - since >= Patience))
        {
            _toldSince = since;
            _events.Report(EventCode.PushFailing, $"reports cannot be delivered to {_receiver}: {fault} They are kept; check the receiver, its address and the network");
            await _state.SetAsync(Prefix + _receiver, since.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A batch was delivered.</summary>
    public void Delivered(int rows, int notifications) => (_rows, _notifications) = _toldSince is null ? (0, 0) : (_rows + rows, _notifications + notifications);

    /// <summary>Nothing is due any more.</summary>
    public async Task DrainedAsync(DateTimeOffset now)
    {
        if (_toldSince is { } since && _notifications > 0)
        {
            _events.Report(EventCode.PushRecovered, string.Create(
                CultureInfo.InvariantCulture, $"{_receiver} takes reports again after {now - since:d\\.hh\\:mm\\:ss} (days.hours:minutes:seconds); {_rows:N0} rows in {_notifications:N0} notifications were held up and are delivered."));
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
