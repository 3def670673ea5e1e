using Gateway.Configuration;
using Gateway.Events;
using Metering.Storage;

namespace Gateway.ServiceControl;

/// <summary>
/// The database as the former version left it, with its log if it was not stopped in order. It is kept until the new version serves, where that one changes
/// the tables: the former one cannot read them then.
/// </summary>
/// <param name="control">Copies files of the data directory.</param>
internal sealed class KeptDatabase(IServiceControl control)
{
    /// <summary>Ends the names of the copies.</summary>
    private const string Kept = ".before-upgrade";

    /// <summary>Stays free beside the copy, for what the new version writes: 100 MB.</summary>
    private const long Reserve = 100_000_000;

    /// <summary>Whether there is a copy.</summary>
    public bool IsKept => File.Exists(Database + Kept);

    private string[] Files => [Database, Database + "-wal", Database + "-shm"];

    private string Database => DataDirectory.DatabaseIn(control.DataDirectory);

    private bool IsNeeded => File.Exists(Database) && SqliteDatabase.VersionOf(Database) < SqliteDatabase.NewestVersion;

    /// <summary>Looks before anything is changed.</summary>
    /// <exception cref="ServiceControlException">There is no room for a copy that is needed.</exception>
    public void NeedRoom()
    {
        var needed = IsNeeded ? Files.Where(File.Exists).Sum(file => new FileInfo(file).Length) + Reserve : 0;
        if (DiskSpace.FreeOn(control.DataDirectory) is { } free && free < needed)
        {
            throw new ServiceControlException(
                $"There is no room to keep a copy of the database in {control.DataDirectory}: "
                + $"{free / 1_000_000} MB are free, {needed / 1_000_000} MB are needed. Nothing was changed.");
        }
    }

    /// <summary>Copies it, if it is needed.</summary>
    public async Task MakeAsync()
    {
        Delete();
        foreach (var file in IsNeeded ? Files.Where(File.Exists) : [])
        {
            await control.CopyAsync(file, file + Kept);
        }
    }

    /// <summary>
    /// Puts it back, if there is a copy. What the new version sent and accepted must not be sent and accepted again: its counters have to be raised.
    /// The database goes last: while its copy is there, this is still to be done.
    /// </summary>
    public void PutBack()
    {
        foreach (var file in IsKept ? Files.Reverse() : [])
        {
            File.Delete(file);
            if (File.Exists(file + Kept))
            {
                File.Move(file + Kept, file);
            }
        }
    }

    /// <summary>Deletes the copy, also one that is not whole.</summary>
    public void Delete()
    {
        foreach (var file in Files)
        {
            File.Delete(file + Kept);
        }
    }
}
