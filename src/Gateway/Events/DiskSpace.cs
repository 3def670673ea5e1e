namespace Gateway.Events;

/// <summary>How much room is left on a disk.</summary>
internal static class DiskSpace
{
    /// <summary>Bytes that this account may still write on the disk of a folder; null: the operating system does not say.</summary>
    public static long? FreeOn(string folder)
    {
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
