using System.Text;
using Gateway.Configuration;

namespace Gateway.ServiceControl;

/// <summary>
/// An upgrade under way: a file beside the versions names the one to go back to. One that is there when no upgrade runs tells of an upgrade that broke off,
/// by a power cut for instance.
/// </summary>
/// <param name="programs">Holds a folder for each version.</param>
internal sealed class BegunUpgrade(string programs)
{
    private const string Copied = "with a copy of the database";
    private readonly string _file = Path.Combine(programs, "upgrade");

    /// <summary>The folder of the version to go back to; null: no upgrade is under way.</summary>
    public string? Former => Lines is [{ Length: > 0 } name, ..] && Path.Combine(programs, name) is var folder && Directory.Exists(folder) ? folder : null;

    /// <summary>Whether the new version changes the tables, so that the former one needs the copy of them.</summary>
    public bool NeedsCopy => Lines is [_, Copied, ..];

    private string[] Lines => File.Exists(_file) ? File.ReadAllLines(_file) : [];

    /// <summary>What a person can do when it broke off; null: no upgrade is under way.</summary>
    /// <param name="program">The file of the program in the folder of a version.</param>
    public string? WayBack(string program) => Former is not { } former ? null
        : $"As administrator, \"{Path.Combine(former, program)}\" service upgrade goes back to the former version where the new one does not serve, and that of a newer program tries again.";

    /// <summary>Begins it.</summary>
    /// <param name="former">The folder of the version in use.</param>
    /// <param name="needsCopy">Whether the new version changes the tables.</param>
    public void Begin(string former, bool needsCopy) =>
        WholeFile.Write(_file, Encoding.UTF8.GetBytes(needsCopy ? $"{Path.GetFileName(former)}\n{Copied}" : Path.GetFileName(former)));

    /// <summary>It is at its end, or taken back; somebody may have deleted all versions meanwhile.</summary>
    public void End()
    {
        if (File.Exists(_file))
        {
            File.Delete(_file);
        }
    }
}
