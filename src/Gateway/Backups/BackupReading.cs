using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Metering.Storage;

namespace Gateway.Backups;

/// <summary>Reads a backup from its beginning to its end and checks all of it.</summary>
internal static class BackupReading
{
    /// <summary>Gives each entry behind the manifest to somebody.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="passphrase">Its passphrase.</param>
    /// <param name="take">Is given each entry by its name, which is a known one and comes once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It is no backup, damaged, cut, of a later version or of another passphrase.</exception>
    public static async Task<BackupManifest> ReadAsync(Stream file, BackupPassphrase passphrase, Func<string, Stream, CancellationToken, Task> take, CancellationToken cancellationToken)
    {
        await using var plain = await BackupReadStream.OpenAsync(file, passphrase, cancellationToken);
        try
        {
            BackupManifest manifest;
            await using (var unpacked = new GZipStream(plain, CompressionMode.Decompress, leaveOpen: true))
            {
                await using var archive = new TarReader(unpacked, leaveOpen: true);
                manifest = await ManifestOfAsync(await archive.GetNextEntryAsync(copyData: false, cancellationToken), cancellationToken);
                var names = new BackupNames();
                _ = names.Take(BackupEntries.Manifest, 0);
                while (await archive.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
                {
                    Check(entry, names);
                    await take(entry.Name, entry.DataStream ?? Stream.Null, cancellationToken);
                }

                if (!names.Holds(BackupEntries.Database) || !names.Holds(BackupEntries.Settings))
                {
                    throw new BackupException("The backup holds no database or no settings: another program made it.");
                }
            }

            await plain.CompleteAsync(cancellationToken);
            return manifest;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or JsonException)
        {
            throw new BackupException($"The backup holds something else than a gateway's: {e.Message}", e);
        }
    }

    private static async Task<BackupManifest> ManifestOfAsync(TarEntry? entry, CancellationToken cancellationToken)
    {
        if (entry is not { Name: BackupEntries.Manifest, Length: <= BackupEntries.LongestSmall, DataStream: { } content })
        {
            throw new BackupException("The backup does not begin with its manifest: another program made it.");
        }

        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(content, BackupEntries.Json, cancellationToken) ?? throw new BackupException("The manifest of the backup is empty.");
        return manifest.Form <= BackupManifest.NewestForm && manifest.StoreVersion <= SqliteDatabase.NewestVersion
            ? manifest
            : throw new BackupException($"Version {manifest.Program} made this backup, and this program, {ProgramVersion.Text}, cannot read what is in it; bring this gateway to that version first.");
    }

    private static void Check(TarEntry entry, BackupNames names)
    {
        if (entry.EntryType is not TarEntryType.RegularFile || !names.Take(entry.Name, entry.Length))
        {
            throw new BackupException($"The backup holds an entry that no gateway writes: '{(entry.Name.Length > 100 ? entry.Name[..100] : entry.Name)}'.");
        }
    }
}
