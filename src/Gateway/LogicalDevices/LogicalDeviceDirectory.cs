using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cosem;
using Gateway.Configuration;
using Gateway.Push;
using Gateway.Readout;
using Metering;
using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>
/// The gateway's logical devices: 1 the gateway, the meters at their addresses. A device is built when it is asked for and kept until its
/// meter, or the list of its mapped objects, is another.
/// </summary>
internal sealed class LogicalDeviceDirectory : ILogicalDeviceDirectory, IMeterProfiles
{
    private readonly IMeterStore _meters;
    private readonly CommonObjects _common;
    private readonly MeterLogicalDevice _meterDevice;
    private readonly MappedObjects _mapped;
    private readonly MeterProfiles _profiles;
    private readonly LogicalDevice _management;
    private readonly bool _showsInvented;
    private readonly DlmsOptions _options;
    private readonly ConcurrentDictionary<ushort, Built> _built = new();
    private Addresses _addresses = new(ImmutableSortedDictionary<int, Meter>.Empty, [], [], []);

    /// <summary>A directory over the meters in the store.</summary>
    public LogicalDeviceDirectory(
        GatewayIdentity identity, IMeterStore meters, LiveReadings readings, MeterKeys keys, MappedObjects mapped, MeterProfiles profiles, Installation installation, GatewayOptions options,
        PushSetups pushSetups)
    {
        _meters = meters;
        _mapped = mapped;
        _profiles = profiles;
        _showsInvented = installation.IsSimulated;
        _options = options.Dlms;
        _common = new CommonObjects(this, installation.Zone, installation.Time, installation.Security);
        var events = new EventObjects(installation.Events, installation.Zone);
        _meterDevice = new MeterLogicalDevice(identity, _common, events, readings, keys, installation.Zone, pushSetups);
        _management = ManagementLogicalDevice.Create(identity, _common, events, () => Current.Active, pushSetups.Of(MeterId.Gateway));
    }

    /// <inheritdoc />
    public IReadOnlyList<SapEntry> SapAssignmentList => [_management.Entry, .. Current.Meters];

    /// <summary>The meters by address, made anew when a meter was added, changed or removed.</summary>
    private Addresses Current
    {
        get
        {
            var known = _addresses;
            var meters = _meters.Meters;
            return ReferenceEquals(known.Source, meters) ? known : _addresses = Addresses.Of(meters, _meterDevice, _showsInvented);
        }
    }

    /// <inheritdoc />
    public LogicalDevice? Find(ushort serverSap) =>
        serverSap == ManagementLogicalDevice.Sap ? _management
        : Current.BySap.TryGetValue(serverSap, out var meter) ? BuiltOf(meter).Device
        : null;

    /// <inheritdoc />
    public IMeterProfile Of(Meter meter, ProfileKind kind) =>
        BuiltOf(Current.BySap.TryGetValue(meter.LogicalDeviceAddress, out var now) && now.Id == meter.Id ? now : meter).Profiles[kind].Begin();

    /// <inheritdoc />
    public IEnumerable<LogicalDeviceObject> ObjectsOf(ICurrentAssociation association) =>
        [_common.SettableClock(association), .. NetworkObjects.Of(association.LocalEndPoint, _options)];

    private Built BuiltOf(Meter meter)
    {
        var snapshot = _mapped.SnapshotOf(meter);
        var objects = snapshot?.Objects ?? [];
        if (_built.TryGetValue(meter.LogicalDeviceAddress, out var built) && ReferenceEquals(built.Meter, meter) && built.Objects == objects)
        {
            return built;
        }

        var shown = _meterDevice.Shown(meter, objects);
        var profiles = _profiles.Of(meter, snapshot?.Of, shown);
        var device = _meterDevice.Create(meter, _profiles.ObjectsOf(meter, profiles), shown);
        return _built[meter.LogicalDeviceAddress] = new Built(meter, objects, device, profiles);
    }

    private sealed record Built(
        Meter Meter, ImmutableArray<CosemObject> Objects, LogicalDevice Device, IReadOnlyDictionary<ProfileKind, MeterProfileSource> Profiles);

    /// <summary>What follows from one state of the meters.</summary>
    private sealed record Addresses(
        ImmutableSortedDictionary<int, Meter> Source, ImmutableArray<SapEntry> Meters, ImmutableArray<SapEntry> Active, Dictionary<ushort, Meter> BySap)
    {
        /// <summary>The addresses of the meters.</summary>
        /// <param name="source">All meters.</param>
        /// <param name="device">Knows their names.</param>
        /// <param name="showsInvented">Whether the simulated bus runs; once it does not, its meters keep their addresses and are not shown.</param>
        public static Addresses Of(ImmutableSortedDictionary<int, Meter> source, MeterLogicalDevice device, bool showsInvented)
        {
            var meters = source.Values.Where(meter => showsInvented || !meter.Simulated).OrderBy(meter => meter.LogicalDeviceAddress).ToList();
            return new(
                source,
                [.. meters.Select(Entry)],
                [.. meters.Where(meter => meter.Active).Select(Entry)],
                meters.ToDictionary(meter => meter.LogicalDeviceAddress));

            SapEntry Entry(Meter meter) => new(meter.LogicalDeviceAddress, device.NameOf(meter));
        }
    }
}
