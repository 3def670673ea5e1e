using System.Diagnostics;
using Metering.Storage;
using Microsoft.Data.Sqlite;
using static Metering.Tests.Storage.Readings;

namespace Metering.Tests.Storage;

public sealed class StoreFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metering-").FullName;

    private string StoreFile => Path.Combine(_folder, "gateway.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_library_is_named() => Assert.Matches(@"^SQLite 3\.\d+\.\d+ from \S+$", SqliteLibrary.Description);

    [Fact]
    public void The_packaged_library_is_deployed() =>
        Assert.NotEmpty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*e_sqlite3*", SearchOption.AllDirectories));

    [Fact]
    public async Task Every_commit_is_flushed_to_a_write_ahead_log()
    {
        await using var database = SqliteDatabase.Open(StoreFile);

        Assert.Equal("wal", database.Read(connection => connection.Statement("PRAGMA journal_mode").ExecuteScalar()));
        Assert.Equal(2, await database.WriteAsync(connection => connection.Number("PRAGMA synchronous"), _ => { }));
        Assert.Equal(1, await database.WriteAsync(connection => connection.Number("PRAGMA foreign_keys"), _ => { }));
        Assert.Equal(SqliteSchema.Version, database.Read(connection => connection.Number("PRAGMA user_version")));
        Assert.Empty(database.Check());
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(StoreFile, "These are the notes of the installer, longer than a header of a hundred bytes, and nobody wants them overwritten.");
        var before = File.ReadAllBytes(StoreFile);

        AssertRefused(StoreFault.Foreign);

        Assert.Equal(before, File.ReadAllBytes(StoreFile));
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        Execute("CREATE TABLE customer (name TEXT)");
        var before = File.ReadAllBytes(StoreFile);

        AssertRefused(StoreFault.Foreign);

        Assert.Equal(before, File.ReadAllBytes(StoreFile));
    }

    [Fact]
    public void A_database_of_a_later_version_is_refused()
    {
        Execute($"PRAGMA application_id = {SqliteSchema.ApplicationId}; PRAGMA user_version = {SqliteSchema.Version + 1}; CREATE TABLE meter (id)");

        AssertRefused(StoreFault.TooNew);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var e = Assert.Throws<StoreException>(() => SqliteDatabase.Open(Path.Combine(_folder, "missing", "gateway.db")));

        Assert.Equal(StoreFault.CannotOpen, e.Fault);
        Assert.Contains("its folder does not exist", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(StoreFile);

        AssertRefused(StoreFault.CannotOpen);
    }

    [Fact]
    public async Task A_file_without_the_right_to_write_is_refused()
    {
        await using (SqliteDatabase.Open(StoreFile))
        {
        }

        File.SetAttributes(StoreFile, FileAttributes.ReadOnly);
        ChangeAttribute("+i");
        try
        {
            Assert.SkipWhen(CanWrite(StoreFile), "This account may write everything, and chattr +i does not work here.");
            AssertRefused(StoreFault.ReadOnly);
        }
        finally
        {
            ChangeAttribute("-i");
            File.SetAttributes(StoreFile, FileAttributes.Normal);
        }
    }

    /// <summary>File rights stop an ordinary account, the immutable attribute also root; where there is no chattr, the test says so.</summary>
    private void ChangeAttribute(string immutable)
    {
        if (OperatingSystem.IsLinux())
        {
            using var chattr = Process.Start(new ProcessStartInfo("sh", ["-c", "chattr \"$1\" \"$2\" 2>/dev/null", "sh", immutable, StoreFile]));
            chattr?.WaitForExit();
        }
    }

    [Fact]
    public async Task A_damaged_file_is_noticed_at_the_start()
    {
        await FillAsync(200);
        var bytes = await File.ReadAllBytesAsync(StoreFile);
        bytes.AsSpan(4096).Fill(0xA5);
        await File.WriteAllBytesAsync(StoreFile, bytes);

        var e = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await using var database = SqliteDatabase.Open(StoreFile);
            _ = new SqliteMeterStore(database);
        });
        Assert.Equal(StoreFault.Corrupt, e.Fault);
    }

    [Fact]
    public async Task A_damaged_page_of_readings_is_named_when_it_is_read_and_found_by_the_check()
    {
        await FillAsync(2000);
        var bytes = await File.ReadAllBytesAsync(StoreFile);
        var page = bytes.AsSpan().IndexOf(Marker(1000)) / 4096;
        bytes.AsSpan(page * 4096, 4096).Fill(0xA5);
        await File.WriteAllBytesAsync(StoreFile, bytes);

        await using var database = SqliteDatabase.Open(StoreFile);
        var readouts = new SqliteReadoutStore(database);

        Assert.NotNull(readouts.Last(new MeterId(1)).Readout);
        var e = Assert.Throws<StoreException>(() => readouts.Read(new MeterId(1), Midnight, Midnight.AddYears(1)).Count());
        Assert.Equal(StoreFault.Corrupt, e.Fault);
        Assert.Contains(StoreFile, e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(database.Check());
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_that_was_acknowledged_and_storing_goes_on_when_there_is_room()
    {
        await using var store = new TemporaryStore();
        var meter = await store.AddMeterAsync();
        var pages = await store.Database.WriteAsync(connection => connection.Number("PRAGMA page_count"), _ => { });
        await store.Database.WriteAsync(connection => connection.Number($"PRAGMA max_page_count = {pages + 20}"), _ => { });
        var stored = new List<MeterReadout>();

        var e = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            for (var i = 0; ; i++)
            {
                stored.Add(await store.Readouts.AppendAsync(Of(meter, Midnight.AddMinutes(i), new byte[300], new byte[300])));
            }
        });

        Assert.Equal(StoreFault.Full, e.Fault);
        Assert.Contains(store.File, e.Message, StringComparison.Ordinal);
        Assert.Equal(Text(stored[^1]), Text(store.Readouts.Last(meter).Readout));
        Assert.Equal(Texts(stored), Texts(store.Readouts.Read(meter, Midnight, Midnight.AddDays(1))));

        await store.Database.WriteAsync(connection => connection.Number($"PRAGMA max_page_count = {pages + 1000}"), _ => { });
        stored.Add(await store.Readouts.AppendAsync(At(meter, 1000)));
        await store.ReopenAsync();
        Assert.Equal(Texts(stored), Texts(store.Readouts.Read(meter, Midnight, Midnight.AddDays(1))));
    }

    [Fact]
    public async Task A_lock_of_another_program_is_waited_for_and_then_named()
    {
        await using var database = SqliteDatabase.Open(StoreFile, busyTimeoutSeconds: 1);
        var state = new SqliteStateStore(database);
        await using var other = new SqliteConnection($"Data Source={StoreFile};Pooling=False");
        await other.OpenAsync();
        other.Run("BEGIN IMMEDIATE");

        // Those that wait fail together, not one busy timeout after the other.
        var e = await Assert.ThrowsAsync<StoreException>(() => Task.WhenAll(Enumerable.Range(0, 100).Select(i => state.SetAsync($"{i}", "b"))));
        Assert.Equal(StoreFault.Busy, e.Fault);
        other.Run("ROLLBACK");
        await state.SetAsync("a", "b");
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var database = SqliteDatabase.Open(StoreFile);
        var state = new SqliteStateStore(database);
        await database.DisposeAsync();

        var e = await Assert.ThrowsAsync<StoreException>(() => state.SetAsync("a", "b"));
        Assert.Equal(StoreFault.Closed, e.Fault);
    }

    private static byte[] Marker(int i) => [.. "marker"u8, .. BitConverter.GetBytes(i)];

    private async Task FillAsync(int readings)
    {
        await using var database = SqliteDatabase.Open(StoreFile);
        var meter = await new SqliteMeterStore(database).AddAsync(new Meter { Bus = "a" });
        var readouts = new SqliteReadoutStore(database);
        await Task.WhenAll(Enumerable.Range(0, readings).Select(i => readouts.AppendAsync(Of(meter.Id, Midnight.AddMinutes(i), Marker(i)))));
    }

    private void AssertRefused(StoreFault fault)
    {
        var e = Assert.Throws<StoreException>(() => SqliteDatabase.Open(StoreFile));
        Assert.Equal(fault, e.Fault);
        Assert.Equal(StoreFile, e.File);
        Assert.StartsWith(StoreFile, e.Message, StringComparison.Ordinal);
    }

    private void Execute(string sql)
    {
        _ = SqliteLibrary.Description;
        using var connection = new SqliteConnection($"Data Source={StoreFile};Pooling=False");
        connection.Open();
        connection.Run(sql);
    }

    private static bool CanWrite(string file)
    {
        try
        {
            File.OpenWrite(file).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
