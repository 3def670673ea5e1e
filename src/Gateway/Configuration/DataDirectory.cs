using Gateway.Backups;
using Gateway.CommandLine;

namespace Gateway.Configuration;

/// <summary>
/// The folder that holds everything the gateway keeps. On Linux its owner alone can read it; one program at a time uses it:
/// <code>
/// gateway.db            meters, readings, events, users, audit log, state
/// keys/                 the keys that protect the secrets in gateway.db and settings.json
/// mappings/             mapping files of this installation
/// logs/                 a log file a day
/// settings.json         what a person set by page or interface;  settings.former.json as it was before, until the gateway has started with it
/// https.pem             certificate and private key that the gateway has made for itself
/// setup.code            the one-time code that makes the first administrator; there until it is used
/// service.lock          held open by the program that uses the folder;  service.txt says which that is
/// backup/               a copy of gateway.db while a backup is made of it
/// counters/             invocation counters of the verbs dlms and doctor, where they are called as the service's account
/// restore/              a backup that comes into place with the next start;  replaced/ what was there before the last one
/// service.token         address, token and certificate's digest of the running service, for its command line; there while it runs
/// </code>
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>The folder in it that a backup is made in.</summary>
    public const string BackupFolder = "backup";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>The database.</summary>
    public string Database => DatabaseIn(Path);

    /// <summary>Where a folder has its database.</summary>
    public static string DatabaseIn(string folder) => System.IO.Path.Combine(folder, "gateway.db");

    /// <summary>Where a folder has the keys of its secrets.</summary>
    public static DirectoryInfo KeysIn(string folder) => new(System.IO.Path.Combine(folder, "keys"));

    /// <summary>Makes the folder if need be, takes it for this program, and ends what a restore or a backup that did not end has left.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="user">What this program is, for the message to another one: <c>the service, DLMS port 4059</c>.</param>
    /// <exception cref="RefusedException">Another program has it, or it cannot be written.</exception>
    public static async Task<DataDirectory> TakeAsync(string folder, string user)
    {
        var path = System.IO.Path.GetFullPath(folder);
        FileStream? held = null;
        try
        {
            CreateOwnerOnly(path);
            held = new FileStream(System.IO.Path.Combine(path, "service.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            await File.WriteAllTextAsync(DescriptionIn(path), $"process {Environment.ProcessId}, {user}");
            await PendingRestore.GoOnAsync(path);
            if (Directory.Exists(System.IO.Path.Combine(path, BackupFolder)))
            {
                Directory.Delete(System.IO.Path.Combine(path, BackupFolder), recursive: true);
            }

            return new DataDirectory(path, held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new RefusedException(
                HeldBy(path) is { } other ? $"{path} is in use by {other}; stop it first." : $"{path} cannot be used as data directory: {e.Message}", e);
        }
    }

    /// <summary>For verbs that make no data directory.</summary>
    /// <exception cref="RefusedException">The folder is none, or not this user's to read.</exception>
    public static void RefuseOther(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        try
        {
            _ = File.GetAttributes(DatabaseIn(path));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new RefusedException($"{path} is not yours to read; use the account that the service runs under.", e);
        }
        catch (IOException e)
        {
            throw new RefusedException($"{path} is no data directory; start the service once, or give --data-directory.", e);
        }
    }

    /// <summary>Which program has a folder, or null.</summary>
    public static string? HeldBy(string folder)
    {
        var file = System.IO.Path.Combine(folder, "service.lock");
        try
        {
            if (File.Exists(file))
            {
                using var probe = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }

            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            return File.Exists(DescriptionIn(folder)) ? File.ReadAllText(DescriptionIn(folder)) : "another program";
        }
    }

    /// <summary>
    /// Makes a folder that only its owner can read, or takes others' rights from one that is there; on Windows the rights of the parent
    /// folder hold.
    /// </summary>
    public static void CreateOwnerOnly(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    private static string DescriptionIn(string folder) => System.IO.Path.Combine(folder, "service.txt");
}
