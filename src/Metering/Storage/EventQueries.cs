using System.Collections.Immutable;
using Metering.Events;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>What is asked of the table <c>event</c>.</summary>
internal static class EventQueries
{
    /// <summary>Events fetched at a time, about 50 kB; between two fetches nothing is held, so that a slow head-end keeps no connection open.</summary>
    internal const int Chunk = 256;

    private const string Columns = "event_no, meter, log, at, code, message";

    /// <summary>Every log that holds something: how much, and its last event.</summary>
    public static ImmutableDictionary<EventLogName, EventLogState> Logs(SqliteConnection connection)
    {
        var logs = ImmutableDictionary.CreateBuilder<EventLogName, EventLogState>();
        using var command = connection.Statement(
            """
            SELECT event_no, event.meter, event.log, at, code, message, oldest, events
            FROM (SELECT meter, log, min(event_no) AS oldest, count(*) AS events, max(event_no) AS newest FROM event GROUP BY meter, log) JOIN event ON event_no = newest
            """);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var last = Read(rows);
            logs.Add(last.Log, new EventLogState(rows.GetInt64(6), rows.GetInt32(7), last));
        }

        return logs.ToImmutable();
    }

    /// <summary>The number of the oldest event of a log; 0 when it is empty.</summary>
    public static long Oldest(SqliteConnection connection, EventLogName log)
    {
        using var command = connection.Statement(
            "SELECT ifnull(min(event_no), 0) FROM event WHERE meter = $meter AND log = $log", ("$meter", log.Meter.Value), ("$log", (int)log.Kind));
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The last number that was ever given, also when its event is gone.</summary>
    public static long Newest(SqliteConnection connection) => connection.Number("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'event'");

    /// <summary>Counts the events of a log after and up to a number, of a time.</summary>
    public static EventSpan Find(SqliteConnection connection, EventLogName log, long after, long newest, DateTimeOffset from, DateTimeOffset to)
    {
        using var command = connection.Statement(
            """
            SELECT ifnull(min(event_no), 0), ifnull(max(event_no), 0), count(*) FROM event INDEXED BY event_log
            WHERE meter = $meter AND log = $log AND event_no > $after AND event_no <= $newest AND at BETWEEN $from AND $to
            """,
            ("$meter", log.Meter.Value),
            ("$log", (int)log.Kind),
            ("$after", after),
            ("$newest", newest),
            ("$from", ReadoutQueries.FirstMillisecond(from)),
            ("$to", to.ToUnixTimeMilliseconds()));
        using var rows = command.ExecuteReader();
        rows.Read();
        return new EventSpan(log, from, to, rows.GetInt64(0), rows.GetInt64(1), rows.GetInt32(2));
    }

    /// <summary>
    /// Events of a span in chunks. What goes from a log is always its oldest part: while the event given last is still there, none behind it is gone.
    /// </summary>
    public static IEnumerable<EventEntry> Stream(SqliteDatabase database, EventSpan span, int first, int count)
    {
        var (witness, skipped) = (span.First, first);
        while (count > 0)
        {
            var chunk = database.Read(connection => Next(connection, span, witness, skipped, Math.Min(count, Chunk)));
            if (chunk.Count == 0)
            {
                throw new StoreException(StoreFault.Removed, database.File, "the event log rolled over or was cleared while it was read; read it again.");
            }

            foreach (var entry in chunk)
            {
                yield return entry;
            }

            // the next chunk begins with the event given last, which is not given again
            (witness, skipped, count) = (chunk[^1].Number, 1, count - chunk.Count);
        }
    }

    /// <summary>The last events that a filter lets through, those stored last first.</summary>
    public static List<EventEntry> Latest(SqliteConnection connection, EventFilter filter, int most)
    {
        (string Condition, string Name, object? Value)[] conditions =
        [
            ("meter = $meter", "$meter", filter.Meter?.Value),
            ("log = $log", "$log", (int?)filter.Log),
            ("at >= $from", "$from", filter.From is { } from ? ReadoutQueries.FirstMillisecond(from) : null),
            ("at <= $to", "$to", filter.To?.ToUnixTimeMilliseconds()),
            // a meter has fewer events than a code: its own index comes first
            (filter.Meter is null ? "code = $code" : "+code = $code", "$code", (int?)filter.Code),
            ("event_no < $before", "$before", filter.Before),
            ("event_no > $after", "$after", filter.After),
        ];
        var given = conditions.Where(condition => condition.Value is not null).ToList();

        // the index knows both logs of a meter
        string[] where = [.. given.Select(condition => condition.Condition), .. filter is { Meter: not null, Log: null } ? ["log IN (0, 1)"] : Array.Empty<string>()];
        using var command = connection.Statement(
            $"SELECT {Columns} FROM event {(where.Length > 0 ? "WHERE " : "")}{string.Join(" AND ", where)} ORDER BY event_no DESC LIMIT $most",
            [.. given.Select(condition => (condition.Name, condition.Value)), ("$most", most)]);
        return ReadAll(command);
    }

    private static List<EventEntry> Next(SqliteConnection connection, EventSpan span, long witness, int skipped, int most)
    {
        using var command = connection.Statement(
            $"""
            SELECT {Columns} FROM event INDEXED BY event_log
            WHERE meter = $meter AND log = $log AND event_no >= $witness AND event_no <= $last AND at BETWEEN $from AND $to
              AND EXISTS (SELECT 1 FROM event WHERE event_no = $witness)
            ORDER BY event_no LIMIT $most OFFSET $skipped
            """,
            ("$meter", span.Log.Meter.Value),
            ("$log", (int)span.Log.Kind),
            ("$witness", witness),
            ("$last", span.Last),
            ("$from", ReadoutQueries.FirstMillisecond(span.From)),
            ("$to", span.To.ToUnixTimeMilliseconds()),
            ("$most", most),
            ("$skipped", skipped));
        return ReadAll(command);
    }

    private static List<EventEntry> ReadAll(SqliteCommand command)
    {
        var entries = new List<EventEntry>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            entries.Add(Read(rows));
        }

        return entries;
    }

    private static EventEntry Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        new EventLogName(new MeterId(row.GetInt32(1)), (EventLogKind)row.GetByte(2)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        (EventCode)row.GetInt32(4),
        row.GetString(5));
}
