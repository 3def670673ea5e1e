namespace Metering;

/// <summary>What of a meter could be forgotten.</summary>
/// <param name="Meter">The meter, also one that was removed.</param>
/// <param name="Group">The name of its group; empty for none.</param>
/// <param name="IsRemoved">Whether it was removed, so that nothing of it is kept for good.</param>
/// <param name="Oldest">When its oldest reading was made, not counting those that are always kept; null: there is none. UTC.</param>
public readonly record struct ForgettableReadings(MeterId Meter, string Group, bool IsRemoved, DateTimeOffset? Oldest);
