using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>The table <c>readout_failure</c>: when a meter failed last, valid as long as no reading was stored after it.</summary>
internal static class ReadoutFailures
{
    /// <summary>Remembers a failure after the readings stored so far; returns its time as stored.</summary>
    public static DateTimeOffset Write(SqliteConnection connection, MeterId meter, DateTimeOffset at)
    {
        using var command = connection.Statement(
            """
            INSERT OR REPLACE INTO readout_failure (meter, failed_at, append_no)
            VALUES ($meter, $at, (SELECT ifnull(max(append_no), 0) FROM readout INDEXED BY readout_order WHERE meter = $meter))
            """,
            ("$meter", meter.Value),
            ("$at", at.ToUnixTimeMilliseconds()));
        command.ExecuteNonQuery();
        return DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
    }

    /// <summary>The failure that no reading followed, or null.</summary>
    public static DateTimeOffset? Read(SqliteConnection connection, MeterId meter, long newest)
    {
        using var command = connection.Statement(
            "SELECT failed_at FROM readout_failure WHERE meter = $meter AND append_no = $newest",
            ("$meter", meter.Value),
            ("$newest", newest));
        return command.ExecuteScalar() is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }
}
