namespace Gateway.Api;

/// <summary>A row of a profile.</summary>
/// <param name="Time">Its mark, with the offset of the gateway's zone.</param>
/// <param name="Values">A value for each column, exactly; null where the reading has none.</param>
internal sealed record ProfileRowResource(DateTimeOffset Time, IReadOnlyList<string?> Values);
