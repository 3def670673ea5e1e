using System.Collections.Immutable;
using Metering;

namespace Gateway.Readout;

/// <summary>How far a manual readout is: a snapshot.</summary>
/// <param name="Total">How many meters it is for.</param>
/// <param name="Read">How many were read and stored.</param>
/// <param name="Failed">How many failed, or could not be stored.</param>
/// <param name="LeftOut">How many were not tried: passive, on a bus that does not run, or not to be read now for the sake of their battery.</param>
/// <param name="Current">The meters whose turn it is, one for each bus.</param>
/// <param name="IsStopped">Whether it was stopped; then the rest is not read.</param>
internal sealed record ManualReadoutProgress(int Total, int Read, int Failed, int LeftOut, ImmutableHashSet<MeterId> Current, bool IsStopped)
{
    /// <summary>What came of each meter that was tried or left out.</summary>
    public ImmutableDictionary<MeterId, ReadoutOutcome> Outcomes { get; init; } = ImmutableDictionary<MeterId, ReadoutOutcome>.Empty;

    /// <summary>How many are still to be tried.</summary>
    public int Waiting => Total - Read - Failed - LeftOut;
}
