using Cosem.InterfaceClasses;
using Metering.Events;

namespace Gateway.LogicalDevices;

/// <summary>An event log as the rows of a Profile generic, in the order of storing.</summary>
internal sealed class EventLogSource(IEventStore events, EventLogName log, TimeZoneInfo zone) : IProfileSource
{
    /// <inheritdoc />
    public uint ProfileEntries => (uint)events.CapacityOf(log);

    /// <inheritdoc />
    public ValueTask<IProfileRows> SelectAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) =>
        new(new EventLogRows(events, events.Find(log, from ?? DateTimeOffset.MinValue, to ?? DateTimeOffset.MaxValue), zone));
}
