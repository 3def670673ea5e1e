using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Gateway.Backups;

/// <summary>A backup that has only to be written: the copy of the database is there.</summary>
/// <param name="folder">Holds the copy; it is gone when this is disposed of.</param>
/// <param name="passphrase">Encrypts it.</param>
/// <param name="manifest">What it is of.</param>
/// <param name="done">Is called at the end, however that comes.</param>
internal sealed class ReadyBackup(string folder, BackupPassphrase passphrase, BackupManifest manifest, Action done) : IAsyncDisposable
{
    private readonly List<(string Name, byte[] Content)> _small = [];

    /// <summary>The copy of the database.</summary>
    public string Database => Path.Combine(folder, BackupEntries.Database);

    /// <summary>A name for the file: whose it is and when it was made, <c>gateway-ELV0200000001-20260131T120000Z.backup</c>.</summary>
    public string FileName => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"gateway-{manifest.LogicalDeviceName}-{manifest.MadeAt:yyyyMMdd'T'HHmmss'Z'}.backup");

    /// <summary>What it is of.</summary>
    public BackupManifest Manifest => manifest;

    /// <summary>Takes a text along.</summary>
    public void AddText(string name, string text) => _small.Add((name, Encoding.UTF8.GetBytes(text)));

    /// <summary>Takes a small file along, if there is one.</summary>
    public void AddFile(string file, string name)
    {
        if (File.Exists(file))
        {
            _small.Add((name, File.ReadAllBytes(file)));
        }
    }

    /// <summary>Takes the files of a folder along, if there is one; those that no backup can hold stay.</summary>
    public void AddFolder(DirectoryInfo from, string name)
    {
        foreach (var file in from.Exists ? from.EnumerateFiles() : [])
        {
            if (BackupEntries.IsKnown($"{name}/{file.Name}") && file.Length <= BackupEntries.LongestSmall)
            {
                AddFile(file.FullName, $"{name}/{file.Name}");
            }
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="output">Takes it, and stays open; what ends by an exception is known as cut.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        await using var encrypted = new BackupWriteStream(output, passphrase);
        await using (var compressed = new GZipStream(encrypted, CompressionLevel.Fastest, leaveOpen: true))
        {
            await using var archive = new TarWriter(compressed, TarEntryFormat.Pax, leaveOpen: true);
            await AddAsync(archive, BackupEntries.Manifest, new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupEntries.Json)), cancellationToken);
            foreach (var (name, content) in _small)
            {
                await AddAsync(archive, name, new MemoryStream(content), cancellationToken);
            }

            await AddAsync(archive, BackupEntries.Database, File.OpenRead(Database), cancellationToken);
        }

        await encrypted.CompleteAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        done();
        return ValueTask.CompletedTask;
    }

    private static async Task AddAsync(TarWriter archive, string name, Stream content, CancellationToken cancellationToken)
    {
        await using (content)
        {
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content }, cancellationToken);
        }
    }
}
