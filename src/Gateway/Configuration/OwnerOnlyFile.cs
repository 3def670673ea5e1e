using System.Text;

namespace Gateway.Configuration;

/// <summary>A small file that only its owner can read; on Windows the rights of its folder hold.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes it whole or not at all, and to the disk.</summary>
    public static void Write(string path, IEnumerable<string> lines) =>
        WholeFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + Environment.NewLine))), OwnerOnly);
}
