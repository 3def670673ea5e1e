using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>Copies a database into a new file while it is written: as it was at one moment, and without what was removed from it.</summary>
internal static class SqliteCopy
{
    /// <summary>All tables but the readings, in an order in which each row finds what it refers to.</summary>
    private static readonly string[] Tables = ["meter", "readout_failure", "state", "event", "push_cursor", "push_receiver", "readout_forgotten", "audit"];

    /// <summary>Copies everything.</summary>
    /// <param name="connection">Reads the database.</param>
    /// <param name="file">The new file.</param>
    public static void Whole(SqliteConnection connection, string file)
    {
        using var command = connection.Statement("VACUUM INTO $file", ("$file", file));
        command.ExecuteNonQuery();
    }

    /// <summary>Copies everything but the readings. The numbers that they had are given to no other reading, as if they had grown old.</summary>
    /// <param name="connection">A new file with its tables, and nothing in it.</param>
    /// <param name="source">The file to copy.</param>
    public static void WithoutReadings(SqliteConnection connection, string source)
    {
        using (var attach = connection.Statement("ATTACH $source AS source", ("$source", source)))
        {
            attach.ExecuteNonQuery();
        }

        // one transaction: one moment of the source, whatever is written there meanwhile
        connection.Run(
            $"""
            BEGIN;
            DELETE FROM readout_forgotten;
            {string.Concat(Tables.Select(table => $"INSERT INTO main.{table} SELECT * FROM source.{table};"))}
            UPDATE readout_forgotten SET
              readouts = readouts + (SELECT count(*) FROM source.readout WHERE telegram_no = 0),
              newest = max(newest, (SELECT ifnull(max(append_no), 0) FROM source.readout));
            DELETE FROM main.sqlite_sequence;
            INSERT INTO main.sqlite_sequence SELECT * FROM source.sqlite_sequence;
            COMMIT;
            DETACH source
            """);
    }
}
