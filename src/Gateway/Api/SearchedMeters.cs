namespace Gateway.Api;

/// <summary>What became of the meters that a search has found.</summary>
/// <param name="Added">Those that are stored now.</param>
/// <param name="Known">How many were stored before.</param>
/// <param name="Refused">Those that cannot be stored, each with what is wrong.</param>
internal sealed record SearchedMeters(IReadOnlyList<MeterResource> Added, int Known, IReadOnlyList<string> Refused);
