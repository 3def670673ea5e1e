using Metering;
using Metering.Events;

namespace Gateway.Tests.Harness;

/// <summary>Event logs in memory; everything is done at once, on the caller's thread, unless a test holds it up. No log rolls over.</summary>
internal sealed class InMemoryEventStore : IEventStore
{
    private readonly Lock _gate = new();
    private List<EventEntry> _all = [];

    /// <summary>All events in the order of storing.</summary>
    public IReadOnlyList<EventEntry> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>The same in words: <c>0/Standard 1001 Bus cellar: lost</c>.</summary>
    public IReadOnlyList<string> Lines => [.. All.Select(entry => $"{entry.Log.Meter}/{entry.Log.Kind} {(int)entry.Code} {entry.Message}")];

    /// <summary>A write waits for it.</summary>
    public Func<Task>? Hold { get; set; }

    /// <summary>Every write fails with it.</summary>
    public StoreFault? Fault { get; set; }

    /// <summary>How often something was to be written.</summary>
    public int Writes { get; private set; }

    /// <summary>An event as a test wants it, written at once.</summary>
    public void Add(EventLogName log, DateTimeOffset at, EventCode code, string message) => _ = AppendAsync([new EventEntry(0, log, at, code, message)]);

    /// <inheritdoc />
    public long Newest { get; private set; }

    /// <inheritdoc />
    public async Task<IReadOnlyList<EventEntry>> AppendAsync(IReadOnlyList<EventEntry> events)
    {
        await WritingAsync();
        lock (_gate)
        {
            var stored = events.Select(entry => entry with { Number = ++Newest }).ToList();
            _all.AddRange(stored);
            return stored;
        }
    }

    /// <inheritdoc />
    public async Task<EventEntry> ClearAsync(EventEntry cleared)
    {
        await WritingAsync();
        lock (_gate)
        {
            _all = [.. _all.Where(entry => entry.Log != cleared.Log), cleared with { Number = ++Newest }];
            return _all[^1];
        }
    }

    /// <inheritdoc />
    public EventEntry? Last(EventLogName log) => Of(log).LastOrDefault();

    /// <inheritdoc />
    public int CapacityOf(EventLogName log) => log.Meter == default ? 10_000 : 2_000;

    /// <inheritdoc />
    public EventSpan Find(EventLogName log, DateTimeOffset from, DateTimeOffset to)
    {
        var found = Read(log, from, to).ToList();
        return new EventSpan(log, from, to, found.FirstOrDefault()?.Number ?? 0, found.LastOrDefault()?.Number ?? 0, found.Count);
    }

    /// <inheritdoc />
    public IEnumerable<EventEntry> Read(EventSpan span, int first, int count) => Read(span.Log, span.From, span.To).Skip(first).Take(count);

    /// <inheritdoc />
    public IEnumerable<EventEntry> Read(EventLogName log, DateTimeOffset from, DateTimeOffset to) => Of(log).Where(entry => entry.At >= from && entry.At <= to);

    /// <inheritdoc />
    public IEnumerable<EventEntry> ReadAppended(EventLogName log, long after) => Of(log).Where(entry => entry.Number > after);

    /// <inheritdoc />
    public IReadOnlyList<EventEntry> Latest(EventFilter filter, int most) =>
    [
        .. All.Reverse()
            .Where(entry => (filter.Meter is not { } meter || entry.Log.Meter == meter) && (filter.Log is not { } kind || entry.Log.Kind == kind))
            .Where(entry => (filter.From is not { } from || entry.At >= from) && (filter.To is not { } to || entry.At <= to))
            .Where(entry => (filter.Code is not { } code || entry.Code == code) && (filter.Before is not { } before || entry.Number < before) && entry.Number > (filter.After ?? 0))
            .Take(most),
    ];

    private IEnumerable<EventEntry> Of(EventLogName log) => All.Where(entry => entry.Log == log);

    private async Task WritingAsync()
    {
        Writes++;
        await (Hold?.Invoke() ?? Task.CompletedTask);
        if (Fault is { } fault)
        {
            throw new StoreException(fault, "gateway.db", "the disk is full.");
        }
    }
}
