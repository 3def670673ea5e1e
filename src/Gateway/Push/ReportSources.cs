using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Metering;
using Metering.Events;
using Metering.Push;

namespace Gateway.Push;

/// <summary>Where reports take what they say.</summary>
internal sealed record ReportSources
{
    /// <summary>The reports.</summary>
    public required PushReports Reports { get; init; }

    /// <summary>The gateway.</summary>
    public required GatewayIdentity Gateway { get; init; }

    /// <summary>The zone of its clock.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>The meters.</summary>
    public required IMeterStore Meters { get; init; }

    /// <summary>Whether the meters of the simulated bus are shown; else nothing of them is sent.</summary>
    public required bool ShowsInvented { get; init; }

    /// <summary>The readings.</summary>
    public required IReadoutStore Readouts { get; init; }

    /// <summary>How often a meter is read.</summary>
    public required Func<Meter, ReadoutInterval> IntervalOf { get; init; }

    /// <summary>The profiles.</summary>
    public required IMeterProfiles Profiles { get; init; }

    /// <summary>The event logs.</summary>
    public required IEventStore Events { get; init; }

    /// <summary>How far reports were delivered.</summary>
    public required IPushCursorStore Cursors { get; init; }

    /// <summary>The address of this machine from which a receiver is reached, 0 when it is none of IPv4.</summary>
    public required Func<PushDestination?, uint> AddressTowards { get; init; }

    /// <summary>The logical device name of a meter.</summary>
    public string NameOf(Meter meter) => MeterLogicalDevice.NameOf(meter, Gateway);

    /// <summary>Names and addresses of the meters that are there: what the report on installation is about.</summary>
    public IEnumerable<SapEntry> MeterList() =>
        Shown.Where(meter => meter.Active).OrderBy(meter => meter.LogicalDeviceAddress).Select(meter => new SapEntry(meter.LogicalDeviceAddress, NameOf(meter)));

    /// <summary>The devices that a report has, number 0 the gateway.</summary>
    public IEnumerable<MeterId> DevicesOf(ReportKind report) =>
    [
        .. PushReports.IsOfGateway(report) ? [MeterId.Gateway] : Array.Empty<MeterId>(),
        .. PushReports.IsOfMeters(report) ? Shown.Select(meter => meter.Id) : [],
    ];

    /// <summary>What a report has to say of a device; null: the device is not there.</summary>
    public IReportContent? ContentOf(ReportKind report, MeterId device)
    {
        var meter = device.IsGateway ? null : Meters.Find(device);
        if (!device.IsGateway && (meter is null || !IsShown(meter)))
        {
            return null;
        }

        return (report, PushObis.ProfileOf(report), meter) switch
        {
            (ReportKind.StandardEventLog, _, _) => new EventContent(report, EventLogKind.Standard, meter, this),
            (ReportKind.FraudLog, _, _) => new EventContent(report, EventLogKind.Fraud, meter, this),
            (ReportKind.OnInstallation, _, null) => new InstallationContent(this),
            (_, { } kind, { } of) => new ProfileContent(report, kind, of, this),
            _ => null,
        };
    }

    /// <summary>The logical device whose data a device's report is.</summary>
    public ushort SapOf(MeterId device) => device.IsGateway ? ManagementLogicalDevice.Sap : Meters.Find(device)?.LogicalDeviceAddress ?? ManagementLogicalDevice.Sap;

    /// <summary>The device with a logical device address; null: there is none.</summary>
    public MeterId? DeviceAt(ushort address) =>
        address == ManagementLogicalDevice.Sap ? MeterId.Gateway : Meters.Meters.Values.FirstOrDefault(meter => meter.LogicalDeviceAddress == address)?.Id;

    /// <summary>Where a report begins that is switched on now: behind all that is stored.</summary>
    public long NewestOf(ReportKind report) => PushObis.ProfileOf(report) is not null ? Readouts.Newest
        : report == ReportKind.OnInstallation ? new InstallationContent(this).Newest
        : Events.Newest;

    private IEnumerable<Meter> Shown => Meters.Meters.Values.Where(IsShown);

    private bool IsShown(Meter meter) => ShowsInvented || !meter.Simulated;
}
