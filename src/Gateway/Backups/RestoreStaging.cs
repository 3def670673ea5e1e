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
/// <param name="here">The settings of this machine; those of page and interface do not count.</param>
internal sealed class RestoreStaging(string folder, Func<SettingsLayers> here) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly string _new = PendingRestore.NewIn(folder);

    /// <summary>Reads the backup and checks it; nothing is written.</summary>
    /// <exception cref="BackupException">It cannot be brought back.</exception>
    public static Task<BackupManifest> CheckAsync(Stream backup, BackupPassphrase passphrase, CancellationToken cancellationToken) =>
        BackupReading.ReadAsync(backup, passphrase, (_, content, token) => content.CopyToAsync(Stream.Null, token), cancellationToken);

    /// <summary>Lays it ready.</summary>
    /// <param name="backup">The file.</param>
    /// <param name="passphrase">Its passphrase.</param>
    /// <param name="by">Who brings it back.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It cannot be brought back, or not here, or not now; nothing was changed.</exception>
    public async Task<StagedRestore> RunAsync(Stream backup, BackupPassphrase passphrase, Actor by, CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw new BackupException("Another backup is being brought back; try again when that has ended.") { IsConflict = true };
        }

        try
        {
            return await StageAsync(backup, passphrase, by, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<StagedRestore> StageAsync(Stream backup, BackupPassphrase passphrase, Actor by, CancellationToken cancellationToken)
    {
        if (PendingRestore.IsUnderWay(folder))
        {
            throw new BackupException("A backup was brought back already and comes into force with the next start of the service: start it first. The same backup or another one can be brought back then.") { IsConflict = true };
        }

        try
        {
            Leftovers.Remove(_new);
            DataDirectory.CreateOwnerOnly(Path.GetDirectoryName(_new)!);
            DataDirectory.CreateOwnerOnly(_new);
            var manifest = await BackupReading.ReadAsync(backup, passphrase, UnpackAsync, cancellationToken);
            var notes = await FitAsync(manifest, by);
            PendingRestore.Stage(folder);
            return new(manifest, notes);
        }
        catch (Exception e)
        {
            Leftovers.Remove(_new);
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new BackupException($"The backup could not be unpacked in {folder}: {e.Message}", e);
            }

            if (e is StoreException or RefusedException)
            {
                throw new BackupException($"The backup does not fit here: {e.Message}", e);
            }

            throw;
        }
    }

    private async Task UnpackAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        // what comes before the database is nothing beside it
        if (name == BackupEntries.Database && DiskSpace.LackFor(content.Length + DiskSpace.Reserve, folder) is { } lack)
        {
            throw new BackupException($"The database of the backup has {ShownValue.Bytes(content.Length)}, and {lack}. Make room and try again.");
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

    /// <summary>Why the certificate of the backup's settings cannot be used on this machine; null: it can.</summary>
    private static string? UnusableCertificate(HttpOptions options)
    {
        try
        {
            HttpsCertificate.Check(options);
            return null;
        }
        catch (RefusedException e)
        {
            return e.Message.EndsWith('.') ? e.Message : $"{e.Message}.";
        }
    }

    /// <summary>Settings, identity and counters; the database is brought up to date by being opened.</summary>
    private async Task<IReadOnlyList<string>> FitAsync(BackupManifest manifest, Actor by)
    {
        var machine = here();
        var restored = SettingsFile.Read(_new);
        var notes = new List<string>();
        var options = Settings.Read(machine.With(restored).Merged());
        if (UnusableCertificate(options.Http) is { } why)
        {
            notes.Add($"{why} The gateway makes a certificate of its own until you give one (Gateway:Http:Tls).");
            restored[HttpOptions.TlsSetting] = HttpOptions.SelfSigned;
            options = Settings.Read(machine.With(restored).Merged());
        }

        notes.AddRange(restored.Where(setting => machine.OriginOf(setting.Key) >= SettingOrigin.Environment && machine.Merged()[setting.Key] != setting.Value)
            .Select(setting => $"{setting.Key} of the backup does not hold: the {(machine.OriginOf(setting.Key) == SettingOrigin.Environment ? "environment" : "command line")} of this machine sets it."));
        OwnerOnlyFile.Write(SettingsFile.In(_new), [SettingsFile.TextOf(_new, restored)]);

        await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(_new));
        var state = new SqliteStateStore(database);
        var identity = await GatewayIdentity.LoadAsync(options, state);
        if (identity.LogicalDeviceName != manifest.LogicalDeviceName)
        {
            throw new BackupException(
                $"The gateway would be {identity.LogicalDeviceName} here, and the backup is of {manifest.LogicalDeviceName}: "
                + "the environment or the command line of this machine sets Gateway:Serial or Gateway:FlagId. Take that away and try again.");
        }

        // that the keys of the backup open its secrets shows now, not when a head-end connects
        var secrets = new Secrets(_new, state);
        _ = (await secrets.KeysAsync(), await secrets.LlsPasswordAsync());
        await RaiseAsync(state);
        await PowerEvents.WasCopiedAsync(state);
        await TellAsync(database, state, manifest, by);
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

    private static async Task TellAsync(SqliteDatabase database, SqliteStateStore state, BackupManifest manifest, Actor by)
    {
        var words = $"the backup of {manifest.MadeAt:yyyy-MM-dd HH:mm:ss'Z'}, {(manifest.Readings is null ? "without" : "with")} readings, was brought back by {by}; all invocation counters were raised.";
        using var clock = new GatewayClock(TimeProvider.System, state, TimeSpan.Zero);
        using var events = new SqliteEventStore(database);
        await events.AppendAsync([new EventEntry(0, new EventLogName(MeterId.Gateway, EventLogKind.Standard), clock.GetUtcNow(), EventCode.BackupRestored, EventMessage.Of(words))]);
        await new SqliteAuditStore(database).AppendAsync(new AuditEntry { At = clock.GetUtcNow(), Actor = by.Name, Source = by.Source, What = "backup restored", After = words });
    }
}
