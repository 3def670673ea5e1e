namespace Gateway.Readout;

/// <summary>That a meter may not be read now.</summary>
/// <param name="Until">When it may be read again, UTC.</param>
/// <param name="Reason">Why.</param>
internal sealed record ReadoutHold(DateTimeOffset Until, ReadoutHoldReason Reason);
