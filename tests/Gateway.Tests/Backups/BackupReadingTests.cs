using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Gateway.Backups;
using Metering.Storage;

namespace Gateway.Tests.Backups;

/// <summary>What somebody with the passphrase may have put into a backup.</summary>
public class BackupReadingTests
{
    private static readonly BackupPassphrase Passphrase = BackupPassphrase.Of("a passphrase of a test");

    private static readonly BackupManifest Manifest = new()
    {
        Form = BackupManifest.NewestForm,
        Program = "0.1.0",
        StoreVersion = SqliteDatabase.NewestVersion,
        MadeAt = DateTimeOffset.UnixEpoch,
        LogicalDeviceName = "ELV0200000001",
        Meters = 3,
    };

    [Fact]
    public async Task A_good_one_gives_its_manifest_and_its_entries()
    {
        var taken = new List<string>();
        var read = await ReadAsync(await MadeAsync(Manifest, File("gateway.db"), File("settings.json"), File("keys/key-1.xml"), File("mappings/water.all.0.json")), taken);
        Assert.Equal(Manifest, read);
        Assert.Equal(["gateway.db=gateway.db", "settings.json=settings.json", "keys/key-1.xml=keys/key-1.xml", "mappings/water.all.0.json=mappings/water.all.0.json"], taken);
    }

    [Theory]
    [InlineData("../gateway.db")]
    [InlineData("/etc/passwd")]
    [InlineData("keys/../settings.json")]
    [InlineData("keys/a/b.xml")]
    [InlineData("keys/a.json")]
    [InlineData("keys/.xml/../x.xml")]
    [InlineData("mappings/..\\x.json")]
    [InlineData("mappings/C:x.json")]
    [InlineData("mappings/x?.json")]
    [InlineData("mappings/x\0.json")]
    [InlineData("service.token")]
    [InlineData("gateway.db-wal")]
    [InlineData("manifest.json")]
    [InlineData("Gateway.db")]
    public async Task An_entry_by_another_name_is_refused(string name) =>
        Assert.Contains("no gateway writes", await FaultAsync(await MadeAsync(Manifest, File("gateway.db"), File("settings.json"), File(name))), StringComparison.Ordinal);

    [Fact]
    public async Task An_entry_that_is_no_file_comes_twice_or_is_too_long_is_refused()
    {
        foreach (var hostile in new Func<TarEntry>[]
        {
            () => new PaxTarEntry(TarEntryType.SymbolicLink, "settings.json") { LinkName = "/etc/shadow" },
            () => new PaxTarEntry(TarEntryType.HardLink, "settings.json") { LinkName = "gateway.db" },
            () => new PaxTarEntry(TarEntryType.Directory, "keys/a.xml"),
            () => File("gateway.db"),
            () => new PaxTarEntry(TarEntryType.RegularFile, "settings.json") { DataStream = new MemoryStream(new byte[BackupEntries.LongestSmall + 1]) },
        })
        {
            Assert.Contains("no gateway writes", await FaultAsync(await MadeAsync(Manifest, File("gateway.db"), hostile())), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_that_lacks_what_a_gateway_needs_is_refused()
    {
        Assert.Contains("no database or no settings", await FaultAsync(await MadeAsync(Manifest, File("settings.json"))), StringComparison.Ordinal);
        Assert.Contains("no database or no settings", await FaultAsync(await MadeAsync(Manifest, File("gateway.db"))), StringComparison.Ordinal);
        Assert.Contains("does not begin with its manifest", await FaultAsync(await MadeAsync((byte[]?)null, File("gateway.db"), File("settings.json"))), StringComparison.Ordinal);
        Assert.NotEmpty(await FaultAsync(await MadeAsync((byte[]?)null)));
    }

    [Fact]
    public async Task One_of_a_later_version_names_that_version_before_the_rest_is_read()
    {
        foreach (var later in new[] { Manifest with { Form = BackupManifest.NewestForm + 1, Program = "9.8.7" }, Manifest with { StoreVersion = SqliteDatabase.NewestVersion + 1, Program = "9.8.7" } })
        {
            var taken = new List<string>();
            var refused = await Assert.ThrowsAsync<BackupException>(async () => await ReadAsync(await MadeAsync(later, File("gateway.db"), File("settings.json")), taken));
            Assert.Contains("9.8.7", refused.Message, StringComparison.Ordinal);
            Assert.Empty(taken);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[[[[[[[[[")]
    [InlineData("{\"form\":\"x\"}")]
    public async Task A_manifest_that_is_none_is_refused(string manifest) => Assert.NotEmpty(await FaultAsync(await MadeAsync(Encoding.UTF8.GetBytes(manifest), File("gateway.db"), File("settings.json"))));

    [Fact]
    public async Task What_is_no_archive_is_refused()
    {
        using var output = new MemoryStream();
        await using (var write = new BackupWriteStream(output, Passphrase, BackupHeader.FewestIterations))
        {
            await write.WriteAsync("this is neither packed nor an archive"u8.ToArray());
            await write.CompleteAsync(CancellationToken.None);
        }

        Assert.Contains("something else", await FaultAsync(output.ToArray()), StringComparison.Ordinal);
    }

    private static PaxTarEntry File(string name) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(name)) };

    private static Task<byte[]> MadeAsync(BackupManifest manifest, params TarEntry[] entries) => MadeAsync(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupEntries.Json), entries);

    private static async Task<byte[]> MadeAsync(byte[]? manifest, params TarEntry[] entries)
    {
        using var output = new MemoryStream();
        await using var write = new BackupWriteStream(output, Passphrase, BackupHeader.FewestIterations);
        await using (var packed = new GZipStream(write, CompressionLevel.Fastest, leaveOpen: true))
        {
            await using var archive = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true);
            foreach (var entry in manifest is null ? entries : entries.Prepend(new PaxTarEntry(TarEntryType.RegularFile, BackupEntries.Manifest) { DataStream = new MemoryStream(manifest) }))
            {
                await archive.WriteEntryAsync(entry);
            }
        }

        await write.CompleteAsync(CancellationToken.None);
        return output.ToArray();
    }

    private static async Task<BackupManifest> ReadAsync(byte[] backup, List<string> taken)
    {
        using var file = new MemoryStream(backup);
        return await BackupReading.ReadAsync(
            file,
            Passphrase,
            async (name, content, token) =>
            {
                using var reader = new StreamReader(content);
                taken.Add($"{name}={await reader.ReadToEndAsync(token)}");
            },
            CancellationToken.None);
    }

    private static async Task<string> FaultAsync(byte[] backup) => (await Assert.ThrowsAsync<BackupException>(() => ReadAsync(backup, []))).Message;
}
