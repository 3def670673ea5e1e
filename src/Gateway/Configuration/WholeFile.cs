namespace Gateway.Configuration;

/// <summary>A small file that is replaced whole or not at all, also when the machine loses its power meanwhile.</summary>
internal static class WholeFile
{
    /// <summary>Windows replaces no file that somebody reads just now: 50 times, 20 ms apart.</summary>
    private const int Attempts = 50;

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(20);

    /// <summary>Writes beside it, to the disk, and then puts that in its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its octets.</param>
    /// <param name="mode">Who can read it where there are such rights; null: what is usual there.</param>
    /// <exception cref="IOException">It could not be written; what stood there stands there still.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var unfinished = path + ".new";

        // what an earlier attempt left has its own rights
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using (var stream = new FileStream(unfinished, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        Replace(unfinished, path);
    }

    private static void Replace(string unfinished, string path)
    {
        for (var left = OperatingSystem.IsWindows() ? Attempts : 1; ; left--)
        {
            try
            {
                File.Move(unfinished, path, overwrite: true);
                return;
            }
            catch (Exception e) when (left > 1 && e is (IOException or UnauthorizedAccessException))
            {
                Thread.Sleep(Apart);
            }
        }
    }

    /// <summary>A file that was written otherwise is on the disk when it returns.</summary>
    public static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        stream.Flush(flushToDisk: true);
    }
}
