using Metering.Audit;
using Metering.Events;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>The table <c>audit</c>. It is written by hand and read seldom: nothing of it is kept in memory.</summary>
public sealed class SqliteAuditStore : IAuditStore
{
    /// <summary>Entries at most: 10,000, years of an installation that is looked after.</summary>
    public const int Capacity = 10_000;

    private readonly SqliteDatabase _database;
    private readonly int _capacity;

    /// <summary>The log of a store.</summary>
    public SqliteAuditStore(SqliteDatabase database)
        : this(database, Capacity)
    {
    }

    internal SqliteAuditStore(SqliteDatabase database, int capacity) => (_database, _capacity) = (database, capacity);

    /// <inheritdoc />
    public Task<AuditEntry> AppendAsync(AuditEntry entry) => _database.WriteAsync(
        connection =>
        {
            if (connection.Number("SELECT count(*) FROM audit") >= _capacity)
            {
                MakeRoom(connection, Math.Max(1, _capacity / 10));
            }

            return Insert(connection, entry);
        },
        _ => { });

    /// <inheritdoc />
    public IReadOnlyList<AuditEntry> Latest(long? before, int most) => _database.Read(connection =>
    {
        using var command = connection.Statement(
            """
            SELECT audit_no, at, actor, source, what, on_what, before, after, refused FROM audit
            WHERE audit_no < $before ORDER BY audit_no DESC LIMIT $most
            """,
            ("$before", before ?? long.MaxValue),
            ("$most", most));
        using var rows = command.ExecuteReader();
        var found = new List<AuditEntry>();
        while (rows.Read())
        {
            found.Add(new AuditEntry
            {
                Number = rows.GetInt64(0),
                At = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)),
                Actor = rows.GetString(2),
                Source = rows.GetString(3),
                What = rows.GetString(4),
                On = rows.GetString(5),
                Before = rows.GetString(6),
                After = rows.GetString(7),
                IsRefused = rows.GetInt64(8) != 0,
            });
        }

        return found;
    });

    private static AuditEntry Insert(SqliteConnection connection, AuditEntry entry)
    {
        var at = entry.At.ToUnixTimeMilliseconds();
        var stored = entry with
        {
            At = DateTimeOffset.FromUnixTimeMilliseconds(at),
            Actor = EventMessage.Of(entry.Actor),
            Source = EventMessage.Of(entry.Source),
            What = EventMessage.Of(entry.What),
            On = EventMessage.Of(entry.On),
            Before = EventMessage.Of(entry.Before),
            After = EventMessage.Of(entry.After),
        };
        using var command = connection.Statement(
            """
            INSERT INTO audit (at, actor, source, what, on_what, before, after, refused)
            VALUES ($at, $actor, $source, $what, $on, $before, $after, $refused)
            """,
            ("$at", at),
            ("$actor", stored.Actor),
            ("$source", stored.Source),
            ("$what", stored.What),
            ("$on", stored.On),
            ("$before", stored.Before),
            ("$after", stored.After),
            ("$refused", stored.IsRefused ? 1 : 0));
        command.ExecuteNonQuery();
        return stored with { Number = connection.Number("SELECT last_insert_rowid()") };
    }

    private static void MakeRoom(SqliteConnection connection, int oldest)
    {
        using var command = connection.Statement(
            "DELETE FROM audit WHERE audit_no IN (SELECT audit_no FROM audit ORDER BY refused DESC, audit_no LIMIT $oldest)", ("$oldest", oldest));
        command.ExecuteNonQuery();
    }
}
