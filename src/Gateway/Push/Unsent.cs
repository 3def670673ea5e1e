namespace Gateway.Push;

/// <summary>What waits of a report.</summary>
/// <param name="Rows">Rows or events that are not yet delivered.</param>
/// <param name="Devices">Devices of which a reading or an event was stored and not yet delivered.</param>
/// <param name="Oldest">When the oldest of these was made; null: there is none, or no time is known of it.</param>
internal sealed record Unsent(long Rows, int Devices, DateTimeOffset? Oldest);
