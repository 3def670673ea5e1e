using Metering.Events;

namespace Metering.Storage;

/// <summary>What is known of an event log in memory.</summary>
/// <param name="First">The number of its oldest event.</param>
/// <param name="Count">How many events it holds.</param>
/// <param name="Last">The event written last.</param>
internal sealed record EventLogState(long First, int Count, EventEntry Last);
