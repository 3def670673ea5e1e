using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>What is asked of the table <c>readout</c> to tell how much it holds: two places of its tree for each meter, however many readings there are.</summary>
internal static class ReadoutFigures
{
    /// <summary>The time of the oldest reading, and the reading from which on they are recent: the one stored first of those made at or after a moment.</summary>
    public static (DateTimeOffset? Oldest, ReadoutTime? Recent) Edges(SqliteConnection connection, IEnumerable<MeterId> meters, DateTimeOffset recent)
    {
        using var first = connection.Statement("SELECT read_at, append_no FROM readout WHERE meter = $meter AND read_at >= $from ORDER BY read_at, append_no LIMIT 1");
        var (meter, from) = (first.Parameters.AddWithValue("$meter", 0), first.Parameters.AddWithValue("$from", 0L));
        DateTimeOffset? oldest = null;
        ReadoutTime? since = null;
        foreach (var id in meters)
        {
            (meter.Value, from.Value) = (id.Value, long.MinValue);
            oldest = ReadoutQueries.TimesOf(first) is [var time] && !(oldest <= time.ReadAt) ? time.ReadAt : oldest;
            from.Value = ReadoutQueries.FirstMillisecond(recent);
            since = ReadoutQueries.TimesOf(first) is [var begin] && !(since?.AppendNumber <= begin.AppendNumber) ? begin : since;
        }

        return (oldest, since);
    }

    /// <summary>The bytes of pages that hold nothing.</summary>
    public static long Reusable(SqliteConnection connection) => connection.Number("PRAGMA freelist_count") * connection.Number("PRAGMA page_size");
}
