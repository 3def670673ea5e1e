using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Security;
using Gateway.Clocks;

namespace Gateway.LogicalDevices;

/// <summary>The objects that every logical device has and that the public client may read, too.</summary>
internal sealed class CommonObjects(ILogicalDeviceDirectory directory, TimeZoneInfo zone, GatewayClock time, IServerSecurity security)
{
    private const int TimeAttribute = 2;

    /// <summary>adjust_to_quarter, adjust_to_measuring_period, adjust_to_minute and shift_time.</summary>
    private static readonly int[] ClockMethods = [1, 2, 3, 6];

    /// <summary>SAP assignment, clock, logical device name and receive frame counter.</summary>
    /// <param name="logicalDeviceName">The name of the device.</param>
    public IEnumerable<LogicalDeviceObject> For(string logicalDeviceName) =>
    [
        LogicalDeviceObject.ReadOnly(new SapAssignment(directory), isPublic: true),
        LogicalDeviceObject.ReadOnly(Clock(adjustment: null), isPublic: true),
        LogicalDeviceObject.ReadOnly(new Data(Obis.LogicalDeviceName, Text(logicalDeviceName)), isPublic: true),
        LogicalDeviceObject.ReadOnly(new Data(Obis.ReceiveFrameCounter, _ => new(FrameCounter)), isPublic: true),
    ];

    /// <summary>The clock as an association sees it in the management logical device, where its client may set it; it is one clock, seen in every device.</summary>
    public LogicalDeviceObject SettableClock(ICurrentAssociation association)
    {
        var clock = Clock(new ClockOfAssociation(time, association));
        var readOnly = AccessRights.ReadOnly(clock);
        var rights = readOnly.WithAttribute(TimeAttribute, AttributeAccess.ReadWrite);
        return new(clock, readOnly, ClockMethods.Aggregate(rights, (granted, method) => granted.WithMethod(method, MethodAccess.Invoke)));
    }

    /// <summary>ASCII text as an octet-string.</summary>
    public static CosemData Text(string text) => new CosemData.OctetString(Octets.FromAscii(text));

    /// <summary>The highest invocation counter that was accepted under the key in force; a head-end goes on with the next one.</summary>
    private CosemData FrameCounter => new CosemData.DoubleLongUnsigned(security.ReceiveCounters.HighestAccepted(security.Keys.Fingerprint));

    private Clock Clock(IClockAdjustment? adjustment) => new(Obis.Clock, zone, time, () => time.Offset != TimeSpan.Zero || SystemClock.IsSynchronised, adjustment);
}
