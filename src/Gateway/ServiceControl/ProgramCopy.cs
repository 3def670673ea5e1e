namespace Gateway.ServiceControl;

/// <summary>Copies the folder of the program.</summary>
internal static class ProgramCopy
{
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

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
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
