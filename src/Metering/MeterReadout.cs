using System.Collections.Immutable;

namespace Metering;

/// <summary>A reading: the bytes that a meter sent, and when. Everything else about it is derived.</summary>
public sealed record MeterReadout
{
    /// <summary>Whose reading it is.</summary>
    public required MeterId Meter { get; init; }

    /// <summary>When the meter was read, UTC, to the millisecond.</summary>
    public required DateTimeOffset ReadAt { get; init => field = Milliseconds(value); }

    /// <summary>When the reading arrived here, if that is another time: a module sends it later. UTC, to the millisecond.</summary>
    public DateTimeOffset? ReceivedAt { get; init => field = value is { } at ? Milliseconds(at) : null; }

    /// <summary>What the bytes are.</summary>
    public PayloadFormat Format { get; init; } = PayloadFormat.WiredFrames;

    /// <summary>The telegrams as received; the place in the list is the number of the telegram. At least one.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> Telegrams { get; init; }

    /// <summary>False when the meter announced a further telegram that could not be read.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Its place in the order of storing, over all meters, from 1 up with gaps; 0 until it is stored.</summary>
    public long AppendNumber { get; init; }

    /// <summary>When the reading was known here.</summary>
    public DateTimeOffset KnownAt => ReceivedAt ?? ReadAt;

    private static DateTimeOffset Milliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
