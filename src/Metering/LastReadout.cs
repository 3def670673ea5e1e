namespace Metering;

/// <summary>What is known of a meter's last readout: a snapshot that never changes.</summary>
/// <param name="Readout">The latest reading, or null before the first one.</param>
/// <param name="FailedAt">When an attempt after that reading failed for the last time, or null.</param>
public sealed record LastReadout(MeterReadout? Readout, DateTimeOffset? FailedAt)
{
    /// <summary>A meter that was never read.</summary>
    public static readonly LastReadout Never = new(Readout: null, FailedAt: null);

    /// <summary>The state in one word.</summary>
    public LastReadoutState State => (Readout, FailedAt) switch
    {
        (null, _) => LastReadoutState.Never,
        (_, not null) => LastReadoutState.OldAfterFailure,
        ({ IsComplete: false }, _) => LastReadoutState.Incomplete,
        _ => LastReadoutState.Ok,
    };
}
