namespace Gateway.Backups;

/// <summary>A backup that comes into place with the next start.</summary>
/// <param name="Manifest">What it is of.</param>
/// <param name="Notes">What is other here than where it was made, in sentences.</param>
internal sealed record StagedRestore(BackupManifest Manifest, IReadOnlyList<string> Notes);
