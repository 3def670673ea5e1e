using System.Security.Cryptography;
using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Configuration;
using Metering;

namespace Gateway.LogicalDevices;

/// <summary>Logical device 1: the gateway itself.</summary>
internal static class ManagementLogicalDevice
{
    /// <summary>Its service access point.</summary>
    public const ushort Sap = 1;

    private static readonly CosemData FirmwareVersion = CommonObjects.Text(ProgramVersion.Text);

    private static readonly CosemData.OctetString FirmwareSignature = new(Signature());

    /// <summary>The device.</summary>
    /// <param name="identity">Name and system title.</param>
    /// <param name="common">The objects of every device.</param>
    /// <param name="events">The event objects.</param>
    /// <param name="meters">Gives the meters' logical device names and addresses as they are now.</param>
    /// <param name="pushSetups">The Push setups of the gateway's reports.</param>
    public static LogicalDevice Create(GatewayIdentity identity, CommonObjects common, EventObjects events, Func<IEnumerable<SapEntry>> meters, IEnumerable<LogicalDeviceObject> pushSetups)
    {
        var systemTitle = new CosemData.OctetString(identity.SystemTitle);
        return new LogicalDevice(Sap, identity.LogicalDeviceName,
        [
            .. common.For(identity.LogicalDeviceName),
            LogicalDeviceObject.ReadOnly(new Data(Obis.MeterList, _ => new(MeterList(identity.LogicalDeviceName, meters())))),
            LogicalDeviceObject.ReadOnly(new Data(Obis.GatewaySystemTitle, systemTitle)),
            LogicalDeviceObject.ReadOnly(new Data(Obis.FirmwareVersion, FirmwareVersion)),
            LogicalDeviceObject.ReadOnly(new Data(Obis.FirmwareSignature, FirmwareSignature)),
            LogicalDeviceObject.ReadOnly(new Data(Obis.TestObject, new CosemData.OctetString(Array.Empty<byte>()))),
            .. events.For(MeterId.Gateway),
            .. pushSetups,
        ]);
    }

    /// <summary>structure { gateway's name, array of structure { meter's name, long-unsigned channel } }.</summary>
    private static CosemData.Structure MeterList(string gateway, IEnumerable<SapEntry> meters) => new(
    [
        CommonObjects.Text(gateway),
        new CosemData.Array(
        [
            .. meters.Select(meter => new CosemData.Structure([CommonObjects.Text(meter.LogicalDeviceName), new CosemData.LongUnsigned(meter.Sap)])),
        ]),
    ]);

    /// <summary>SHA-256 of the program's main assembly.</summary>
    private static byte[] Signature()
    {
        using var assembly = File.OpenRead(typeof(ManagementLogicalDevice).Assembly.Location);
        return SHA256.HashData(assembly);
    }
}
