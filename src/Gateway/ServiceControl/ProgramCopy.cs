using Gateway.Configuration;

namespace Gateway.ServiceControl;

/// <summary>Copies the folder of the program.</summary>
internal static class ProgramCopy
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Copies all of it, under another name until it is complete.</summary>
    /// <exception cref="IOException">It cannot, or the target is there already; what was there stays.</exception>
    public static void Make(string source, string target)
    {
        var unfinished = target + ".part";
        try
        {
            Copy(source, unfinished);
            Directory.Move(unfinished, target);
        }
        catch
        {
            Abandon(unfinished);
            throw;
        }
    }

    /// <summary>Makes a folder, with those that it is in, that every account can enter, whatever rights are usual for whoever installs.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        MakeFolder(Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, Readable | Executable);
        }
    }

    /// <summary>Each file is on the disk before the copy is used: what is started after a power cut is whole.</summary>
    private static void Copy(string source, string target)
    {
        MakeFolder(target);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            MakeFolder(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(copy, Readable | (File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute) ? Executable : UnixFileMode.None));
            }

            WholeFile.Flush(copy);
        }
    }

    /// <summary>What cannot be cleaned up hides no fault: the next upgrade deletes it.</summary>
    private static void Abandon(string unfinished)
    {
        try
        {
            Directory.Delete(unfinished, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
