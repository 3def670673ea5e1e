using Gateway.Backups;

namespace Gateway.Api;

/// <summary>A backup that was read, and what became of it.</summary>
/// <param name="IsStored">Whether it comes into place with the start that follows; false: it was only looked at.</param>
/// <param name="LogicalDeviceName">The gateway that it is of.</param>
/// <param name="MadeAt">When it was made, UTC.</param>
/// <param name="Program">The version that made it.</param>
/// <param name="Meters">How many meters it has.</param>
/// <param name="Readings">How many readings it has; null: they were left out.</param>
/// <param name="Notes">What is other here than where it was made, in sentences.</param>
internal sealed record RestoreResource(bool IsStored, string LogicalDeviceName, DateTimeOffset MadeAt, string Program, int Meters, long? Readings, IReadOnlyList<string> Notes)
{
    /// <summary>In the interface's form.</summary>
    public static RestoreResource Of(BackupManifest manifest, bool isStored, IReadOnlyList<string> notes) =>
        new(isStored, manifest.LogicalDeviceName, manifest.MadeAt, manifest.Program, manifest.Meters, manifest.Readings, notes);
}
