using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>How readings go: what is old, a slice at a time, and how many went, in the table <c>readout_forgotten</c>.</summary>
internal static class ReadoutForgetting
{
    /// <summary>What one slice removed.</summary>
    /// <param name="Readings">How many readings.</param>
    /// <param name="Telegrams">How many telegrams, one or more of each.</param>
    /// <param name="IsEmpty">Whether the meter has no reading left.</param>
    public readonly record struct Slice(int Readings, int Telegrams, bool IsEmpty);

    /// <summary>How many numbers of readings are no longer taken, and the number that the next one is to be greater than.</summary>
    public static (long Readings, long Newest) Total(SqliteConnection connection)
    {
        using var command = connection.Statement("SELECT readouts, newest FROM readout_forgotten");
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>
    /// Removes the oldest readings from before a time, whole ones, but the latest and the one stored last. Of a removed meter none is kept, and
    /// with its last reading its failure and its key go too; its row stays, since its number and its address are given to nobody else.
    /// </summary>
    public static Slice Run(SqliteConnection connection, MeterId meter, DateTimeOffset before, int atMost)
    {
        var isRemoved = IsRemoved(connection, meter);
        var (latest, stored) = isRemoved ? (0, 0) : AlwaysKept(connection, meter);
        var oldest = Oldest(connection, meter, before, latest, stored, atMost);
        var telegrams = oldest is [.., var last] ? Remove(connection, meter, last, latest, stored) : 0;
        if (oldest.Count > 0)
        {
            Count(connection, oldest);
        }

        var isEmpty = isRemoved && oldest.Count < atMost && !HasReadings(connection, meter);
        if (isEmpty)
        {
            Clear(connection, "DELETE FROM readout_failure WHERE meter = $meter", meter);
            Clear(connection, "UPDATE meter SET protected_key = x'' WHERE id = $meter", meter);
        }

        return new(oldest.Count, telegrams, isEmpty);
    }

    /// <summary>Every meter with its oldest reading that could go.</summary>
    public static List<ForgettableReadings> Forgettable(SqliteConnection connection)
    {
        var meters = new List<(MeterId Meter, string Group, bool IsRemoved)>();
        using (var command = connection.Statement("SELECT id, group_name, removed FROM meter ORDER BY id"))
        {
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                meters.Add((new MeterId(rows.GetInt32(0)), rows.GetString(1), rows.GetBoolean(2)));
            }
        }

        return meters.ConvertAll(of => new ForgettableReadings(of.Meter, of.Group, of.IsRemoved, OldestOf(connection, of.Meter, of.IsRemoved)));
    }

    private static DateTimeOffset? OldestOf(SqliteConnection connection, MeterId meter, bool isRemoved)
    {
        var (latest, stored) = isRemoved ? (0, 0) : AlwaysKept(connection, meter);
        return Oldest(connection, meter, DateTimeOffset.MaxValue, latest, stored, 1) is [var oldest] ? oldest.ReadAt : null;
    }

    /// <summary>The numbers of the latest reading and of the one stored last; 0 when there is none.</summary>
    private static (long Latest, long Stored) AlwaysKept(SqliteConnection connection, MeterId meter) =>
        ReadoutQueries.StoredLast(connection, meter) is { } stored ? (ReadoutQueries.Latest(connection, stored).AppendNumber, stored.AppendNumber) : (0, 0);

    private static List<ReadoutTime> Oldest(SqliteConnection connection, MeterId meter, DateTimeOffset before, long latest, long stored, int atMost)
    {
        using var command = connection.Statement(
            """
            SELECT read_at, append_no FROM readout
            WHERE meter = $meter AND read_at < $before AND append_no NOT IN ($latest, $stored) AND telegram_no = 0
            ORDER BY read_at, append_no LIMIT $most
            """,
            ("$meter", meter.Value),
            ("$before", ReadoutQueries.FirstMillisecond(before)),
            ("$latest", latest),
            ("$stored", stored),
            ("$most", atMost));
        return ReadoutQueries.TimesOf(command);
    }

    /// <summary>All up to the last one of a slice: one range of the table.</summary>
    private static int Remove(SqliteConnection connection, MeterId meter, ReadoutTime last, long latest, long stored)
    {
        using var command = connection.Statement(
            "DELETE FROM readout WHERE meter = $meter AND (read_at, append_no) <= ($at, $number) AND append_no NOT IN ($latest, $stored)",
            ("$meter", meter.Value),
            ("$at", last.ReadAt.ToUnixTimeMilliseconds()),
            ("$number", last.AppendNumber),
            ("$latest", latest),
            ("$stored", stored));
        return command.ExecuteNonQuery();
    }

    private static void Count(SqliteConnection connection, List<ReadoutTime> gone)
    {
        using var command = connection.Statement(
            "UPDATE readout_forgotten SET readouts = readouts + $readouts, newest = max(newest, $newest)",
            ("$readouts", gone.Count),
            ("$newest", gone.Max(time => time.AppendNumber)));
        command.ExecuteNonQuery();
    }

    private static bool IsRemoved(SqliteConnection connection, MeterId meter)
    {
        using var command = connection.Statement("SELECT removed FROM meter WHERE id = $meter", ("$meter", meter.Value));
        return command.ExecuteScalar() is 1L;
    }

    private static bool HasReadings(SqliteConnection connection, MeterId meter)
    {
        using var command = connection.Statement("SELECT 1 FROM readout WHERE meter = $meter LIMIT 1", ("$meter", meter.Value));
        return command.ExecuteScalar() is not null;
    }

    private static void Clear(SqliteConnection connection, string sql, MeterId meter)
    {
        using var command = connection.Statement(sql, ("$meter", meter.Value));
        command.ExecuteNonQuery();
    }
}
