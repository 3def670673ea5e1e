using Gateway.Backups;
using Gateway.CommandLine;
using Gateway.ServiceControl;
using Metering;

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
/// gateway.db.before-upgrade     a copy of gateway.db for the way back of an upgrade;  gateway.db.given-up what such a way back has replaced
/// service.fault         Windows: why the service ended by a fault; there until its next start
/// backup/               a copy of gateway.db while a backup is made of it
/// counters/             invocation counters of the verbs dlms and doctor, where they are called as the service's account
/// restore/              a backup that comes into place with the next start;  replaced/ what was there before the last one
/// restore.fault         why the service did not start with a backup, so that the former state came back; there until the service has told it
/// service.token         address, token and certificate's digest of the running service, for its command line; there while it runs
/// </code>
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>The database.</summary>
    public const string DatabaseFile = "gateway.db";

    /// <summary>The settings of page and interface.</summary>
    public const string SettingsFile = "settings.json";

    /// <summary>Those before the last change.</summary>
    public const string FormerSettingsFile = "settings.former.json";

    /// <summary>The certificate that the gateway made for itself.</summary>
    public const string CertificateFile = "https.pem";

    /// <summary>The folder of the keys.</summary>
    public const string KeysFolder = "keys";

    /// <summary>The folder of the mapping files.</summary>
    public const string MappingsFolder = "mappings";

    /// <summary>The folder in it that a backup is made in.</summary>
    public const string BackupFolder = "backup";

    /// <summary>What a restore replaces; all else of the data directory stays.</summary>
    public static readonly string[] Replaced =
        [DatabaseFile, $"{DatabaseFile}-wal", $"{DatabaseFile}-shm", KeysFolder, MappingsFolder, SettingsFile, FormerSettingsFile, CertificateFile, "setup.code"];

    /// <summary>The end of a wait for another program is looked for ten times a second.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    /// <summary>For how long whoever takes the folder waits at least, since a look at who has it holds it for a moment: 0.5 s.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(500);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream? _lock;

    private DataDirectory(string path, FileStream? held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Whether it held a restore that was broken off before it was complete, and that was removed.</summary>
    public bool HadBrokenRestore { get; private set; }

    /// <summary>The database.</summary>
    public string Database => DatabaseIn(Path);

    /// <summary>Where a folder has its database.</summary>
    public static string DatabaseIn(string folder) => System.IO.Path.Combine(folder, DatabaseFile);

    /// <summary>Where a folder has the keys of its secrets.</summary>
    public static DirectoryInfo KeysIn(string folder) => new(System.IO.Path.Combine(folder, KeysFolder));

    /// <summary>Where a folder has the mapping files of its installation.</summary>
    public static string MappingsIn(string folder) => System.IO.Path.Combine(folder, MappingsFolder);

    /// <summary>Makes the folder if need be, takes it for this program, and ends what a restore or a backup that did not end has left.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="user">What this program is, for the message to another one: <c>the service, DLMS port 4059</c>.</param>
    /// <param name="patience">How long another program may still have it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusedException">Another program has it, or it cannot be written.</exception>
    public static async Task<DataDirectory> TakeAsync(string folder, string user, TimeSpan patience = default, CancellationToken cancellationToken = default)
    {
        var path = System.IO.Path.GetFullPath(folder);
        FileStream? held = null;
        try
        {
            CreateOwnerOnly(path);
            held = await LockAsync(path, patience, cancellationToken);
            var taken = new DataDirectory(path, held);
            await taken.DescribeAsync(user);
            taken.HadBrokenRestore = await EndWhatWasBrokenOffAsync(path);
            return taken;
        }
        catch (Exception e)
        {
            var holder = held is null ? HeldBy(path) : null;
            held?.Dispose();
            if (e is IOException or UnauthorizedAccessException or StoreException)
            {
                throw holder is null ? CannotBeUsed(path, e) : new RefusedException($"{path} is in use by {holder}; stop it first.", e);
            }

            throw;
        }
    }

    /// <summary>The same for a part of this program that ends sooner: disposing of it gives nothing up.</summary>
    /// <exception cref="RefusedException">A restore that is under way could not be ended.</exception>
    public async Task<DataDirectory> LendAsync()
    {
        try
        {
            var hadBroken = await EndWhatWasBrokenOffAsync(Path) || HadBrokenRestore;
            HadBrokenRestore = false;
            return new DataDirectory(Path, held: null) { HadBrokenRestore = hadBroken };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException)
        {
            throw CannotBeUsed(Path, e);
        }
    }

    /// <summary>Says what this program is, for the message to another one.</summary>
    public Task DescribeAsync(string user) => File.WriteAllTextAsync(DescriptionIn(Path), $"process {Environment.ProcessId}, {user}");

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
        try
        {
            // to be read only, as it may be on a disk that cannot be written; others may look at the same time
            using var probe = new FileStream(LockIn(folder), FileMode.Open, FileAccess.Read, FileShare.Read);
            return null;
        }
        catch (IOException e) when (HeldFile.IsTaken(e))
        {
            return DescriptionOf(folder) ?? "another program";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
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
    public void Dispose() => _lock?.Dispose();

    private static async Task<FileStream> LockAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var left = patience > LeastPatience ? patience : LeastPatience; ; left -= Again)
        {
            try
            {
                return HeldFile.Open(LockIn(path));
            }
            catch (IOException e) when (HeldFile.IsTaken(e) && left > TimeSpan.Zero)
            {
                await Task.Delay(Again, cancellationToken);
            }
        }
    }

    /// <summary>Whether a restore was broken off before it was complete.</summary>
    private static async Task<bool> EndWhatWasBrokenOffAsync(string path)
    {
        var wasBrokenOff = await PendingRestore.GoOnAsync(path);
        KeptDatabase.GoOn(path);
        Leftovers.Remove(System.IO.Path.Combine(path, BackupFolder));
        return wasBrokenOff;
    }

    private static RefusedException CannotBeUsed(string path, Exception e) => new($"{path} cannot be used as data directory: {e.Message}", e);

    /// <summary>What the program that has a folder has said of itself; null: it is just saying it, or never did.</summary>
    private static string? DescriptionOf(string folder)
    {
        try
        {
            return File.Exists(DescriptionIn(folder)) ? File.ReadAllText(DescriptionIn(folder)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string LockIn(string folder) => System.IO.Path.Combine(folder, "service.lock");

    private static string DescriptionIn(string folder) => System.IO.Path.Combine(folder, "service.txt");
}
