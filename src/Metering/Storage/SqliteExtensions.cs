using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>Short forms of what the stores do with a connection.</summary>
internal static class SqliteExtensions
{
    /// <summary>Runs statements without parameters.</summary>
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.Statement(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>The single number that a statement gives.</summary>
    public static long Number(this SqliteConnection connection, string sql)
    {
        using var command = connection.Statement(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>A statement with its parameters in the order given, null for NULL.</summary>
    public static SqliteCommand Statement(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is made of constants of this folder; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
