using Metering.Storage;

namespace Metering.Tests.Storage;

/// <summary>A store in a folder of its own that goes with it; it can be closed and opened again.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metering-").FullName;

    public TemporaryStore()
    {
        File = Path.Combine(_folder, "gateway.db");
        Open();
    }

    public string File { get; }

    public SqliteDatabase Database { get; private set; } = null!;

    public SqliteReadoutStore Readouts { get; private set; } = null!;

    public SqliteMeterStore Meters { get; private set; } = null!;

    public SqliteStateStore State { get; private set; } = null!;

    public async Task ReopenAsync()
    {
        await Database.DisposeAsync();
        Open();
    }

    public async Task<MeterId> AddMeterAsync() => (await Meters.AddAsync(new Meter { Bus = "bus 1" })).Id;

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Open()
    {
        Database = SqliteDatabase.Open(File);
        Readouts = new SqliteReadoutStore(Database);
        Meters = new SqliteMeterStore(Database);
        State = new SqliteStateStore(Database);
    }
}
