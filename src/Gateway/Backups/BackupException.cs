namespace Gateway.Backups;

/// <summary>A backup cannot be made, read or brought back; nothing was changed. The message says why and what to do, never a secret.</summary>
internal sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it could be done at another time, when what is under way has ended.</summary>
    public bool IsConflict { get; init; }
}
