using System.Collections.Immutable;
using Metering.Push;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>The tables <c>push_cursor</c> and <c>push_receiver</c>, and a copy of them in memory: a row for each report and device, and one for each receiver.</summary>
public sealed class SqlitePushCursorStore : IPushCursorStore
{
    private readonly SqliteDatabase _database;
    private volatile ImmutableDictionary<(ReportKind Report, MeterId Meter), PushCursor> _cursors;
    private volatile ImmutableDictionary<string, int> _invokeIds;

    /// <summary>Reads what is there.</summary>
    /// <exception cref="StoreException">It could not be read.</exception>
    public SqlitePushCursorStore(SqliteDatabase database)
    {
        _database = database;
        _cursors = database.Read(ReadCursors);
        _invokeIds = database.Read(ReadInvokeIds);
    }

    /// <inheritdoc />
    public PushCursor? Find(ReportKind report, MeterId meter) => _cursors.GetValueOrDefault((report, meter));

    /// <inheritdoc />
    public int LastInvokeId(string receiver) => _invokeIds.GetValueOrDefault(receiver);

    /// <inheritdoc />
    public Task SaveAsync(IReadOnlyCollection<PushCursor> cursors) => _database.WriteAsync(connection => Write(connection, cursors), _ => Publish(cursors));

    /// <inheritdoc />
    public Task SaveAsync(IReadOnlyCollection<PushCursor> cursors, string receiver, int lastInvokeId) => _database.WriteAsync(
        connection =>
        {
            using var command = connection.Statement(
                "INSERT OR REPLACE INTO push_receiver (receiver, invoke_id) VALUES ($receiver, $id)", ("$receiver", receiver), ("$id", lastInvokeId));
            return command.ExecuteNonQuery() + Write(connection, cursors);
        },
        _ =>
        {
            _invokeIds = _invokeIds.SetItem(receiver, lastInvokeId);
            Publish(cursors);
        });

    /// <inheritdoc />
    public Task RemoveAsync(ReportKind report) => RemoveAsync("DELETE FROM push_cursor WHERE report = $number", (int)report, key => key.Report == report);

    /// <inheritdoc />
    public Task RemoveAsync(MeterId meter) =>
        _cursors.Keys.Any(key => key.Meter == meter) ? RemoveAsync("DELETE FROM push_cursor WHERE meter = $number", meter.Value, key => key.Meter == meter) : Task.CompletedTask;

    private Task<int> RemoveAsync(string sql, int number, Func<(ReportKind Report, MeterId Meter), bool> isRemoved) => _database.WriteAsync(
        connection =>
        {
            using var command = connection.Statement(sql, ("$number", number));
            return command.ExecuteNonQuery();
        },
        _ => _cursors = _cursors.RemoveRange(_cursors.Keys.Where(isRemoved)));

    private void Publish(IReadOnlyCollection<PushCursor> cursors) => _cursors = _cursors.SetItems(
        cursors.Select(cursor => KeyValuePair.Create((cursor.Report, cursor.Meter), cursor)));

    private static int Write(SqliteConnection connection, IReadOnlyCollection<PushCursor> cursors)
    {
        foreach (var cursor in cursors)
        {
            using var command = connection.Statement(
                """
                INSERT OR REPLACE INTO push_cursor (report, meter, delivered, pending_through, receiver, invoke_id, built_at, digest)
                VALUES ($report, $meter, $delivered, $through, $receiver, $id, $built, $digest)
                """,
                ("$report", (int)cursor.Report),
                ("$meter", cursor.Meter.Value),
                ("$delivered", cursor.Delivered),
                ("$through", cursor.Pending?.Through),
                ("$receiver", cursor.Pending?.Receiver),
                ("$id", cursor.Pending?.InvokeId),
                ("$built", cursor.Pending?.BuiltAt.ToUnixTimeMilliseconds()),
                ("$digest", cursor.Pending?.Digest.Span.ToArray()));
            command.ExecuteNonQuery();
        }

        return cursors.Count;
    }

    private static ImmutableDictionary<(ReportKind, MeterId), PushCursor> ReadCursors(SqliteConnection connection)
    {
        var cursors = ImmutableDictionary.CreateBuilder<(ReportKind, MeterId), PushCursor>();
        using var command = connection.Statement("SELECT report, meter, delivered, pending_through, receiver, invoke_id, built_at, digest FROM push_cursor");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var pending = rows.IsDBNull(3) ? null : new PendingNotification(
                rows.GetInt64(3), rows.GetString(4), rows.GetInt32(5), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(6)), rows.GetFieldValue<byte[]>(7));
            var cursor = new PushCursor((ReportKind)rows.GetByte(0), new MeterId(rows.GetInt32(1)), rows.GetInt64(2), pending);
            cursors[(cursor.Report, cursor.Meter)] = cursor;
        }

        return cursors.ToImmutable();
    }

    private static ImmutableDictionary<string, int> ReadInvokeIds(SqliteConnection connection)
    {
        var ids = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        using var command = connection.Statement("SELECT receiver, invoke_id FROM push_receiver");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            ids[rows.GetString(0)] = rows.GetInt32(1);
        }

        return ids.ToImmutable();
    }
}
