using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>The statement that every reading goes through, prepared once for the writer's connection.</summary>
internal sealed class ReadoutInsert(long newest)
{
    private const string Sql =
        """
        INSERT INTO readout (meter, read_at, append_no, telegram_no, received_at, format, complete, bytes)
        VALUES ($meter, $read_at, $append_no, $telegram_no, $received_at, $format, $complete, $bytes)
        """;

    private long _newest = newest;
    private SqliteCommand? _command;

    /// <summary>The number that the next one follows: those of a transaction that was rolled back stand in no row, and leave no gap.</summary>
    public void GoOnAfter(long newest) => _newest = newest;

    /// <summary>Writes a reading under the next number.</summary>
    public MeterReadout Write(SqliteConnection connection, MeterReadout readout)
    {
        var stored = readout with { AppendNumber = ++_newest };
        var values = (_command ??= Prepare(connection)).Parameters;
        values[0].Value = stored.Meter.Value;
        values[1].Value = stored.ReadAt.ToUnixTimeMilliseconds();
        values[2].Value = stored.AppendNumber;
        values[4].Value = stored.ReceivedAt is { } at ? at.ToUnixTimeMilliseconds() : DBNull.Value;
        values[5].Value = (int)stored.Format;
        values[6].Value = stored.IsComplete ? 1 : 0;
        for (var number = 0; number < stored.Telegrams.Length; number++)
        {
            values[3].Value = number;
            values[7].Value = stored.Telegrams[number].ToArray();
            _command.ExecuteNonQuery();
        }

        return stored;
    }

    private static SqliteCommand Prepare(SqliteConnection connection)
    {
        var command = connection.Statement(Sql);
        foreach (var name in new[] { "$meter", "$read_at", "$append_no", "$telegram_no", "$received_at", "$format", "$complete", "$bytes" })
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }
}
