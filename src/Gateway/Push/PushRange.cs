namespace Gateway.Push;

/// <summary>What is to be sent of a device's report.</summary>
/// <param name="After">What was delivered: the last place in the order of storing.</param>
/// <param name="Through">The last place to be sent.</param>
/// <param name="LatestRows">So many of the latest rows instead; null: what was stored in the range.</param>
/// <param name="AfterPosition">Of the latest rows only those behind this position: the others were delivered in this firing.</param>
internal readonly record struct PushRange(long After, long Through, int? LatestRows = null, long AfterPosition = long.MinValue);
