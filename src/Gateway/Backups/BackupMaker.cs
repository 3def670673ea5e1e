using Gateway.Api;
using Gateway.Configuration;
using Gateway.Events;
using Metering;
using Metering.Storage;

namespace Gateway.Backups;

/// <summary>Makes backups while the gateway works: the database as it is at one moment, and what its secrets and settings need.</summary>
internal sealed class BackupMaker(Installation installation, SettingsChanges settings) : IDisposable
{
    /// <summary>Room that the copy without readings takes, which is gone in a moment: 5 MB, for meters and full event logs.</summary>
    private const long WithoutReadings = 5_000_000;

    private readonly SemaphoreSlim _one = new(1);

    private string Folder => Path.Combine(installation.Path, DataDirectory.BackupFolder);

    /// <summary>Copies the database and takes the turn; the backup is written by what is returned.</summary>
    /// <param name="passphrase">Encrypts it.</param>
    /// <param name="withReadings">Whether the readings come along.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">Another one is being made, or there is no room for the copy.</exception>
    /// <exception cref="StoreException">The database could not be copied.</exception>
    public async Task<ReadyBackup> PrepareAsync(BackupPassphrase passphrase, bool withReadings, CancellationToken cancellationToken)
    {
        var manifest = ManifestOf(withReadings);
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw new BackupException("Another backup is being made; try again when it is done.") { IsConflict = true };
        }

        var ready = new ReadyBackup(Folder, passphrase, manifest, () => _one.Release());
        try
        {
            NeedRoom(withReadings);
            DataDirectory.CreateOwnerOnly(Folder);
            File.Delete(ready.Database);
            await installation.CopyStoreAsync(ready.Database, withReadings);

            // after the database: a key that was made meanwhile protects nothing in it, one that is missing would
            ready.AddText(BackupEntries.Settings, SettingsFile.TextOf(installation.Path, SettingsInForce()));
            ready.AddFolder(DataDirectory.KeysIn(installation.Path), BackupEntries.Keys);
            ready.AddFolder(new DirectoryInfo(DataDirectory.MappingsIn(installation.Path)), BackupEntries.Mappings);
            ready.AddFile(Path.Combine(installation.Path, BackupEntries.Certificate), BackupEntries.Certificate);
            return ready;
        }
        catch (Exception e)
        {
            await ready.DisposeAsync();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new BackupException($"The backup could not be made: {e.Message}", e);
            }

            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private BackupManifest ManifestOf(bool withReadings) => new()
    {
        Form = BackupManifest.NewestForm,
        Program = ProgramVersion.Text,
        StoreVersion = SqliteDatabase.NewestVersion,
        MadeAt = installation.Time.GetUtcNow(),
        LogicalDeviceName = installation.Identity.LogicalDeviceName,
        Meters = installation.Meters.Meters.Count,
        Readings = withReadings ? installation.Readouts.Figures(DateTimeOffset.MaxValue).Readings : null,
    };

    private void NeedRoom(bool withReadings)
    {
        var needed = withReadings ? new FileInfo(DataDirectory.DatabaseIn(installation.Path)).Length + DiskSpace.Reserve : WithoutReadings;
        if (DiskSpace.LackFor(needed, installation.Path) is { } lack)
        {
            throw new BackupException($"The backup begins with a copy of the database, and {lack}. Make room{(withReadings ? ", or leave the readings out" : "")}.");
        }
    }

    /// <summary>Whoever sets them, here or on another machine: what is in force here is to be in force there.</summary>
    private Dictionary<string, string?> SettingsInForce() => settings.Layers.Merged().GetSection(GatewayOptions.Section).AsEnumerable()
        .Where(setting => setting.Value is not null && !SettingsFile.IsOfTheMachine(setting.Key))
        .ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
}
