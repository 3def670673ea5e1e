using System.Collections.Immutable;
using MBus.Link;
using MBus.Master;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>The table <c>meter</c>, and a copy of it in memory.</summary>
public sealed class SqliteMeterStore : IMeterStore
{
    private const string Columns =
        "name, bus, addressing, primary_address, identity, fabrication_number, baud_rate, protected_key, active, simulated, logical_device_address";

    private const string Insert =
        $"INSERT INTO meter (id, {Columns}) VALUES ($id, $name, $bus, $addressing, $primary, $identity, $fabrication, $baud, $key, $active, $simulated, $address)";

    private const string Update =
        """
        UPDATE meter SET name = $name, bus = $bus, addressing = $addressing, primary_address = $primary, identity = $identity,
          fabrication_number = $fabrication, baud_rate = $baud, protected_key = $key, active = $active, simulated = $simulated
        WHERE id = $id AND removed = 0
        """;

    private readonly SqliteDatabase _database;
    private volatile ImmutableSortedDictionary<int, Meter> _meters;

    /// <summary>Reads what is there.</summary>
    /// <exception cref="StoreException">It could not be read.</exception>
    public SqliteMeterStore(SqliteDatabase database)
    {
        _database = database;
        _meters = database.Read(ReadAll);
    }

    /// <inheritdoc />
    public ImmutableSortedDictionary<int, Meter> Meters => _meters;

    /// <inheritdoc />
    public Meter? Find(MeterId id) => _meters.GetValueOrDefault(id.Value);

    /// <inheritdoc />
    public Task<Meter> AddAsync(Meter meter) => _database.WriteAsync(
        connection =>
        {
            var added = meter with
            {
                Id = new MeterId((int)connection.Number("SELECT 1 + ifnull(max(id), 0) FROM meter")),
                LogicalDeviceAddress = NextAddress(connection),
            };
            Write(connection, Insert, added, ("$address", added.LogicalDeviceAddress));
            return added;
        },
        Publish);

    /// <inheritdoc />
    public Task<Meter> ChangeAsync(Meter meter) => _database.WriteAsync(
        connection =>
        {
            // Another write of this transaction may have removed it: the table knows.
            var changed = meter with { LogicalDeviceAddress = Find(meter.Id)?.LogicalDeviceAddress ?? 0 };
            RequireOne(Write(connection, Update, changed), meter.Id);
            return changed;
        },
        Publish);

    /// <inheritdoc />
    public Task RemoveAsync(MeterId id) => _database.WriteAsync(
        connection =>
        {
            using var command = connection.Statement("UPDATE meter SET removed = 1 WHERE id = $id AND removed = 0", ("$id", id.Value));
            return RequireOne(command.ExecuteNonQuery(), id);
        },
        _ => _meters = _meters.Remove(id.Value));

    private void Publish(Meter meter) => _meters = _meters.SetItem(meter.Id.Value, meter);

    private static int RequireOne(int rows, MeterId id) => rows == 1 ? rows : throw new KeyNotFoundException($"There is no meter {id}.");

    private ushort NextAddress(SqliteConnection connection)
    {
        var given = new HashSet<ushort>();
        using var command = connection.Statement("SELECT logical_device_address FROM meter");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            given.Add((ushort)rows.GetInt32(0));
        }

        return LogicalDeviceAddresses.Next(given)
            ?? throw new StoreException(StoreFault.NoAddressLeft, _database.File, "every logical device address was given to a meter.");
    }

    private static int Write(SqliteConnection connection, string sql, Meter meter, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        using var command = connection.Statement(sql, [
            ("$id", meter.Id.Value),
            ("$name", meter.Name),
            ("$bus", meter.Bus),
            ("$addressing", (int)meter.Addressing),
            ("$primary", meter.PrimaryAddress?.Value),
            ("$identity", meter.Identity?.ToString()),
            ("$fabrication", meter.FabricationNumber),
            ("$baud", meter.BaudRate),
            ("$key", meter.ProtectedKey.Span.ToArray()),
            ("$active", meter.Active),
            ("$simulated", meter.Simulated),
            .. more]);
        return command.ExecuteNonQuery();
    }

    private static ImmutableSortedDictionary<int, Meter> ReadAll(SqliteConnection connection)
    {
        var meters = ImmutableSortedDictionary.CreateBuilder<int, Meter>();
        using var command = connection.Statement($"SELECT id, {Columns} FROM meter WHERE removed = 0");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            meters[row.GetInt32(0)] = Read(row);
        }

        return meters.ToImmutable();
    }

    private static Meter Read(SqliteDataReader row) => new()
    {
        Id = new MeterId(row.GetInt32(0)),
        Name = row.GetString(1),
        Bus = row.GetString(2),
        Addressing = (AddressingMode)row.GetByte(3),
        PrimaryAddress = row.IsDBNull(4) ? null : new PrimaryAddress(row.GetByte(4)),
        Identity = row.IsDBNull(5) ? null : SecondaryAddress.Parse(row.GetString(5)),
        FabricationNumber = row.GetString(6),
        BaudRate = row.IsDBNull(7) ? null : row.GetInt32(7),
        ProtectedKey = row.GetFieldValue<byte[]>(8),
        Active = row.GetBoolean(9),
        Simulated = row.GetBoolean(10),
        LogicalDeviceAddress = (ushort)row.GetInt32(11),
    };
}
