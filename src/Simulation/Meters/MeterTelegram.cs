namespace Simulation.Meters;

/// <summary>One telegram of a data sheet: records, and the maker's data after them.</summary>
internal sealed class MeterTelegram(params MeterRecord[] records)
{
    /// <summary>The records in the order sent.</summary>
    public IReadOnlyList<MeterRecord> Records { get; } = records;

    /// <summary>What the maker puts after DIF 0Fh, or after 1Fh when another telegram follows; null for nothing.</summary>
    public byte[]? ManufacturerData { get; init; }
}
