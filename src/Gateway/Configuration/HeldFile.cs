namespace Gateway.Configuration;

/// <summary>A file that one program at a time has open; the operating system gives it up for a program that ends in any way.</summary>
internal static class HeldFile
{
    /// <summary>What the operating system says of a file that another program has: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static readonly int[] Taken = [11, 35, unchecked((int)0x8007_0020)];

    /// <summary>Opens it, and makes it if need be.</summary>
    /// <exception cref="IOException">Another program has it (<see cref="IsTaken"/>), or it cannot be written.</exception>
    public static FileStream Open(string path, FileOptions options = FileOptions.None) =>
        new(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = options });

    /// <summary>Whether another program has a file.</summary>
    public static bool IsTaken(IOException e) => Taken.Contains(e.HResult);
}
