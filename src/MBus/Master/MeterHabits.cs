namespace MBus.Master;

/// <summary>What the master has learnt about one meter; it saves the next reading the detours of the first.</summary>
internal sealed class MeterHabits
{
    /// <summary>What a slow meter gets beyond the standard's response time: meters that need more than a second are on record.</summary>
    public static readonly TimeSpan SlowResponseTime = TimeSpan.FromSeconds(2.5);

    /// <summary>It answers only when the first request has frame count bit 0.</summary>
    public bool FirstBitZero { get; set; }

    /// <summary>Its answers came after the response time.</summary>
    public bool IsSlow { get; set; }

    /// <summary>What it gets: what it is said to need, and no less than what it was seen to need; null: what the bus has.</summary>
    public TimeSpan? ExtraResponseTime(ReadoutOptions options) =>
        IsSlow && !(options.ExtraResponseTime > SlowResponseTime) ? SlowResponseTime : options.ExtraResponseTime;
}
