namespace Gateway.Backups;

/// <summary>What a backup is of, its first entry: known before the long rest is read.</summary>
internal sealed record BackupManifest
{
    /// <summary>The version of the entries that this program writes.</summary>
    public const int NewestForm = 1;

    /// <summary>The version of its entries.</summary>
    public required int Form { get; init; }

    /// <summary>The version of the program that made it.</summary>
    public required string Program { get; init; }

    /// <summary>The version of the database in it.</summary>
    public required int StoreVersion { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The logical device name of the gateway, <c>ELV0200000001</c>.</summary>
    public required string LogicalDeviceName { get; init; }

    /// <summary>How many meters it has.</summary>
    public required int Meters { get; init; }

    /// <summary>How many readings are in it; null: they were left out.</summary>
    public long? Readings { get; init; }
}
