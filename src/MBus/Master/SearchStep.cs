namespace MBus.Master;

/// <summary>One address tried, and how far the search has come.</summary>
/// <typeparam name="TAddress">A primary address or a selection.</typeparam>
/// <param name="Address">What was tried.</param>
/// <param name="Finding">What was met.</param>
/// <param name="Meter">The meter, when one was found.</param>
/// <param name="Tried">Addresses tried so far, this one included.</param>
/// <param name="Remaining">Addresses that will be tried as far as is known; a collision adds to them.</param>
public sealed record SearchStep<TAddress>(TAddress Address, SearchFinding Finding, FoundMeter? Meter, int Tried, int Remaining)
{
    /// <summary>How long the rest will take, from what the steps so far have taken and met; null when nothing is known yet.</summary>
    public TimeSpan? TimeLeft { get; init; }
}
