using System.Runtime.CompilerServices;
using Gateway.Backups;

namespace Gateway.Checkup;

/// <summary>Whether the data directory is there, this account's to write, and nobody else's to read.</summary>
internal sealed class DataDirectoryCheck : ICheck
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The account that may use whatever is in its folders.</summary>
    private const string Root = "root";

    /// <inheritdoc />
    public string Subject => "data directory";

    /// <inheritdoc />
    public async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = gateway.Folder;
        if (!Directory.Exists(folder))
        {
            yield return File.Exists(folder)
                ? Finding.Bad(Subject, $"{folder} is a file.", "Set Gateway:DataDirectory to a folder.")
                : Finding.Look(Subject, $"{folder} is not there; the first start makes it.", "If the gateway has run before, its data are elsewhere: give --data-directory, or set Gateway:DataDirectory.");
            yield break;
        }

        if (gateway.Holder is null && PendingRestore.IsUnderWay(folder))
        {
            yield return Finding.Look("restore", "A backup was brought back, and has not yet proven that the service starts with it: what follows is of the backup.", HowTo.Start);
        }

        var owner = await FileOwner.OfAsync(folder);
        if (WriteFault(folder) is { } fault)
        {
            yield return Finding.Bad(
                Subject,
                $"{folder} is not {Environment.UserName}'s to write: {fault}",
                owner is { User: var user } ? $"Call doctor as the account of the service, which owns it: sudo -u {user} gateway doctor." : "Give the account of the service the right to write it.");
            yield break;
        }

        if (owner is { User: not Root and var account } && await FileOwner.OthersInAsync(folder, account) is [var one, .. var more])
        {
            yield return Finding.Bad(
                Subject,
                $"{folder} is {account}'s, but {one}{(more.Length == 0 ? " is" : $" and {more.Length} more are")} not: the service may not start, or not store.",
                $"sudo chown -R {account}: {folder}");
            yield break;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != UnixFileMode.None)
        {
            yield return Finding.Look(Subject, $"{folder} can be read by others than its owner: it holds keys.", $"chmod 700 {folder}");
            yield break;
        }

        yield return owner is { User: var other } && other != Environment.UserName
            ? Finding.Look(Subject, $"{folder} is {other}'s, and you are {Environment.UserName}: what follows may be otherwise for the service.", $"Call doctor as {other}: sudo -u {other} gateway doctor.")
            : Finding.Ok(Subject, $"{folder} is there and can be written{(OperatingSystem.IsWindows() ? "" : ", its owner alone can read it")}.");
    }

    /// <summary>Tries it with a file that is gone at once: rights alone do not tell, as on a disk that is mounted to be read only.</summary>
    private static string? WriteFault(string folder)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(folder, $"doctor.{Environment.ProcessId}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
