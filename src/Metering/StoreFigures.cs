namespace Metering;

/// <summary>How much a store holds.</summary>
public sealed record StoreFigures
{
    /// <summary>How many readings are kept.</summary>
    public required long Readings { get; init; }

    /// <summary>When the oldest of them was made, UTC; null: there is none.</summary>
    public required DateTimeOffset? Oldest { get; init; }

    /// <summary>When the newest last readout of a meter was made, UTC; null: there is none.</summary>
    public required DateTimeOffset? Newest { get; init; }

    /// <summary>How many readings were stored since the first one that was made at or after the moment that was asked for.</summary>
    public required long Recent { get; init; }

    /// <summary>When that first one was made, UTC; null: there is none.</summary>
    public required DateTimeOffset? RecentSince { get; init; }

    /// <summary>The length of the file with its log, in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The part of that which is its log: what was written and is not yet in its place, in bytes.</summary>
    public long Log { get; init; }

    /// <summary>The part of it that forgotten readings left and that new ones fill first, in bytes.</summary>
    public required long Reusable { get; init; }
}
