using Gateway.Configuration;
using Metering.Storage;

namespace Gateway.CommandLine;

/// <summary>The data directory while a scan runs that needs no service: the search is kept in it.</summary>
internal sealed class ScanStore : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly SqliteDatabase _database;

    private ScanStore(DataDirectory directory, SqliteDatabase database)
    {
        (_directory, _database) = (directory, database);
        State = new SqliteStateStore(database);
    }

    /// <summary>Small state.</summary>
    public SqliteStateStore State { get; }

    private static async Task<ScanStore> OpenAsync(GatewayOptions options)
    {
        var directory = await DataDirectory.TakeAsync(options.DataDirectory, "scan");
        try
        {
            return new ScanStore(directory, SqliteDatabase.Open(directory.Database));
        }
        catch (Metering.StoreException e)
        {
            directory.Dispose();
            throw new RefusedException(e.Message, e);
        }
    }

    /// <summary>Takes the data directory if there is one; a scan makes none by itself, and runs without one that is not its user's.</summary>
    public static async Task<ScanStore?> OpenIfThereAsync(GatewayOptions options)
    {
        try
        {
            return File.Exists(DataDirectory.DatabaseIn(options.DataDirectory)) ? await OpenAsync(options) : null;
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }
}
