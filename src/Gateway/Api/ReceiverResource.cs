using Cosem.InterfaceClasses;
using Gateway.Push;

namespace Gateway.Api;

/// <summary>A receiver and how it stands.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="Waiting">Reports of devices that are due for it.</param>
/// <param name="State">How it stands.</param>
internal sealed record ReceiverResource(string Address, int Waiting, ReceiverState State)
{
    /// <summary>The receiver as it is now.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="workers">Who sends to it.</param>
    /// <param name="zone">The zone of the times shown.</param>
    public static ReceiverResource Of(PushDestination receiver, PushWorkers workers, TimeZoneInfo zone)
    {
        var state = workers.StateOf(receiver);
        return new(receiver.ToString(), workers.Queue.CountOf(receiver), state with
        {
            FailingSince = In(zone, state.FailingSince),
            LastDelivered = In(zone, state.LastDelivered),
            NextAttempt = In(zone, state.NextAttempt),
        });
    }

    private static DateTimeOffset? In(TimeZoneInfo zone, DateTimeOffset? at) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, zone) : null;
}
