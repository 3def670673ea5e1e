using Gateway.Readout;

namespace Gateway.Web;

/// <summary>A bus on the overview.</summary>
/// <param name="Worker">The bus.</param>
/// <param name="Interval">How often its meters are read, where nothing else is said.</param>
/// <param name="Mark">When its last cycle began.</param>
/// <param name="Due">How many meters that cycle has.</param>
/// <param name="Read">How many of them were read since.</param>
/// <param name="Failed">How many could not be.</param>
/// <param name="Meters">How many meters the bus has.</param>
internal sealed record BusCard(BusWorker Worker, string Interval, DateTimeOffset Mark, int Due, int Read, int Failed, int Meters)
{
    /// <summary>Whether the cycle goes on: some were neither read nor given up.</summary>
    public bool IsUnderWay => Read + Failed < Due;
}
