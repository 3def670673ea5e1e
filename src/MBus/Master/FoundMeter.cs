using MBus.Link;

namespace MBus.Master;

/// <summary>A meter that a search has found.</summary>
/// <param name="Address">
/// Its secondary address, with wildcards for what its answer does not say; null when it answered at a primary address without
/// saying who it is.
/// </param>
/// <param name="Answer">Its first telegram, the only one that a search reads: each reading costs a battery.</param>
public sealed record FoundMeter(SecondaryAddress? Address, LinkFrame Answer);
