namespace Gateway.Api;

/// <summary>A manual readout as the interface shows it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="IsDone">Whether it is over.</param>
/// <param name="IsStopped">Whether it was stopped before its end.</param>
/// <param name="Total">How many meters it has.</param>
/// <param name="Tried">How many were tried.</param>
/// <param name="Meters">Each of them.</param>
internal sealed record ReadoutResource(int Id, DateTimeOffset StartedAt, bool IsDone, bool IsStopped, int Total, int Tried, IReadOnlyList<MeterOutcome> Meters);
