using Metering.Storage;

namespace Metering.Tests.Storage;

/// <summary>A store in a folder of its own that goes with it; it can be closed and opened again.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metering-").FullName;

    private readonly (int Gateway, int Meter) _eventCapacity;

    public TemporaryStore()
        : this(SqliteEventStore.GatewayCapacity, SqliteEventStore.MeterCapacity)
    {
    }

    /// <summary>A store whose event logs hold so many events.</summary>
    public TemporaryStore(int gatewayEvents, int meterEvents)
    {
        _eventCapacity = (gatewayEvents, meterEvents);
        File = Path.Combine(_folder, "gateway.db");
        Open();
    }

    public string File { get; }

    public SqliteDatabase Database { get; private set; } = null!;

    public SqliteReadoutStore Readouts { get; private set; } = null!;

    public SqliteMeterStore Meters { get; private set; } = null!;

    public SqliteStateStore State { get; private set; } = null!;

    public SqliteEventStore Events { get; private set; } = null!;

    public SqliteAuditStore Audit { get; private set; } = null!;

    public async Task ReopenAsync()
    {
        await CloseAsync();
        Open();
    }

    public async Task<MeterId> AddMeterAsync() => (await Meters.AddAsync(new Meter { Bus = "bus 1" })).Id;

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ValueTask CloseAsync()
    {
        Events.Dispose();
        return Database.DisposeAsync();
    }

    private void Open()
    {
        Database = SqliteDatabase.Open(File);
        Readouts = new SqliteReadoutStore(Database);
        Meters = new SqliteMeterStore(Database);
        State = new SqliteStateStore(Database);
        Events = new SqliteEventStore(Database, _eventCapacity.Gateway, _eventCapacity.Meter);
        Audit = new SqliteAuditStore(Database);
    }
}
