namespace Metering.Events;

/// <summary>Keeps the event logs. They survive restarts and are bounded: the oldest events make room for newer ones.</summary>
public interface IEventStore
{
    /// <summary>
    /// Appends events in their order. Where a log is full its oldest tenth goes first, and event 1060 says so in it. Returns all that was stored, those
    /// among it, with their numbers, once it is safe from a power cut.
    /// </summary>
    /// <exception cref="StoreException">None of them could be stored.</exception>
    Task<IReadOnlyList<EventEntry>> AppendAsync(IReadOnlyList<EventEntry> events);

    /// <summary>The event written last to a log; null when there is none. No lock, no I/O.</summary>
    EventEntry? Last(EventLogName log);

    /// <summary>The number of the event stored last, over all logs; 0 when there was none.</summary>
    long Newest { get; }

    /// <summary>How many events a log holds at most.</summary>
    int CapacityOf(EventLogName log);

    /// <summary>
    /// The events of a log with <paramref name="from"/> &lt;= <see cref="EventEntry.At"/> &lt;= <paramref name="to"/>, counted: a few milliseconds for
    /// a time of a full log, no I/O from <see cref="DateTimeOffset.MinValue"/> to <see cref="DateTimeOffset.MaxValue"/>.
    /// </summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    EventSpan Find(EventLogName log, DateTimeOffset from, DateTimeOffset to);

    /// <summary>Events that were found, in the order of storing. Streamed.</summary>
    /// <param name="span">What <see cref="Find"/> gave.</param>
    /// <param name="first">The first, counted from 0.</param>
    /// <param name="count">So many; first and count stay within those there are.</param>
    /// <exception cref="StoreException">
    /// The store could not be read; <see cref="StoreFault.Removed"/>: the log rolled over or was cleared meanwhile, and events that would come next may be gone.
    /// </exception>
    IEnumerable<EventEntry> Read(EventSpan span, int first, int count);

    /// <summary>
    /// The events of a log with <paramref name="from"/> &lt;= <see cref="EventEntry.At"/> &lt;= <paramref name="to"/>, in the order of storing. Streamed;
    /// events stored after the call are not among them.
    /// </summary>
    /// <exception cref="StoreException">As <see cref="Read(EventSpan, int, int)"/>.</exception>
    IEnumerable<EventEntry> Read(EventLogName log, DateTimeOffset from, DateTimeOffset to);

    /// <summary>The events of a log stored after a number, in the order of storing. Streamed; events stored after the call are not among them.</summary>
    /// <exception cref="StoreException">As <see cref="Read(EventSpan, int, int)"/>.</exception>
    IEnumerable<EventEntry> ReadAppended(EventLogName log, long after);

    /// <summary>The last events that a filter lets through, over all logs, those stored last first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="most">So many at most.</param>
    /// <exception cref="StoreException">The store could not be read.</exception>
    IReadOnlyList<EventEntry> Latest(EventFilter filter, int most);

    /// <summary>Empties a log and writes <paramref name="cleared"/> (event 255) as its first event, both or nothing.</summary>
    /// <exception cref="StoreException">It could not be stored; nothing has changed.</exception>
    Task<EventEntry> ClearAsync(EventEntry cleared);
}
