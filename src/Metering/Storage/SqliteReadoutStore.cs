using System.Collections.Concurrent;

namespace Metering.Storage;

/// <summary>The table <c>readout</c>, a row for each telegram, and the last readout of every meter in memory.</summary>
public sealed class SqliteReadoutStore : IReadoutStore, IStoreUpkeep
{
    /// <summary>Readings removed in one transaction: a few milliseconds of writing.</summary>
    private const int ForgetSlice = 500;

    private readonly SqliteDatabase _database;
    private readonly ConcurrentDictionary<MeterId, LastReadout> _last = new();
    private readonly ReadoutInsert _insert;
    private long _newest;
    private long _forgotten;

    /// <summary>Reads the last readout of every meter.</summary>
    /// <exception cref="StoreException">It could not be read.</exception>
    public SqliteReadoutStore(SqliteDatabase database)
    {
        _database = database;
        foreach (var (meter, last, newest) in database.Read(ReadoutQueries.LastOfAll))
        {
            _last[meter] = last;
            _newest = Math.Max(_newest, newest);
        }

        (_forgotten, var everUsed) = database.Read(ReadoutForgetting.Total);
        _newest = Math.Max(_newest, everUsed);
        _insert = new ReadoutInsert(_newest);
        database.TransactionBegins += () => _insert.GoOnAfter(_newest);
    }

    /// <inheritdoc />
    public Task<MeterReadout> AppendAsync(MeterReadout readout)
    {
        if (readout.Telegrams.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A readout has at least one telegram.", nameof(readout));
        }

        return AppendCoreAsync(readout);
    }

    /// <inheritdoc />
    public Task RecordFailureAsync(MeterId meter, DateTimeOffset at) => _database.WriteAsync(
        connection => ReadoutFailures.Write(connection, meter, at),
        failedAt => _last[meter] = Last(meter) with { FailedAt = failedAt });

    /// <inheritdoc />
    public LastReadout Last(MeterId meter) => _last.GetValueOrDefault(meter, LastReadout.Never);

    /// <inheritdoc />
    public IEnumerable<MeterReadout> Read(MeterId meter, DateTimeOffset from, DateTimeOffset to)
    {
        var newest = Newest;
        return ReadoutQueries.Stream(_database, (connection, last) => ReadoutQueries.Range(connection, meter, from, to, newest, last));
    }

    /// <inheritdoc />
    public IEnumerable<ReadoutTime> ReadTimes(MeterId meter, DateTimeOffset from, DateTimeOffset to)
    {
        var newest = Newest;
        return ReadoutQueries.StreamTimes(_database, (connection, last) => ReadoutQueries.Times(connection, meter, from, to, newest, last));
    }

    /// <inheritdoc />
    public long Newest => Volatile.Read(ref _newest);

    /// <inheritdoc />
    public IEnumerable<MeterReadout> ReadAppended(MeterId meter, long after) =>
        ReadoutQueries.Stream(_database, (connection, last) => ReadoutQueries.Appended(connection, meter, last?.AppendNumber ?? after));

    /// <inheritdoc />
    public async Task<int> ForgetAsync(MeterId meter, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        var forgotten = 0;
        ReadoutForgetting.Slice slice;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            slice = await _database.WriteAsync(connection => ReadoutForgetting.Run(connection, meter, before, ForgetSlice), done => Forgot(meter, done));
            forgotten += slice.Telegrams;
        }
        while (slice.Readings == ForgetSlice);

        return forgotten;
    }

    /// <inheritdoc />
    public IReadOnlyList<ForgettableReadings> Forgettable() => _database.Read(ReadoutForgetting.Forgettable);

    /// <inheritdoc />
    public StoreFigures Figures(DateTimeOffset recent)
    {
        var kept = Newest - Volatile.Read(ref _forgotten);
        var last = _last.Values.Select(last => last.Readout).OfType<MeterReadout>().ToList();
        var (oldest, since) = _database.Read(connection => ReadoutFigures.Edges(connection, last.Select(readout => readout.Meter), recent));
        return new StoreFigures
        {
            Readings = kept,
            Oldest = oldest,
            Newest = last.Count == 0 ? null : last.Max(readout => readout.ReadAt),
            Recent = since is { } first ? Newest - first.AppendNumber + 1 : 0,
            RecentSince = since?.ReadAt,
            Length = _database.Length,
            Log = _database.LogLength,
            Reusable = _database.Read(ReadoutFigures.Reusable),
        };
    }

    private void Forgot(MeterId meter, ReadoutForgetting.Slice slice)
    {
        Volatile.Write(ref _forgotten, _forgotten + slice.Readings);
        if (slice.IsEmpty)
        {
            _last.TryRemove(meter, out _);
        }
    }

    private async Task<MeterReadout> AppendCoreAsync(MeterReadout readout)
    {
        var (stored, _) = await _database.WriteAsync(
            connection =>
            {
                var stored = _insert.Write(connection, readout);

                // One that was read just now is the last; whether a late one is, the store knows.
                return (Stored: stored, Last: readout.ReceivedAt is null ? stored : ReadoutQueries.Latest(connection, stored));
            },
            written =>
            {
                // The number first: who sees a reading as the last one finds it in a range as well.
                Volatile.Write(ref _newest, written.Stored.AppendNumber);
                _last[readout.Meter] = new LastReadout(written.Last, FailedAt: null);
            });
        return stored;
    }
}
