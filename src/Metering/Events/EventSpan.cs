namespace Metering.Events;

/// <summary>Events of one log as they stood when they were looked for; events that come later do not move them.</summary>
/// <param name="Log">The log.</param>
/// <param name="From">The first moment, included.</param>
/// <param name="To">The last moment, included.</param>
/// <param name="First">The number of the first of them; 0 when there is none.</param>
/// <param name="Last">The number of the last of them.</param>
/// <param name="Count">How many there are.</param>
public sealed record EventSpan(EventLogName Log, DateTimeOffset From, DateTimeOffset To, long First, long Last, int Count);
