using Gateway.Configuration;
using Gateway.Events;
using Gateway.HeadEnd;
using Metering;
using Metering.Storage;

namespace Gateway.ServiceControl;

/// <summary>
/// The database as the former version left it. It is kept until the new version has served for a while, where that one changes the tables: the former one
/// cannot read them then. What is sent and accepted meanwhile must not be sent and accepted again, so the copy is marked as that of another machine: whoever
/// starts with it raises the counters first.
/// </summary>
/// <param name="control">Copies files of the data directory.</param>
internal sealed class KeptDatabase(IServiceControl control)
{
    /// <summary>What has served for so long stays, whatever keeps it from starting later: 1 h.</summary>
    private static readonly TimeSpan Proof = TimeSpan.FromHours(1);

    /// <summary>Whether there is a copy.</summary>
    public bool IsKept => File.Exists(Kept);

    /// <summary>Whether the new version changes the tables.</summary>
    public bool IsNeeded => File.Exists(Database) && SqliteDatabase.VersionOf(Database) < SqliteDatabase.NewestVersion;

    /// <summary>Whether the tables are not those of the copy any more, or cannot be read.</summary>
    public bool HasChanged
    {
        get
        {
            try
            {
                return IsKept && (!File.Exists(Database) || SqliteDatabase.VersionInUse(Database) != SqliteDatabase.VersionOf(Kept));
            }
            catch (StoreException)
            {
                return true;
            }
        }
    }

    private string Database => DataDirectory.DatabaseIn(control.DataDirectory);

    private string Kept => KeptIn(control.DataDirectory);

    private string Unfinished => Kept + ".part";

    /// <summary>What was in its place before it was put back.</summary>
    public string GivenUp => Database + ".given-up";

    /// <summary>The service has served since it was started: a copy of long ago goes.</summary>
    /// <param name="folder">The data directory.</param>
    public static void EndOld(string folder)
    {
        var kept = KeptIn(folder);
        if (File.Exists(kept) && DateTime.UtcNow - File.GetLastWriteTimeUtc(kept) > Proof)
        {
            Leftovers.Remove(kept);
        }
    }

    /// <summary>It was being put back when the machine lost its power: nothing must begin without it.</summary>
    /// <param name="folder">The data directory, which nobody uses.</param>
    public static void GoOn(string folder)
    {
        if (!File.Exists(DataDirectory.DatabaseIn(folder)) && File.Exists(KeptIn(folder)))
        {
            File.Move(KeptIn(folder), DataDirectory.DatabaseIn(folder));
        }
    }

    /// <summary>Looks before anything is changed.</summary>
    /// <exception cref="ServiceControlException">There is no room for a copy that is needed.</exception>
    public void NeedRoom()
    {
        if (IsNeeded && DiskSpace.LackFor(new[] { Database, LogOf(Database) }.Where(File.Exists).Sum(file => new FileInfo(file).Length) + DiskSpace.Reserve, control.DataDirectory) is { } lack)
        {
            throw new ServiceControlException($"The database is copied before it is changed, and {lack}. Nothing was changed.");
        }
    }

    /// <summary>Copies it, if it is needed. A copy that has its name is whole and on the disk.</summary>
    public async Task MakeAsync()
    {
        Delete();
        if (!IsNeeded)
        {
            return;
        }

        await control.CopyAsync(Database, Unfinished);
        if (File.Exists(LogOf(Database)))
        {
            await control.CopyAsync(LogOf(Database), LogOf(Unfinished));
        }

        RestoredCounters.MarkCopy(Unfinished);
        WholeFile.Flush(Unfinished);
        File.Move(Unfinished, Kept);
    }

    /// <summary>Puts it back. What was in its place is kept beside it.</summary>
    public void PutBack()
    {
        File.Delete($"{Database}-shm");
        MoveAway(LogOf(Database), LogOf(GivenUp));
        MoveAway(Database, GivenUp);
        File.Move(Kept, Database);
    }

    /// <summary>Deletes the copy, also one that is not whole.</summary>
    public void Delete() => Delete(Kept, Unfinished);

    /// <summary>Deletes what was given up by a way back.</summary>
    public void DeleteGivenUp() => Delete(GivenUp);

    private static void Delete(params string[] databases)
    {
        foreach (var file in databases)
        {
            File.Delete(file);
            File.Delete(LogOf(file));
            File.Delete($"{file}-shm");
        }
    }

    private static string KeptIn(string folder) => DataDirectory.DatabaseIn(folder) + ".before-upgrade";

    private static string LogOf(string database) => $"{database}-wal";

    private static void MoveAway(string file, string to)
    {
        File.Delete(to);
        if (File.Exists(file))
        {
            File.Move(file, to);
        }
    }
}
