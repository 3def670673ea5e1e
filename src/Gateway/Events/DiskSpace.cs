using Gateway.CommandLine;

namespace Gateway.Events;

/// <summary>How much room is left on a disk.</summary>
internal static class DiskSpace
{
    /// <summary>Room that backup and restore leave on the disk: 100 MB, so that no reading is lost for them.</summary>
    public const long Reserve = 100_000_000;

    /// <summary>What is said where there is no room for so many bytes; null: there is.</summary>
    public static string? LackFor(long bytes, string folder) => FreeOn(folder) is { } free && free < bytes
        ? $"there is no room in {folder}: {ShownValue.Bytes(free)} are free, {ShownValue.Bytes(bytes)} are needed"
        : null;

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
