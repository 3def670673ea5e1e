using Cosem;
using Cosem.InterfaceClasses;
using Metering;
using Metering.Events;

namespace Gateway.LogicalDevices;

/// <summary>The event objects of a logical device: of each of its two logs the last event's id and message, and the log itself.</summary>
internal sealed class EventObjects(IEventStore events, TimeZoneInfo zone)
{
    /// <summary>No event was written yet.</summary>
    private const ushort NoEvent = 0;

    /// <summary>The objects.</summary>
    /// <param name="meter">The meter; number 0: the gateway.</param>
    public IEnumerable<LogicalDeviceObject> For(MeterId meter) =>
        Enum.GetValues<EventLogKind>().SelectMany(kind => Of(new EventLogName(meter, kind))).Select(of => LogicalDeviceObject.ReadOnly(of));

    private IEnumerable<CosemObject> Of(EventLogName log)
    {
        var id = Obis.EventId(log.Kind);
        yield return new Data(id, _ => new(new CosemData.LongUnsigned((ushort?)events.Last(log)?.Code ?? NoEvent)));
        yield return new Data(Obis.EventMessage(log.Kind), _ => new(CosemData.VisibleString.Of(events.Last(log)?.Message ?? "")));
        yield return new ProfileGeneric(
            Obis.EventLog(log.Kind),
            [new CaptureObject(ClassId.Clock, Obis.Clock, 2, 0), new CaptureObject(ClassId.Data, id, 2, 0)],
            TimeSpan.Zero,
            zone,
            new EventLogSource(events, log, zone));
    }
}
