using Gateway.ServiceControl;

namespace Gateway.Checkup;

/// <summary>Whose a file is; asked of the operating system, since the framework does not say.</summary>
/// <param name="User">The account.</param>
/// <param name="Group">Its group.</param>
internal sealed record FileOwner(string User, string Group)
{
    /// <summary>What is in a folder, at any depth, and not an account's, by its path; nothing where the operating system does not say.</summary>
    public static async Task<string[]> OthersInAsync(string folder, string user)
    {
        try
        {
            var (code, words) = OperatingSystem.IsLinux() ? await SystemProgram.TryAsync("find", folder, "-mindepth", "1", "!", "-user", user) : (1, "");
            return code == 0 ? words.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (ServiceControlException)
        {
            return [];
        }
    }

    /// <summary>The owner of a file or folder, of what a link leads to; null: the operating system does not say.</summary>
    public static async Task<FileOwner?> OfAsync(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            var (code, words) = await SystemProgram.TryAsync("stat", "-L", "-c", "%U %G", "--", path);
            return code == 0 && words.Split(' ') is [var user, var group] ? new FileOwner(user, group) : null;
        }
        catch (ServiceControlException)
        {
            return null;
        }
    }
}
