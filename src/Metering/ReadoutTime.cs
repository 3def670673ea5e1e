namespace Metering;

/// <summary>When a reading was made, and which it is.</summary>
/// <param name="ReadAt">When the meter was read, UTC, to the millisecond.</param>
/// <param name="AppendNumber">Its place in the order of storing.</param>
public readonly record struct ReadoutTime(DateTimeOffset ReadAt, long AppendNumber);
