using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>The table <c>state</c>, and a copy of it in memory.</summary>
public sealed class SqliteStateStore : IStateStore
{
    private readonly SqliteDatabase _database;
    private volatile ImmutableSortedDictionary<string, string> _state;

    /// <summary>Reads what is there.</summary>
    /// <exception cref="StoreException">It could not be read.</exception>
    public SqliteStateStore(SqliteDatabase database)
    {
        _database = database;
        _state = database.Read(ReadAll);
    }

    /// <inheritdoc />
    public ImmutableSortedDictionary<string, string> State => _state;

    /// <inheritdoc />
    public Task SetAsync(string name, string value) => _database.WriteAsync(
        connection => Write(connection, "INSERT OR REPLACE INTO state (name, value) VALUES ($name, $value)", name, value),
        _ => _state = _state.SetItem(name, value));

    /// <inheritdoc />
    public Task<string> GetOrAddAsync(string name, string value) => _database.WriteAsync(
        connection =>
        {
            Write(connection, "INSERT OR IGNORE INTO state (name, value) VALUES ($name, $value)", name, value);
            using var command = connection.Statement("SELECT value FROM state WHERE name = $name", ("$name", name));
            return (string)command.ExecuteScalar()!;
        },
        stored => _state = _state.SetItem(name, stored));

    /// <inheritdoc />
    public Task RemoveAsync(string name) => _database.WriteAsync(
        connection => Write(connection, "DELETE FROM state WHERE name = $name", name, value: null),
        _ => _state = _state.Remove(name));

    /// <inheritdoc />
    public Task RemoveAllAsync(string prefix) => _database.WriteAsync(
        connection => Write(connection, "DELETE FROM state WHERE substr(name, 1, length($name)) = $name", prefix, value: null),
        _ => _state = _state.RemoveRange(_state.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))));

    private static int Write(SqliteConnection connection, string sql, string name, string? value)
    {
        using var command = connection.Statement(sql, ("$name", name), ("$value", value));
        return command.ExecuteNonQuery();
    }

    private static ImmutableSortedDictionary<string, string> ReadAll(SqliteConnection connection)
    {
        var state = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        using var command = connection.Statement("SELECT name, value FROM state");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            state[rows.GetString(0)] = rows.GetString(1);
        }

        return state.ToImmutable();
    }
}
