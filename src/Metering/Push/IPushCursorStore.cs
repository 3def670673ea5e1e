namespace Metering.Push;

/// <summary>Keeps how far reports were delivered, and the invoke-ids that receivers were sent.</summary>
public interface IPushCursorStore
{
    /// <summary>The cursor of a device's report; null when nothing of it was ever sent. No lock, no I/O.</summary>
    PushCursor? Find(ReportKind report, MeterId meter);

    /// <summary>The invoke-id that was last given to a notification for a receiver; 0 before the first one. No lock, no I/O.</summary>
    /// <param name="receiver"><c>host:port</c>.</param>
    int LastInvokeId(string receiver);

    /// <summary>Stores cursors; durable when the task ends, all or none.</summary>
    /// <exception cref="StoreException">It could not be stored; nothing has changed.</exception>
    Task SaveAsync(IReadOnlyCollection<PushCursor> cursors);

    /// <summary>The same with the invoke-id that was given last.</summary>
    /// <exception cref="StoreException">It could not be stored; nothing has changed.</exception>
    Task SaveAsync(IReadOnlyCollection<PushCursor> cursors, string receiver, int lastInvokeId);

    /// <summary>Removes the cursors of a report.</summary>
    /// <exception cref="StoreException">It could not be stored; nothing has changed.</exception>
    Task RemoveAsync(ReportKind report);

    /// <summary>Removes the cursors of a device; does nothing where there is none.</summary>
    /// <exception cref="StoreException">It could not be stored; nothing has changed.</exception>
    Task RemoveAsync(MeterId meter);
}
