using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>The table <c>meter</c>, and a copy of it in memory. What was written is read again before it is published.</summary>
public sealed class SqliteMeterStore : IMeterStore
{
    /// <summary>An address that no meter has, for the moment of an exchange.</summary>
    private const int Nowhere = -1;

    /// <summary>A key is kept as long as there are readings that need it.</summary>
    private const string Remove =
        """
        UPDATE meter SET removed = 1, protected_key = CASE WHEN EXISTS (SELECT 1 FROM readout WHERE meter = $id) THEN protected_key ELSE x'' END
        WHERE id = $id AND removed = 0
        """;

    private readonly SqliteDatabase _database;
    private volatile ImmutableSortedDictionary<int, Meter> _meters;

    /// <summary>Reads what is there.</summary>
    /// <exception cref="StoreException">It could not be read, or holds a value that cannot be used.</exception>
    public SqliteMeterStore(SqliteDatabase database)
    {
        _database = database;
        _meters = database.Read(connection => MeterRow.ReadAll(connection, database.File).ToImmutableSortedDictionary(meter => meter.Id.Value, meter => meter));
    }

    /// <inheritdoc />
    public ImmutableSortedDictionary<int, Meter> Meters => _meters;

    /// <inheritdoc />
    public Meter? Find(MeterId id) => _meters.GetValueOrDefault(id.Value);

    /// <inheritdoc />
    public Task<Meter> AddAsync(Meter meter) => _database.WriteAsync(connection => Add(connection, meter), added => Publish(added));

    /// <inheritdoc />
    public Task<IReadOnlyList<Meter>> AddAllAsync(IReadOnlyList<Meter> meters) => _database.WriteAsync<IReadOnlyList<Meter>>(
        connection => [.. meters.Select(meter => Add(connection, meter))], added => Publish([.. added]));

    /// <inheritdoc />
    public async Task<Meter> ChangeAsync(MeterId id, Func<Meter, Meter> change)
    {
        var changed = await _database.WriteAsync(
            connection =>
            {
                var meter = change(Stored(connection, id)) with { Id = id };
                var others = GiveAddress(connection, id, meter.LogicalDeviceAddress);
                return (Meter: Change(connection, meter), Others: others);
            },
            changed => Publish([changed.Meter, .. changed.Others]));
        return changed.Meter;
    }

    /// <inheritdoc />
    public Task RemoveAsync(MeterId id) => _database.WriteAsync(
        connection => RequireOne(Run(connection, Remove, ("$id", id.Value)), id),
        _ => _meters = _meters.Remove(id.Value));

    /// <inheritdoc />
    public Task<(Meter Closed, Meter Placed)> ReplaceAsync(MeterId old, DateTimeOffset at, Meter successor, Func<Meter, Meter, Meter> inPlaceOf) => _database.WriteAsync(
        connection =>
        {
            var place = Stored(connection, old);
            var closed = Run(
                connection,
                "UPDATE meter SET active = 0, replaced_at = $at WHERE id = $id AND removed = 0 AND replaced_at IS NULL",
                ("$id", old.Value),
                ("$at", at.ToUnixTimeMilliseconds()));
            RequireOne(closed, old);
            var isNew = successor.Id.Value == 0;
            var placed = inPlaceOf(place, isNew ? successor : Stored(connection, successor.Id)) with { Id = successor.Id, Active = true, ReplacedAt = null };
            return (Closed: Stored(connection, old), Placed: isNew ? Add(connection, placed) : Change(connection, placed));
        },
        both => Publish(both.Closed, both.Placed));

    private void Publish(params ReadOnlySpan<Meter> changed)
    {
        var meters = _meters.ToBuilder();
        foreach (var meter in changed)
        {
            meters[meter.Id.Value] = meter;
        }

        _meters = meters.ToImmutable();
    }

    private Meter Add(SqliteConnection connection, Meter meter)
    {
        var id = new MeterId((int)connection.Number("SELECT 1 + ifnull(max(id), 0) FROM meter"));
        MeterRow.Insert(connection, meter with { Id = id, LogicalDeviceAddress = NextAddress(connection) });
        return Stored(connection, id);
    }

    /// <summary>Another write of the same transaction may have removed it: the table knows.</summary>
    private Meter Change(SqliteConnection connection, Meter meter)
    {
        RequireOne(MeterRow.Update(connection, meter), meter.Id);
        return Stored(connection, meter.Id);
    }

    /// <summary>Gives a meter an address, and its own to the one that had it.</summary>
    /// <returns>The one that had it, unless that was removed.</returns>
    private Meter[] GiveAddress(SqliteConnection connection, MeterId id, ushort address)
    {
        var former = Stored(connection, id).LogicalDeviceAddress;
        if (former == address)
        {
            return [];
        }

        var holder = HolderOf(connection, address);
        if (!LogicalDeviceAddresses.IsMeter(address) || (holder is { } other && MeterRow.Find(connection, _database.File, other) is { ReplacedAt: null }))
        {
            throw new StoreException(StoreFault.AddressInUse, _database.File, $"logical device address {address} cannot be given to meter {id}: a meter in place has it, or no meter can have it.");
        }

        const string Move = "UPDATE meter SET logical_device_address = $to WHERE logical_device_address = $from";
        Run(connection, Move, ("$from", address), ("$to", Nowhere));
        Run(connection, Move, ("$from", former), ("$to", address));
        Run(connection, Move, ("$from", Nowhere), ("$to", former));
        return holder is { } changed && MeterRow.Find(connection, _database.File, changed) is { } closed ? [closed] : [];
    }

    private static MeterId? HolderOf(SqliteConnection connection, ushort address)
    {
        using var command = connection.Statement("SELECT id FROM meter WHERE logical_device_address = $address", ("$address", address));
        return command.ExecuteScalar() is long id ? new MeterId((int)id) : null;
    }

    private Meter Stored(SqliteConnection connection, MeterId id) => MeterRow.Find(connection, _database.File, id) ?? throw Missing(id);

    private static int RequireOne(int rows, MeterId id) => rows == 1 ? rows : throw Missing(id);

    private static KeyNotFoundException Missing(MeterId id) => new($"There is no meter {id}.");

    private static int Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Statement(sql, parameters);
        return command.ExecuteNonQuery();
    }

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
}
