using System.Collections.Immutable;
using Metering.Events;

namespace Metering.Storage;

/// <summary>The table <c>event</c>, and of every log its length, its first number and its last event in memory.</summary>
public sealed class SqliteEventStore : IEventStore, IDisposable
{
    /// <summary>Events of a log of the gateway: 10,000, years of a quiet one.</summary>
    public const int GatewayCapacity = 10_000;

    /// <summary>Events of a log of a meter: 2,000.</summary>
    public const int MeterCapacity = 2_000;

    private readonly SqliteDatabase _database;
    private readonly int _gatewayCapacity;
    private readonly int _meterCapacity;

    /// <summary>One write after the other: what is known of the logs is that of the last one.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private volatile ImmutableDictionary<EventLogName, EventLogState> _logs;
    private long _newest;

    /// <summary>Reads the last event of every log.</summary>
    /// <exception cref="StoreException">It could not be read.</exception>
    public SqliteEventStore(SqliteDatabase database)
        : this(database, GatewayCapacity, MeterCapacity)
    {
    }

    internal SqliteEventStore(SqliteDatabase database, int gatewayCapacity, int meterCapacity)
    {
        (_database, _gatewayCapacity, _meterCapacity) = (database, gatewayCapacity, meterCapacity);
        (_logs, _newest) = database.Read(connection => (EventQueries.Logs(connection), EventQueries.Newest(connection)));
    }

    /// <inheritdoc />
    public long Newest => Volatile.Read(ref _newest);

    /// <inheritdoc />
    public int CapacityOf(EventLogName log) => log.Meter.IsGateway ? _gatewayCapacity : _meterCapacity;

    /// <inheritdoc />
    public EventEntry? Last(EventLogName log) => _logs.GetValueOrDefault(log)?.Last;

    /// <inheritdoc />
    public Task<IReadOnlyList<EventEntry>> AppendAsync(IReadOnlyList<EventEntry> events) => WriteAsync(write =>
    {
        foreach (var entry in events)
        {
            write.Append(entry);
        }
    });

    /// <inheritdoc />
    public async Task<EventEntry> ClearAsync(EventEntry cleared) => (await WriteAsync(write => write.Clear(cleared)))[0];

    /// <inheritdoc />
    public EventSpan Find(EventLogName log, DateTimeOffset from, DateTimeOffset to) => from > DateTimeOffset.MinValue || to < DateTimeOffset.MaxValue ? Find(log, after: 0, from, to)
        : _logs.TryGetValue(log, out var all) ? new EventSpan(log, from, to, all.First, all.Last.Number, all.Count)
        : new EventSpan(log, from, to, 0, 0, 0);

    /// <inheritdoc />
    public IEnumerable<EventEntry> Read(EventSpan span, int first, int count) => EventQueries.Stream(_database, span, first, count);

    /// <inheritdoc />
    public IEnumerable<EventEntry> Read(EventLogName log, DateTimeOffset from, DateTimeOffset to) => Whole(Find(log, from, to));

    /// <inheritdoc />
    public IEnumerable<EventEntry> ReadAppended(EventLogName log, long after) => Whole(Find(log, after, DateTimeOffset.MinValue, DateTimeOffset.MaxValue));

    /// <inheritdoc />
    public IReadOnlyList<EventEntry> Latest(EventFilter filter, int most) => _database.Read(connection => EventQueries.Latest(connection, filter, most));

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private EventSpan Find(EventLogName log, long after, DateTimeOffset from, DateTimeOffset to)
    {
        var newest = Newest;
        return _database.Read(connection => EventQueries.Find(connection, log, after, newest, from, to));
    }

    private IEnumerable<EventEntry> Whole(EventSpan span) => Read(span, 0, span.Count);

    private async Task<IReadOnlyList<EventEntry>> WriteAsync(Action<EventWrite> change)
    {
        await _turn.WaitAsync();
        try
        {
            var written = await _database.WriteAsync(
                connection =>
                {
                    var write = new EventWrite(connection, _logs, _newest, CapacityOf);
                    change(write);
                    return write;
                },
                write =>
                {
                    _logs = write.Logs;
                    Volatile.Write(ref _newest, write.Newest);
                });
            return written.Stored;
        }
        finally
        {
            _turn.Release();
        }
    }
}
