namespace Metering.Events;

/// <summary>Names an event log.</summary>
/// <param name="Meter">Whose log it is; number 0: the gateway's.</param>
/// <param name="Kind">Which of its two.</param>
public readonly record struct EventLogName(MeterId Meter, EventLogKind Kind);
