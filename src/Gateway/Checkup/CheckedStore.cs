using Gateway.CommandLine;
using Gateway.Configuration;
using Metering;
using Metering.Storage;

namespace Gateway.Checkup;

/// <summary>What is in the database, read beside the service where it runs.</summary>
internal sealed class CheckedStore : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly Lazy<SqliteEventStore> _events;
    private readonly Lazy<SqliteReadoutStore> _readouts;

    private CheckedStore(SqliteDatabase database)
    {
        _database = database;
        State = new SqliteStateStore(database);
        Meters = new SqliteMeterStore(database);
        _events = new(() => new SqliteEventStore(database));
        _readouts = new(() => new SqliteReadoutStore(database));
    }

    /// <summary>Small state.</summary>
    public SqliteStateStore State { get; }

    /// <summary>The meters.</summary>
    public SqliteMeterStore Meters { get; }

    /// <summary>The event logs.</summary>
    public SqliteEventStore Events => _events.Value;

    /// <summary>The readings.</summary>
    public SqliteReadoutStore Readouts => _readouts.Value;

    /// <summary>Name and system title; null: they are drawn at the first start.</summary>
    public GatewayIdentity? Identity { get; private init; }

    /// <summary>What the service did at its last start.</summary>
    public required ServiceFacts Facts { get; init; }

    /// <summary>Opens the database of a data directory to be read only, if it is of this program's version: another one is not touched.</summary>
    /// <returns>The store, or why it was not opened; neither where there is none, or it is of another version, which stands beside them.</returns>
    public static async Task<(CheckedStore? Store, Exception? Fault, int? Version)> OpenAsync(string folder, GatewayOptions options)
    {
        var file = DataDirectory.DatabaseIn(folder);
        SqliteDatabase? database = null;
        try
        {
            if (!File.Exists(file))
            {
                return (null, null, null);
            }

            var version = SqliteDatabase.VersionInUse(file);
            if (version != SqliteDatabase.NewestVersion)
            {
                return (null, null, version);
            }

            database = SqliteDatabase.OpenToRead(file);
            var state = new SqliteStateStore(database);
            return (new CheckedStore(database) { Identity = GatewayIdentity.Find(options, state), Facts = ServiceFacts.Load(options, state) }, null, version);
        }
        catch (Exception e) when (e is StoreException or RefusedException or IOException or UnauthorizedAccessException)
        {
            await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
            return (null, e, null);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_events.IsValueCreated)
        {
            _events.Value.Dispose();
        }

        await _database.DisposeAsync();
    }
}
