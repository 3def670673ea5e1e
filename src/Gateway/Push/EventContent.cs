using System.Collections.Immutable;
using Cosem;
using Gateway.LogicalDevices;
using Metering;
using Metering.Events;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// An event log of the gateway or of a meter (reference 7.6.1.2):
/// <code>
/// structure
///   octet-string  logical device name of the gateway
///   octet-string  logical device name of the meter         } a meter's only
///   octet-string  logical name of the Push setup
///   octet-string  logical name of the event log
///   octet-string  manufacturer id, three letters           }
///   integer       device type                              } a meter's only; long above 127
///   integer       firmware version                         }
///   array of structure { octet-string time, octet-string event object, long-unsigned code, visible-string message }
/// </code>
/// </summary>
internal sealed class EventContent(ReportKind report, EventLogKind kind, Meter? meter, ReportSources sources) : IReportContent
{
    private readonly EventLogName _log = new(meter?.Id ?? MeterId.Gateway, kind);

    /// <inheritdoc />
    public long Newest => sources.Events.Newest;

    /// <inheritdoc />
    public ImmutableArray<CaptureObject> Objects =>
    [
        .. meter is null ? [] : new CaptureObject[] { new(ClassId.Data, Obis.GatewayLogicalDeviceName, 2, 0) },
        new(ClassId.Data, Obis.LogicalDeviceName, 2, 0),
        new(ClassId.PushSetup, PushObis.SetupOf(report), 1, 0),
        new(ClassId.ProfileGeneric, Obis.EventLog(kind), 1, 0),
        .. meter is null ? [] : new[] { Obis.MeterManufacturer, Obis.MeterDeviceType, Obis.FirmwareVersion }.Select(name => new CaptureObject(ClassId.Data, name, 2, 0)),
        new(ClassId.ProfileGeneric, Obis.EventLog(kind), 2, 0),
    ];

    /// <inheritdoc />
    public PushPayload Build(PushRange range, PayloadLimit limit, Action<string> skipped)
    {
        var events = range.LatestRows is { } count
            ? sources.Events.Read(_log, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).TakeLast(count).Where(entry => entry.Number > range.AfterPosition)
            : sources.Events.ReadAppended(_log, range.After).TakeWhile(entry => entry.Number <= range.Through);
        CosemData[] head =
        [
            CommonObjects.Text(sources.Gateway.LogicalDeviceName),
            .. meter is null ? [] : new[] { CommonObjects.Text(sources.NameOf(meter)) },
            new CosemData.OctetString(PushObis.SetupOf(report).ToOctets()),
            new CosemData.OctetString(Obis.EventLog(kind).ToOctets()),
            .. meter is null ? [] : Identification(meter),
        ];
        return RowsPayload.Build(
            events.Select(entry => new ReportRow(entry.Number, entry.Number, EventOf(entry))),
            range,
            limit,
            taken => new CosemData.Structure([.. head, new CosemData.Array(taken)]),
            skipped);
    }

    /// <inheritdoc />
    public long CountAfter(long delivered) => sources.Events.ReadAppended(_log, delivered).LongCount();

    /// <inheritdoc />
    public DateTimeOffset? OldestAfter(long delivered) =>
        sources.Events.Last(_log)?.Number > delivered ? sources.Events.ReadAppended(_log, delivered).FirstOrDefault()?.At : null;

    private static IEnumerable<CosemData> Identification(Meter meter)
    {
        var identity = meter.Identity is { IsComplete: true } complete ? complete : default(MBus.Master.SecondaryAddress?);
        yield return CommonObjects.Text(identity?.Manufacturer.ToString() ?? "");
        yield return MeterLogicalDevice.Small(identity?.Medium.Code ?? MeterLogicalDevice.UnknownMedium);
        yield return MeterLogicalDevice.Small(identity?.Version ?? 0);
    }

    private CosemData.Structure EventOf(EventEntry entry) => new(
        new CosemData.OctetString(CosemDateTime.FromMoment(entry.At, sources.Zone).ToOctets()),
        new CosemData.OctetString(Obis.EventId(entry.Log.Kind).ToOctets()),
        new CosemData.LongUnsigned((ushort)entry.Code),
        CosemData.VisibleString.Of(entry.Message));
}
