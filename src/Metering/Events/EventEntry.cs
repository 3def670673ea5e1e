namespace Metering.Events;

/// <summary>An event as it stands in a log.</summary>
/// <param name="Number">Its place in the order of storing, over all logs, from 1 up with gaps, never used twice; 0 until it is stored.</param>
/// <param name="Log">The log.</param>
/// <param name="At">When it happened, by the gateway's clock; UTC, to the millisecond.</param>
/// <param name="Code">What happened.</param>
/// <param name="Message">The same in words for a person; never a secret.</param>
public sealed record EventEntry(long Number, EventLogName Log, DateTimeOffset At, EventCode Code, string Message);
