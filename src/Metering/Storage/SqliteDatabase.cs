using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Metering.Storage;

/// <summary>
/// The file that the stores share: write-ahead log, every commit flushed to the disk. One connection writes, through
/// <see cref="WriteAsync"/>; any number read what was committed. Who opens it sees to it that no other program does.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    /// <summary>How long to wait for another program's lock (a backup tool, say), in seconds.</summary>
    private const int DefaultBusyTimeoutSeconds = 5;

    /// <summary>
    /// Writer: FULL flushes the log at each commit, so a power cut loses nothing; 4,000 pages (16 MB) between checkpoints keep
    /// the pages of a whole readout cycle of 500 meters together.
    /// </summary>
    private const string WriterSettings =
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384";

    /// <summary>A file without the right to write opens all the same; only a write shows it, which is taken back at once.</summary>
    private static readonly string WriteProbe = $"BEGIN IMMEDIATE; PRAGMA application_id = {SqliteSchema.ApplicationId}; ROLLBACK";

    /// <summary>Where the header of a file has PRAGMA user_version (SQLite database file format, section 1.3).</summary>
    private const int UserVersionAt = 60;

    private readonly SqliteWriter _writer;
    private readonly string _readers;

    private SqliteDatabase(string file, SqliteConnection connection, string source, int busyTimeoutSeconds)
    {
        File = file;
        _writer = new SqliteWriter(file, connection);
        _readers = ConnectionString(source, SqliteOpenMode.ReadOnly, busyTimeoutSeconds, pooling: true);
    }

    /// <summary>The version of the tables that this program writes; files of a later one it refuses.</summary>
    public static int NewestVersion => SqliteSchema.Version;

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Its length together with that of its log, in bytes.</summary>
    public long Length => LengthOf(File) + LogLength;

    /// <summary>The length of its write-ahead log, in bytes.</summary>
    public long LogLength => LengthOf($"{File}-wal");

    /// <summary>The version of the tables in a file, as it stands in the file itself without its log. It is not opened as a database, which would make files beside it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static int VersionOf(string file)
    {
        // Windows opens no file for somebody who does not share it with whoever writes it
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[UserVersionAt + sizeof(int)];
        return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length ? BinaryPrimitives.ReadInt32BigEndian(header[UserVersionAt..]) : 0;
    }

    /// <summary>The same of a file that another program may have open, or have left its log beside.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="StoreException">It is no database.</exception>
    public static int VersionInUse(string file)
    {
        if (!System.IO.File.Exists($"{file}-wal"))
        {
            return VersionOf(file);
        }

        _ = SqliteLibrary.Description;
        try
        {
            using var connection = new SqliteConnection(ConnectionString(file, SqliteOpenMode.ReadOnly, DefaultBusyTimeoutSeconds, pooling: false));
            connection.Open();
            return SqliteSchema.VersionOf(connection);
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Named(file, e);
        }
    }

    /// <summary>Writes an entry of the state into a file that no program has open, whatever version its tables are of, and leaves no log beside it.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public static void SetState(string file, string name, string value)
    {
        _ = SqliteLibrary.Description;
        try
        {
            using var connection = new SqliteConnection(ConnectionString(file, SqliteOpenMode.ReadWrite, DefaultBusyTimeoutSeconds, pooling: false));
            connection.Open();
            using var command = connection.Statement("INSERT OR REPLACE INTO state (name, value) VALUES ($name, $value)", ("$name", name), ("$value", value));
            command.ExecuteNonQuery();
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Named(file, e);
        }
    }

    /// <summary>Opens the file, or makes it, checks that it is ours and brings its tables up to date.</summary>
    /// <exception cref="StoreException">It cannot be used; the message says why and names it.</exception>
    public static SqliteDatabase Open(string file) => Open(file, DefaultBusyTimeoutSeconds);

    /// <summary>
    /// Opens a file of this version to look at it, also beside the program that writes it: nothing is made or changed, and writes are refused. A file without a log
    /// is nobody's, and is read as one that does not change, since the log would be made otherwise.
    /// </summary>
    /// <exception cref="StoreException">It cannot be read; the message says why and names it.</exception>
    public static SqliteDatabase OpenToRead(string file)
    {
        file = Path.GetFullPath(file);
        return Open(file, System.IO.File.Exists($"{file}-wal") ? file : $"{new Uri(file).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly, DefaultBusyTimeoutSeconds, _ => { });
    }

    internal static SqliteDatabase Open(string file, int busyTimeoutSeconds)
    {
        file = Path.GetFullPath(file);
        return Open(file, file, SqliteOpenMode.ReadWriteCreate, busyTimeoutSeconds, connection =>
        {
            RequireWriteAheadLog(connection, file);
            connection.Run(WriterSettings);
            SqliteSchema.Migrate(connection);
            connection.Run(WriteProbe);
        });
    }

    /// <summary>Reads every page and index: minutes for a large file.</summary>
    /// <returns>What is wrong with it, one finding each; empty when it is sound.</returns>
    /// <exception cref="StoreException">It could not even be read.</exception>
    public IReadOnlyList<string> Check()
    {
        try
        {
            return Read(Findings);
        }
        catch (StoreException e) when (e.Fault == StoreFault.Corrupt)
        {
            return [e.Message];
        }
    }

    /// <summary>Copies what was committed into a new file, at one moment and while it is written: minutes for a large one.</summary>
    /// <param name="file">The new file.</param>
    /// <param name="withReadings">Whether the readings come along.</param>
    /// <exception cref="StoreException">It could not be read, or the new file not be written.</exception>
    public void CopyTo(string file, bool withReadings)
    {
        if (withReadings)
        {
            Read(connection =>
            {
                SqliteCopy.Whole(connection, file);
                return true;
            });
            return;
        }

        try
        {
            using var copy = new SqliteConnection(ConnectionString(file, SqliteOpenMode.ReadWriteCreate, DefaultBusyTimeoutSeconds, pooling: false));
            copy.Open();
            SqliteSchema.Migrate(copy);
            SqliteCopy.WithoutReadings(copy, File);
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Named(file, e);
        }
    }

    /// <summary>Reads what was committed, on a connection of its own.</summary>
    /// <exception cref="StoreException">It could not be read.</exception>
    internal T Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            using var connection = new SqliteConnection(_readers);
            connection.Open();
            return read(connection);
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Named(File, e);
        }
    }

    /// <summary>Writes in a transaction, alone or together with others; see <see cref="SqliteWriter"/>.</summary>
    /// <exception cref="StoreException">Nothing was written.</exception>
    internal Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, Action<T> publish) => _writer.WriteAsync(write, publish);

    /// <summary>Is called on the writer's thread before each transaction, when all before it was published or rolled back.</summary>
    internal Action? TransactionBegins
    {
        get => _writer.Begins;
        set => _writer.Begins = value;
    }

    /// <summary>Commits what is waiting and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        // The writer goes last: it alone can write the log back into the file.
        using var reader = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(reader);
        await _writer.DisposeAsync();
    }

    private static SqliteDatabase Open(string file, string source, SqliteOpenMode mode, int busyTimeoutSeconds, Action<SqliteConnection> prepare)
    {
        _ = SqliteLibrary.Description;
        var connection = new SqliteConnection(ConnectionString(source, mode, busyTimeoutSeconds, pooling: false));
        try
        {
            connection.Open();
            SqliteSchema.RefuseForeign(connection, file);
            prepare(connection);
            return new SqliteDatabase(file, connection, source, busyTimeoutSeconds);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteFaults.Named(file, e);
        }
        catch (StoreException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static long LengthOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;

    private static List<string> Findings(SqliteConnection connection)
    {
        var findings = new List<string>();
        using var command = connection.Statement("PRAGMA integrity_check");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            findings.Add(rows.GetString(0));
        }

        return findings is ["ok"] ? [] : findings;
    }

    private static string ConnectionString(string file, SqliteOpenMode mode, int busyTimeoutSeconds, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = mode,
        Pooling = pooling,
        DefaultTimeout = busyTimeoutSeconds,
    }.ToString();

    private static void RequireWriteAheadLog(SqliteConnection connection, string file)
    {
        using var command = connection.Statement("PRAGMA journal_mode = WAL");
        if (command.ExecuteScalar() is not "wal")
        {
            throw new StoreException(StoreFault.CannotOpen, file, "there can be no write-ahead log here; the data directory has to be on a local disk.");
        }
    }
}
