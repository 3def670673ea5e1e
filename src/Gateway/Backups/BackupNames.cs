namespace Gateway.Backups;

/// <summary>The entries of one backup by their names. Who makes a backup and who reads it ask the same, so that none is made that cannot be brought back.</summary>
internal sealed class BackupNames
{
    /// <summary>Two names that differ in case only are one file on some systems.</summary>
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an entry can be in it: by a name that is known and not yet taken, not too long, and not one too many.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">Its octets.</param>
    public bool Take(string name, long length) =>
        BackupEntries.IsKnown(name) && (name == BackupEntries.Database || length <= BackupEntries.LongestSmall) && _taken.Count < BackupEntries.Most && _taken.Add(name);

    /// <summary>Whether an entry is in it.</summary>
    public bool Holds(string name) => _taken.Contains(name);
}
