using Cosem;
using Cosem.InterfaceClasses;

namespace Gateway.LogicalDevices;

/// <summary>The objects that every logical device has and that the public client may read, too.</summary>
internal sealed class CommonObjects(ILogicalDeviceDirectory directory, TimeZoneInfo zone, TimeProvider time)
{
    /// <summary>SAP assignment, clock, logical device name and receive frame counter.</summary>
    /// <param name="logicalDeviceName">The name of the device.</param>
    public IEnumerable<LogicalDeviceObject> For(string logicalDeviceName) =>
    [
        LogicalDeviceObject.ReadOnly(new SapAssignment(directory), isPublic: true),
        LogicalDeviceObject.ReadOnly(new Clock(Obis.Clock, zone, time), isPublic: true),
        LogicalDeviceObject.ReadOnly(new Data(Obis.LogicalDeviceName, Text(logicalDeviceName)), isPublic: true),

        // no ciphered request has ever been accepted: suite 0 is not served yet
        LogicalDeviceObject.ReadOnly(new Data(Obis.ReceiveFrameCounter, new CosemData.DoubleLongUnsigned(0)), isPublic: true),
    ];

    /// <summary>ASCII text as an octet-string.</summary>
    public static CosemData Text(string text) => new CosemData.OctetString(Octets.FromAscii(text));
}
