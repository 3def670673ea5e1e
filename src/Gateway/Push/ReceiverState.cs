namespace Gateway.Push;

/// <summary>How a receiver stands: an immutable snapshot.</summary>
/// <param name="FailingSince">Since when nothing reaches it; null: it does, or nothing was tried.</param>
/// <param name="Fault">Why not, in words.</param>
/// <param name="LastDelivered">When it last acknowledged something; null: not since the start of the service.</param>
/// <param name="NextAttempt">When it is tried again; null: with what is due next.</param>
/// <param name="Rows">Rows and events that it has acknowledged since the start of the service.</param>
/// <param name="Notifications">In so many notifications.</param>
/// <param name="Failures">Connections that failed since the start of the service.</param>
internal sealed record ReceiverState(
    DateTimeOffset? FailingSince, string? Fault, DateTimeOffset? LastDelivered, DateTimeOffset? NextAttempt, long Rows, long Notifications, long Failures)
{
    /// <summary>Nothing was tried since the start of the service.</summary>
    public static readonly ReceiverState Untried = new(null, null, null, null, 0, 0, 0);
}
