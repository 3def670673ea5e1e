using Metering;

namespace Gateway.Api;

/// <summary>The last readout of a meter as the mapping in force makes it, and what is left over of it.</summary>
internal sealed record ValuesResource
{
    /// <summary>The meter's number in the store.</summary>
    public required int Meter { get; init; }

    /// <summary>How its last readout stands.</summary>
    public required LastReadoutState State { get; init; }

    /// <summary>When the values were read, with the offset of the gateway's zone; null before the first readout.</summary>
    public required DateTimeOffset? ReadAt { get; init; }

    /// <summary>The M-Bus status byte of the first telegram; null before the first readout.</summary>
    public required byte? Status { get; init; }

    /// <summary>The same in words.</summary>
    public required string? StatusText { get; init; }

    /// <summary>The file of the mapping that applies to the meter; null: there is none.</summary>
    public required string? Mapping { get; init; }

    /// <summary>The objects that the mapping gives, in the order of its file.</summary>
    public required IReadOnlyList<ValueResource> Values { get; init; }

    /// <summary>The records that gave no object its value.</summary>
    public required IReadOnlyList<RecordResource> Unmapped { get; init; }
}
