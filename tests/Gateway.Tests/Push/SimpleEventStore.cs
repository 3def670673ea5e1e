using Metering.Events;

namespace Gateway.Tests.Push;

/// <summary>Event logs in a list: what reports ask of them.</summary>
internal sealed class SimpleEventStore : IEventStore
{
    private readonly List<EventEntry> _events = [];

    public long Newest => _events.Count;

    public void Add(EventLogName log, DateTimeOffset at, EventCode code, string message) => _events.Add(new EventEntry(_events.Count + 1, log, at, code, message));

    public IEnumerable<EventEntry> Read(EventLogName log, DateTimeOffset from, DateTimeOffset to) => _events.Where(entry => entry.Log == log && entry.At >= from && entry.At <= to);

    public IEnumerable<EventEntry> ReadAppended(EventLogName log, long after) => _events.Where(entry => entry.Log == log && entry.Number > after);

    public Task<IReadOnlyList<EventEntry>> AppendAsync(IReadOnlyList<EventEntry> events) => throw new NotSupportedException();

    public EventEntry? Last(EventLogName log) => _events.LastOrDefault(entry => entry.Log == log);

    public int CapacityOf(EventLogName log) => int.MaxValue;

    public EventSpan Find(EventLogName log, DateTimeOffset from, DateTimeOffset to) => throw new NotSupportedException();

    public IEnumerable<EventEntry> Read(EventSpan span, int first, int count) => throw new NotSupportedException();

    public IReadOnlyList<EventEntry> Latest(EventFilter filter, int most) => throw new NotSupportedException();

    public Task<EventEntry> ClearAsync(EventEntry cleared) => throw new NotSupportedException();
}
