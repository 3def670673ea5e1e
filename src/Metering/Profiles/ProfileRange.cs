namespace Metering.Profiles;

/// <summary>The rows of a time as they were when they were counted.</summary>
/// <param name="From">The first moment of their readings.</param>
/// <param name="To">The last moment of their readings.</param>
/// <param name="Newest">The number of the last reading that counts; what is stored later does not.</param>
/// <param name="Count">How many there are.</param>
public sealed record ProfileRange(DateTimeOffset From, DateTimeOffset To, long Newest, int Count);
