using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Gateway.Configuration;

namespace Gateway.Backups;

/// <summary>A backup that has only to be written: the copy of the database is there.</summary>
/// <param name="folder">Holds the copy; it is gone when this is disposed of.</param>
/// <param name="passphrase">Encrypts it.</param>
/// <param name="manifest">What it is of.</param>
/// <param name="done">Is called at the end, however that comes.</param>
internal sealed class ReadyBackup(string folder, BackupPassphrase passphrase, BackupManifest manifest, Action done) : IAsyncDisposable
{
    private const int Named = 5;

    private readonly BackupNames _names = new();
    private readonly List<(string Name, byte[] Content)> _small = [];
    private readonly List<string> _leftOut = [];

    /// <summary>The copy of the database.</summary>
    public string Database => Path.Combine(folder, BackupEntries.Database);

    /// <summary>A name for the file: whose it is and when it was made, <c>gateway-ELV0200000001-20260131T120000Z.backup</c>.</summary>
    public string FileName => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"gateway-{manifest.LogicalDeviceName}-{manifest.MadeAt:yyyyMMdd'T'HHmmss'Z'}.backup");

    /// <summary>What it is of.</summary>
    public BackupManifest Manifest => manifest;

    /// <summary>The files that no backup can hold, in words; null: there are none.</summary>
    public string? LeftOut => _leftOut.Count == 0 ? null : string.Join(", ", _leftOut.Take(Named)) + (_leftOut.Count > Named ? $" and {_leftOut.Count - Named} more" : "");

    /// <summary>Takes a text along.</summary>
    public void AddText(string name, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        Add(name, content.Length, () => content);
    }

    /// <summary>Takes a small file along, if there is one.</summary>
    public void AddFile(string file, string name)
    {
        if (File.Exists(file))
        {
            Add(name, new FileInfo(file).Length, () => File.ReadAllBytes(file));
        }
    }

    /// <summary>Takes the files of a folder along, if there is one.</summary>
    public void AddFolder(DirectoryInfo from, string name)
    {
        var files = from.Exists ? from.GetFiles() : [];
        foreach (var file in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            AddFile(file.FullName, $"{name}/{file.Name}");
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
        Leftovers.Remove(folder);
        done();
        return ValueTask.CompletedTask;
    }

    /// <summary>Manifest and database have their places before all others.</summary>
    private void Add(string name, long length, Func<byte[]> read)
    {
        _ = _names.Take(BackupEntries.Manifest, 0) && _names.Take(BackupEntries.Database, 0);
        if (_names.Take(name, length))
        {
            _small.Add((name, read()));
        }
        else
        {
            _leftOut.Add(name);
        }
    }

    private static async Task AddAsync(TarWriter archive, string name, Stream content, CancellationToken cancellationToken)
    {
        await using (content)
        {
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content }, cancellationToken);
        }
    }
}
