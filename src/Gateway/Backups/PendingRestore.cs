using System.Text;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.HeadEnd;
using Metering;
using Metering.Storage;

namespace Gateway.Backups;

/// <summary>
/// Puts a backup that lies ready in <c>restore/new</c> of the data directory in the place of what is there, and that into <c>restore/old</c>. It does so
/// when nobody uses the data directory, and goes on where it was when the machine lost its power: the name of one file says how far it is.
/// <code>
/// staged     the new lies ready, the old is in place       -> counters of the new go beyond those of the old; the old moves to restore/old
/// emptied    the old is in restore/old                     -> the new moves into place
/// placed     the new is in place, and has to prove that the service starts with it
/// returning  it did not                                    -> counters of the old go beyond those of the new; the new moves back
/// returned   the new is in restore/new                     -> the old moves into place, and what was restored is removed
/// </code>
/// Without such a file whatever lies in <c>restore</c> is the rest of one that was not completed, and is removed.
/// </summary>
internal static class PendingRestore
{
    private enum Step
    {
        Staged,
        Emptied,
        Placed,
        Returning,
        Returned,
    }

    /// <summary>Where the backup is unpacked.</summary>
    public static string NewIn(string folder) => Path.Combine(RestoreIn(folder), "new");

    /// <summary>Where what was there before is kept after a restore, until the next one or until somebody deletes it.</summary>
    public static string ReplacedIn(string folder) => Path.Combine(folder, "replaced");

    /// <summary>Whether a backup lies ready, or has not yet proven that the service starts with it.</summary>
    public static bool IsUnderWay(string folder) => StepOf(folder) is not null;

    /// <summary>What was unpacked is complete: from here on it comes into place, whatever happens.</summary>
    public static void Stage(string folder)
    {
        Told(folder);
        WholeFile.Write(MarkOf(folder, Step.Staged), []);
    }

    /// <summary>Why the service did not start with what was restored, so that the former state came back; null: it did, or that was told.</summary>
    public static string? FaultIn(string folder)
    {
        const string Unknown = "its log says why";
        try
        {
            return !File.Exists(FaultFileIn(folder)) ? null : File.ReadAllText(FaultFileIn(folder)) is { Length: > 0 } reason ? reason : Unknown;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    /// <summary>The service that runs again has told why.</summary>
    public static void Told(string folder) => Leftovers.Remove(FaultFileIn(folder));

    /// <summary>Goes on with what is under way, and removes what was not completed. Nobody else may use the data directory.</summary>
    /// <returns>Whether there was one that was not completed.</returns>
    /// <exception cref="IOException">It could not; the next time goes on.</exception>
    public static async Task<bool> GoOnAsync(string folder)
    {
        if (StepOf(folder) is null)
        {
            // the rest of one that was taken back is told as such
            var wasBrokenOff = Directory.Exists(NewIn(folder)) && FaultIn(folder) is null;
            DeleteFolder(RestoreIn(folder));
            return wasBrokenOff;
        }

        var (unpacked, former) = (NewIn(folder), Path.Combine(RestoreIn(folder), "old"));
        while (StepOf(folder) is { } step and not Step.Placed)
        {
            switch (step)
            {
                case Step.Staged:
                    await KeepCountersAheadAsync(unpacked, folder);
                    Move(folder, former);
                    Next(folder, step, Step.Emptied);
                    break;
                case Step.Emptied:
                    Move(unpacked, folder);
                    Next(folder, step, Step.Placed);
                    break;
                case Step.Returning:
                    await KeepCountersAheadAsync(former, folder);
                    Move(folder, unpacked);
                    Next(folder, step, Step.Returned);
                    break;
                default:
                    Move(former, folder);
                    File.Move(MarkOf(folder, step), FaultFileIn(folder), overwrite: true);
                    DeleteFolder(RestoreIn(folder));
                    break;
            }
        }

        return false;
    }

    /// <summary>The service has started with what was restored: the former state is kept in <c>replaced</c>.</summary>
    public static void Keep(string folder)
    {
        if (StepOf(folder) != Step.Placed)
        {
            return;
        }

        var former = Path.Combine(RestoreIn(folder), "old");
        if (Directory.Exists(former))
        {
            // what somebody else has in it keeps no backup from being in force
            Leftovers.Remove(ReplacedIn(folder));
            Directory.Move(former, FreeNameOf(ReplacedIn(folder)));
        }

        File.Delete(MarkOf(folder, Step.Placed));
        DeleteFolder(RestoreIn(folder));
    }

    /// <summary>The service does not start with what was restored: the next one to take the data directory brings the former state back. False: nothing was restored.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="reason">Why it does not start; it is told by the service that starts with the former state, also by another process.</param>
    public static bool TakeBack(string folder, string reason)
    {
        if (StepOf(folder) != Step.Placed)
        {
            return false;
        }

        if (!Directory.Exists(Path.Combine(RestoreIn(folder), "old")))
        {
            // it had started, and was ended just before that was noted
            File.Delete(MarkOf(folder, Step.Placed));
            return false;
        }

        try
        {
            WholeFile.Write(MarkOf(folder, Step.Placed), Encoding.UTF8.GetBytes(reason));
        }
        catch (IOException)
        {
            // a full disk keeps no former state away; the log has the reason
        }

        Next(folder, Step.Placed, Step.Returning);
        return true;
    }

    private static string FaultFileIn(string folder) => Path.Combine(folder, "restore.fault");

    private static string RestoreIn(string folder) => Path.Combine(folder, "restore");

    private static string MarkOf(string folder, Step step) => Path.Combine(RestoreIn(folder), $"{step}".ToLowerInvariant());

    private static Step? StepOf(string folder) => Enum.GetValues<Step>().Where(step => File.Exists(MarkOf(folder, step))).Select(step => (Step?)step).FirstOrDefault();

    private static void Next(string folder, Step from, Step to) => File.Move(MarkOf(folder, from), MarkOf(folder, to));

    /// <summary>What was moved already is not there any more: a second time does the rest.</summary>
    private static void Move(string from, string to)
    {
        DataDirectory.CreateOwnerOnly(to);
        foreach (var part in DataDirectory.Replaced)
        {
            var (source, target) = (Path.Combine(from, part), Path.Combine(to, part));
            if (Directory.Exists(source))
            {
                if (Directory.Exists(target))
                {
                    // an empty one, which somebody made in its place; with something in it, it stays, and so does what should come
                    Directory.Delete(target);
                }

                Directory.Move(source, target);
            }
            else if (File.Exists(source))
            {
                File.Move(source, target);
            }
        }
    }

    private static string FreeNameOf(string folder)
    {
        var name = folder;
        for (var number = 2; Path.Exists(name); number++)
        {
            name = $"{folder}-{number}";
        }

        return name;
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// Counters that were used with the state that goes must not be used with the one that comes. A state that nobody can read has none that could be known,
    /// and uses none; a machine that had no state has none to raise.
    /// </summary>
    /// <exception cref="StoreException">They could not be raised: the state must not come.</exception>
    private static async Task KeepCountersAheadAsync(string comes, string goes)
    {
        if (!File.Exists(DataDirectory.DatabaseIn(goes)) || !File.Exists(DataDirectory.DatabaseIn(comes)))
        {
            return;
        }

        try
        {
            await using var former = SqliteDatabase.Open(DataDirectory.DatabaseIn(goes));
            await using var next = SqliteDatabase.Open(DataDirectory.DatabaseIn(comes));
            await RestoredCounters.KeepAheadAsync(new SqliteStateStore(next), new SqliteStateStore(former));
        }
        catch (Exception e) when (e is RefusedException or StoreException { Fault: StoreFault.Foreign or StoreFault.TooNew or StoreFault.Corrupt })
        {
            // what cannot be read is what was restored for; the counters went up by 2^20 when the backup was unpacked
        }
    }
}
