using Gateway.Access;
using Gateway.Clocks;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.Events;
using Gateway.HeadEnd;
using Metering;
using Metering.Audit;
using Metering.Events;
using Metering.Storage;

namespace Gateway.Backups;

/// <summary>
/// Unpacks a backup beside what is there, makes it fit for this machine and lays it ready for <see cref="PendingRestore"/>. Whatever goes wrong on the way,
/// nothing of what is there was touched.
/// </summary>
/// <param name="folder">The data directory.</param>
/// <param name="here">The settings of this machine, without those of page and interface.</param>
/// <param name="by">Who brings it back.</param>
internal sealed class RestoreStaging(string folder, SettingsLayers here, Actor by)
{
    /// <summary>Room that is left on the disk: 100 MB.</summary>
    private const long Reserve = 100_000_000;

    private readonly string _new = PendingRestore.NewIn(folder);

    /// <summary>Reads the backup and checks it; nothing is written.</summary>
    /// <exception cref="BackupException">It cannot be brought back.</exception>
    public static Task<BackupManifest> CheckAsync(Stream backup, BackupPassphrase passphrase, CancellationToken cancellationToken) =>
        BackupReading.ReadAsync(backup, passphrase, (_, content, token) => content.CopyToAsync(Stream.Null, token), cancellationToken);

    /// <summary>Lays it ready.</summary>
    /// <param name="backup">The file.</param>
    /// <param name="passphrase">Its passphrase.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It cannot be brought back, or not here; nothing was changed.</exception>
    public async Task<StagedRestore> RunAsync(Stream backup, BackupPassphrase passphrase, CancellationToken cancellationToken)
    {
        if (PendingRestore.IsUnderWay(folder))
        {
            throw new BackupException("A backup was brought back already and waits for a start of the service: start it anew first.");
        }

        try
        {
            if (Directory.Exists(_new))
            {
                Directory.Delete(_new, recursive: true);
            }

            DataDirectory.CreateOwnerOnly(Path.GetDirectoryName(_new)!);
            DataDirectory.CreateOwnerOnly(_new);
            var manifest = await BackupReading.ReadAsync(backup, passphrase, UnpackAsync, cancellationToken);
            var notes = await FitAsync(manifest);
            PendingRestore.Stage(folder);
            return new(manifest, notes);
        }
        catch (Exception e)
        {
            if (Directory.Exists(Path.GetDirectoryName(_new)))
            {
                Directory.Delete(Path.GetDirectoryName(_new)!, recursive: true);
            }

            throw e switch
            {
                IOException or UnauthorizedAccessException => new BackupException($"The backup could not be unpacked in {folder}: {e.Message}", e),
                StoreException or RefusedException => new BackupException($"The backup does not fit here: {e.Message}", e),
                _ => e,
            };
        }
    }

    private async Task UnpackAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        if (DiskSpace.FreeOn(folder) is { } free && content.Length > free - Reserve)
        {
            throw new BackupException($"There is no room in {folder}: {name} of the backup has {content.Length / 1_000_000} MB, and {free / 1_000_000} MB are free. Make room and try again.");
        }

        var file = Path.Combine(_new, name);
        DataDirectory.CreateOwnerOnly(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var unpacked = new FileStream(file, options);
        await content.CopyToAsync(unpacked, cancellationToken);
        unpacked.Flush(flushToDisk: true);
    }

    /// <summary>Settings, identity and counters; the database is brought up to date by being opened.</summary>
    private async Task<IReadOnlyList<string>> FitAsync(BackupManifest manifest)
    {
        var restored = SettingsFile.Read(_new);
        var notes = new List<string>();
        var options = Settings.Read(here.With(restored).Merged());
        if (options.Http.Tls is not (HttpOptions.Off or HttpOptions.SelfSigned) && !File.Exists(options.Http.Tls))
        {
            notes.Add($"The certificate {options.Http.Tls} is not on this machine: the gateway makes one of its own until you give one (Gateway:Http:Tls).");
            restored[HttpOptions.TlsSetting] = HttpOptions.SelfSigned;
            options = Settings.Read(here.With(restored).Merged());
        }

        notes.AddRange(restored.Where(setting => here.OriginOf(setting.Key) >= SettingOrigin.Environment && here.Merged()[setting.Key] != setting.Value)
            .Select(setting => $"{setting.Key} of the backup does not hold: the {(here.OriginOf(setting.Key) == SettingOrigin.Environment ? "environment" : "command line")} of this machine sets it."));
        OwnerOnlyFile.Write(SettingsFile.In(_new), [SettingsFile.TextOf(_new, restored)]);

        await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(_new));
        var state = new SqliteStateStore(database);
        var identity = await GatewayIdentity.LoadAsync(options, state);
        if (identity.LogicalDeviceName != manifest.LogicalDeviceName)
        {
            throw new BackupException(
                $"The gateway would be {identity.LogicalDeviceName} here, and the backup is of {manifest.LogicalDeviceName}: the environment or the command line of this machine sets Gateway:Serial or Gateway:FlagId. Take that away and try again.");
        }

        // that the keys of the backup open its secrets shows now, not when a head-end connects
        var secrets = new Secrets(_new, state);
        _ = (await secrets.KeysAsync(), await secrets.LlsPasswordAsync());
        await RaiseAsync(state);
        await PowerEvents.WasCopiedAsync(state);
        await TellAsync(database, state, manifest);
        return notes;
    }

    private static async Task RaiseAsync(SqliteStateStore state)
    {
        await RestoredCounters.JumpAsync(state);
        if (!RestoredCounters.IsOf(state, MachineName.Read()))
        {
            // what a head-end had set was the difference to another machine's clock
            await GatewayClock.ForgetAsync(state);
            await RestoredCounters.MoveToAsync(state, MachineName.Read());
        }
    }

    private async Task TellAsync(SqliteDatabase database, SqliteStateStore state, BackupManifest manifest)
    {
        var words = $"brought back by {by} from the backup of {manifest.MadeAt:yyyy-MM-dd HH:mm:ss'Z'}, {(manifest.Readings is null ? "without" : "with")} readings; all invocation counters were raised.";
        using var clock = new GatewayClock(TimeProvider.System, state, TimeSpan.Zero);
        using var events = new SqliteEventStore(database);
        await events.AppendAsync([new EventEntry(0, new EventLogName(MeterId.Gateway, EventLogKind.Standard), clock.GetUtcNow(), EventCode.BackupRestored, EventMessage.Of(words))]);
        await new SqliteAuditStore(database).AppendAsync(new AuditEntry { At = clock.GetUtcNow(), Actor = by.Name, Source = by.Source, What = "backup restored", After = words });
    }
}
