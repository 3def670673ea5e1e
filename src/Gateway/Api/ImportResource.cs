namespace Gateway.Api;

/// <summary>What became of a list of meters.</summary>
/// <param name="Good">Whether all of it is right.</param>
/// <param name="Stored">Whether the meters are installed now; false: it was only checked.</param>
/// <param name="Meters">The meters.</param>
/// <param name="Issues">All that is wrong, by line and column.</param>
internal sealed record ImportResource(bool Good, bool Stored, IReadOnlyList<ImportedMeter> Meters, IReadOnlyList<MeterListIssue> Issues);
