namespace Gateway.Api;

/// <summary>The store as the interface shows it.</summary>
internal sealed record StoreResource
{
    /// <summary>How many readings are kept.</summary>
    public required long Readings { get; init; }

    /// <summary>When the oldest of them was made, UTC; null: there is none.</summary>
    public required DateTimeOffset? Oldest { get; init; }

    /// <summary>When the newest was made, UTC; null: there is none.</summary>
    public required DateTimeOffset? Newest { get; init; }

    /// <summary>The length of the file with its log, in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The part of it that is the write-ahead log, in bytes.</summary>
    public required long LogLength { get; init; }

    /// <summary>The part of it that removed readings left and new ones fill first, in bytes.</summary>
    public required long Reusable { get; init; }

    /// <summary>The bytes that are free on its disk.</summary>
    public required long? Free { get; init; }

    /// <summary>How many readings are stored a day.</summary>
    public required double ReadingsPerDay { get; init; }

    /// <summary>What a reading takes in the file, in bytes.</summary>
    public required double BytesPerReading { get; init; }

    /// <summary>How long readings are kept where no group says otherwise.</summary>
    public required TimeSpan Retention { get; init; }

    /// <summary>How long they are kept by the groups that say otherwise.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> GroupRetention { get; init; }

    /// <summary>How far the clock by which readings grow old is behind the gateway's; it runs twice as fast until it has caught up.</summary>
    public required TimeSpan RetentionBehind { get; init; }

    /// <summary>How many readings there will be when the oldest have come to the end of their retention.</summary>
    public required long ExpectedReadings { get; init; }

    /// <summary>The length of the file then, in bytes.</summary>
    public required long ExpectedLength { get; init; }

    /// <summary>When old readings were looked for last, UTC; null: never.</summary>
    public required DateTimeOffset? RetentionRunAt { get; init; }

    /// <summary>How many telegrams were removed then.</summary>
    public required long RetentionRemoved { get; init; }

    /// <summary>Why old readings cannot be removed; null: they can.</summary>
    public required string? RetentionFault { get; init; }

    /// <summary>What a person has to see to, in words; null: nothing.</summary>
    public required string? Warning { get; init; }
}
