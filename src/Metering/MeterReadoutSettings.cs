namespace Metering;

/// <summary>How one meter is read, where that differs from its group, its bus, or what the master learns by itself.</summary>
public sealed record MeterReadoutSettings
{
    /// <summary>As its group and bus, and as the master learns.</summary>
    public static readonly MeterReadoutSettings Default = new();

    /// <summary>How often it is read, <c>15 min</c> or <c>1 day</c>; null: as its group, its bus or the gateway says.</summary>
    public string? Interval { get; init; }

    /// <summary>The least time between two readouts, whoever asks: the battery pays for each. Null: none.</summary>
    public TimeSpan? MinimumInterval { get; init; }

    /// <summary>How many readouts the meter grants in how much time, whoever asks; null: any number.</summary>
    public ReadoutQuota? Quota { get; init; }

    /// <summary>What it needs beyond the standard's response time; null: what the bus has, or what was learnt.</summary>
    public TimeSpan? ExtraResponseTime { get; init; }

    /// <summary>The frame count bit of the first request (EN 13757-2, 5.7.4): true 7Bh, false 5Bh; null: as learnt, 7Bh at first.</summary>
    public bool? FirstFrameCountBit { get; init; }

    /// <summary>The subcode of an application reset before each readout, such as 50h for instantaneous values; null: no reset.</summary>
    public byte? ApplicationReset { get; init; }
}
