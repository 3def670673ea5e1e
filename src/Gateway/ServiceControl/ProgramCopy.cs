namespace Gateway.ServiceControl;

/// <summary>Copies the folder of the program.</summary>
internal static class ProgramCopy
{
    /// <summary>Copies all of it, under another name until it is complete.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static void Make(string source, string target)
    {
        var unfinished = target + ".part";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(unfinished, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.Move(unfinished, target);
    }
}
