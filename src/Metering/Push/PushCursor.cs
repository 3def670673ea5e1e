namespace Metering.Push;

/// <summary>How far a report of a device was delivered.</summary>
/// <param name="Report">The report.</param>
/// <param name="Meter">The device; number 0: the gateway.</param>
/// <param name="Delivered">
/// The last place in the order of storing (of readings or of events) that the receiver has acknowledged; on installation: the mark of the meter list that it
/// was told of.
/// </param>
/// <param name="Pending">The notification that was last begun to be sent and is not known to be delivered; null: none.</param>
public sealed record PushCursor(ReportKind Report, MeterId Meter, long Delivered, PendingNotification? Pending);
