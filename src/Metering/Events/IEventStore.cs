namespace Metering.Events;

/// <summary>Keeps the event logs. They survive restarts and are bounded: the oldest events make room for newer ones.</summary>
public interface IEventStore
{
    /// <summary>Appends events in their order and returns them with their numbers, once they are safe from a power cut.</summary>
    /// <exception cref="StoreException">None of them could be stored.</exception>
    Task<IReadOnlyList<EventEntry>> AppendAsync(IReadOnlyList<EventEntry> events);

    /// <summary>The event written last to a log; null when there is none. No lock, no I/O.</summary>
    EventEntry? Last(EventLogName log);

    /// <summary>The number of the event stored last, over all logs; 0 when there was none.</summary>
    long Newest { get; }

    /// <summary>
    /// The events of a log with <paramref name="from"/> &lt;= <see cref="EventEntry.At"/> &lt;= <paramref name="to"/>, in the order of storing. Streamed;
    /// events stored after the call are not among them.
    /// </summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    IEnumerable<EventEntry> Read(EventLogName log, DateTimeOffset from, DateTimeOffset to);

    /// <summary>The events of a log stored after a number, in the order of storing. Streamed.</summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    IEnumerable<EventEntry> ReadAppended(EventLogName log, long after);

    /// <summary>Empties a log and writes <paramref name="cleared"/> (event 255) as its first event, both or nothing.</summary>
    /// <exception cref="StoreException">It could not be stored; nothing has changed.</exception>
    Task ClearAsync(EventEntry cleared);
}
