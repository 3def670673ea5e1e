using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>What is asked of the table <c>readout</c>.</summary>
internal static class ReadoutQueries
{
    /// <summary>
    /// Readings fetched at a time. Between two fetches nothing is held, so that a slow head-end neither keeps the log from being
    /// written back nor a connection open.
    /// </summary>
    private const int Chunk = 128;

    /// <summary>Times fetched at a time: 48 kB, below what counts as a large object.</summary>
    private const int TimesChunk = 2048;

    private const string Columns = "meter, read_at, append_no, received_at, format, complete, bytes";

    private const string Select = $"SELECT {Columns} FROM readout WHERE meter = $meter";

    private const string ByTime = "ORDER BY read_at, append_no, telegram_no";

    // The planner knows no statistics and would rather read all of a meter than sort.
    private const string SelectInOrder = $"SELECT {Columns} FROM readout INDEXED BY readout_order WHERE meter = $meter";

    private const string InOrder = "ORDER BY append_no, telegram_no";

    /// <summary>Readings in chunks, each a query that begins after the last reading given.</summary>
    public static IEnumerable<MeterReadout> Stream(SqliteDatabase database, Func<SqliteConnection, MeterReadout?, SqliteCommand> next)
    {
        MeterReadout? last = null;
        List<MeterReadout> chunk;
        do
        {
            chunk = database.Read(connection =>
            {
                using var command = next(connection, last);
                return Readouts(command, Chunk);
            });
            foreach (var readout in chunk)
            {
                yield return last = readout;
            }
        }
        while (chunk.Count == Chunk);
    }

    /// <summary>The readings of a time range after <paramref name="last"/>, up to number <paramref name="newest"/>.</summary>
    public static SqliteCommand Range(SqliteConnection connection, MeterId meter, DateTimeOffset from, DateTimeOffset to, long newest, MeterReadout? last) =>
        connection.Statement(
            $"{Select} AND (read_at, append_no) > ($from, $after) AND read_at <= $to AND append_no <= $newest {ByTime}",
            ("$meter", meter.Value),
            ("$from", last?.ReadAt.ToUnixTimeMilliseconds() ?? FirstMillisecond(from)),
            ("$after", last?.AppendNumber ?? 0),
            ("$to", to.ToUnixTimeMilliseconds()),
            ("$newest", newest));

    /// <summary>The same as <see cref="Stream"/> without telegrams.</summary>
    public static IEnumerable<ReadoutTime> StreamTimes(SqliteDatabase database, Func<SqliteConnection, ReadoutTime?, SqliteCommand> next)
    {
        ReadoutTime? last = null;
        List<ReadoutTime> chunk;
        do
        {
            chunk = database.Read(connection =>
            {
                using var command = next(connection, last);
                return TimesOf(command);
            });
            foreach (var time in chunk)
            {
                last = time;
                yield return time;
            }
        }
        while (chunk.Count == TimesChunk);
    }

    /// <summary>The times of a range after <paramref name="last"/>, up to number <paramref name="newest"/>.</summary>
    public static SqliteCommand Times(SqliteConnection connection, MeterId meter, DateTimeOffset from, DateTimeOffset to, long newest, ReadoutTime? last) =>
        connection.Statement(
            """
            SELECT read_at, append_no FROM readout
            WHERE meter = $meter AND (read_at, append_no) > ($from, $after) AND read_at <= $to AND append_no <= $newest AND telegram_no = 0
            ORDER BY read_at, append_no LIMIT $most
            """,
            ("$meter", meter.Value),
            ("$from", last?.ReadAt.ToUnixTimeMilliseconds() ?? FirstMillisecond(from)),
            ("$after", last?.AppendNumber ?? 0),
            ("$to", to.ToUnixTimeMilliseconds()),
            ("$newest", newest),
            ("$most", TimesChunk));

    /// <summary>The readings stored after a number.</summary>
    public static SqliteCommand Appended(SqliteConnection connection, MeterId meter, long after) => connection.Statement(
        $"{SelectInOrder} AND append_no > $after {InOrder}",
        ("$meter", meter.Value),
        ("$after", after));

    /// <summary>The times of the readings stored after a number; the index has them all.</summary>
    public static SqliteCommand AppendedTimes(SqliteConnection connection, MeterId meter, long after) => connection.Statement(
        """
        SELECT read_at, append_no FROM readout INDEXED BY readout_order
        WHERE meter = $meter AND append_no > $after AND telegram_no = 0
        ORDER BY append_no LIMIT $most
        """,
        ("$meter", meter.Value),
        ("$after", after),
        ("$most", TimesChunk));

    /// <summary>The last readout, given the reading that was stored last: the newest from before that one was known.</summary>
    public static MeterReadout Latest(SqliteConnection connection, MeterReadout stored)
    {
        using var command = connection.Statement(
            $"""
            {Select} AND (read_at, append_no) = (
              SELECT read_at, append_no FROM readout WHERE meter = $meter AND read_at <= $known ORDER BY read_at DESC, append_no DESC LIMIT 1)
            {ByTime}
            """,
            ("$meter", stored.Meter.Value),
            ("$known", stored.KnownAt.ToUnixTimeMilliseconds()));
        return Readouts(command, 1) is [var latest] ? latest : stored;
    }

    /// <summary>For every meter the last readout, and the number of the reading stored last.</summary>
    public static List<(MeterId Meter, LastReadout Last, long Newest)> LastOfAll(SqliteConnection connection)
    {
        var all = new List<(MeterId, LastReadout, long)>();
        foreach (var meter in Meters(connection))
        {
            var stored = StoredLast(connection, meter);
            var newest = stored?.AppendNumber ?? 0;
            var latest = stored is null ? null : Latest(connection, stored);
            all.Add((meter, new LastReadout(latest, ReadoutFailures.Read(connection, meter, newest)), newest));
        }

        return all;
    }

    /// <summary>The reading that was stored last, with its first telegram at least; null: there is none.</summary>
    public static MeterReadout? StoredLast(SqliteConnection connection, MeterId meter)
    {
        using var command = connection.Statement(
            $"{SelectInOrder} AND append_no = (SELECT max(append_no) FROM readout INDEXED BY readout_order WHERE meter = $meter) {InOrder}",
            ("$meter", meter.Value));
        return Readouts(command, 1).FirstOrDefault();
    }

    private static List<MeterId> Meters(SqliteConnection connection)
    {
        var meters = new List<MeterId>();
        using var command = connection.Statement("SELECT id FROM meter");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            meters.Add(new MeterId(rows.GetInt32(0)));
        }

        return meters;
    }

    /// <summary>Reads times and numbers.</summary>
    public static List<ReadoutTime> TimesOf(SqliteCommand command)
    {
        var times = new List<ReadoutTime>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            times.Add(new ReadoutTime(DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(0)), rows.GetInt64(1)));
        }

        return times;
    }

    /// <summary>Reads rows, each a telegram, until so many readings are complete.</summary>
    private static List<MeterReadout> Readouts(SqliteCommand command, int atMost)
    {
        var readouts = new List<MeterReadout>();
        var telegrams = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        MeterReadout? current = null;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var number = rows.GetInt64(2);
            if (current is not null && current.AppendNumber != number)
            {
                readouts.Add(current with { Telegrams = telegrams.DrainToImmutable() });
                current = null;
                if (readouts.Count == atMost)
                {
                    return readouts;
                }
            }

            current ??= Read(rows, number);
            telegrams.Add((byte[])rows.GetValue(6));
        }

        if (current is not null)
        {
            readouts.Add(current with { Telegrams = telegrams.DrainToImmutable() });
        }

        return readouts;
    }

    private static MeterReadout Read(SqliteDataReader row, long number) => new()
    {
        Meter = new MeterId(row.GetInt32(0)),
        ReadAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        AppendNumber = number,
        ReceivedAt = row.IsDBNull(3) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        Format = (PayloadFormat)row.GetByte(4),
        IsComplete = row.GetBoolean(5),
        Telegrams = [],
    };

    /// <summary>The first whole millisecond that is not before a time.</summary>
    public static long FirstMillisecond(DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) < at ? milliseconds + 1 : milliseconds;
    }
}
