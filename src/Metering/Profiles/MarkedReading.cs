namespace Metering.Profiles;

/// <summary>A reading that is a row.</summary>
/// <param name="Mark">The time of the row.</param>
/// <param name="Reading">The reading.</param>
/// <param name="Position">The reading's place among those that were looked at, from 0.</param>
public readonly record struct MarkedReading(DateTimeOffset Mark, ReadoutTime Reading, int Position);
