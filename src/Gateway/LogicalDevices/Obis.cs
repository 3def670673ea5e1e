using Cosem;
using Metering.Events;

namespace Gateway.LogicalDevices;

/// <summary>The logical names of the gateway's own objects.</summary>
internal static class Obis
{
    public static readonly LogicalName Clock = new(0, 0, 1, 0, 0, 255);
    public static readonly LogicalName LogicalDeviceName = new(0, 0, 42, 0, 0, 255);
    public static readonly LogicalName ReceiveFrameCounter = new(0, 0, 43, 1, 0, 255);
    public static readonly LogicalName MeterList = new(1, 128, 0, 0, 0, 255);
    public static readonly LogicalName GatewaySystemTitle = new(0, 0, 96, 1, 0, 255);
    public static readonly LogicalName FirmwareVersion = new(1, 0, 0, 2, 0, 255);
    public static readonly LogicalName FirmwareSignature = new(1, 1, 0, 2, 8, 255);
    public static readonly LogicalName GatewayIpAddress = new(0, 0, 96, 128, 0, 255);
    public static readonly LogicalName TcpUdpSetup = new(0, 0, 25, 0, 0, 255);
    public static readonly LogicalName IPv4Setup = new(0, 0, 25, 1, 0, 255);
    public static readonly LogicalName SecuritySetup = new(0, 0, 43, 0, 0, 255);
    public static readonly LogicalName TestObject = new(0, 0, 96, 1, 4, 255);
    public static readonly LogicalName ChannelSelection = new(0, 128, 1, 0, 0, 255);
    public static readonly LogicalName GatewayLogicalDeviceName = new(0, 128, 42, 0, 0, 255);
    public static readonly LogicalName MeterIdentification = new(0, 0, 96, 1, 0, 255);
    public static readonly LogicalName MeterManufacturer = new(0, 0, 96, 1, 1, 255);
    public static readonly LogicalName MeterDeviceType = new(0, 128, 96, 1, 2, 255);
    public static readonly LogicalName LastReadoutTime = new(0, 128, 96, 2, 0, 255);
    public static readonly LogicalName LastReadoutState = new(0, 128, 96, 2, 1, 255);
    public static readonly LogicalName LoadProfile1 = new(1, 0, 99, 1, 0, 255);
    public static readonly LogicalName LoadProfile2 = new(1, 0, 99, 2, 0, 255);
    public static readonly LogicalName BillingProfile = new(0, 0, 98, 1, 0, 255);

    /// <summary>The event that was written last to a log.</summary>
    public static LogicalName EventId(EventLogKind log) => new(0, 0, 96, 11, (byte)log, 255);

    /// <summary>The message of that event.</summary>
    public static LogicalName EventMessage(EventLogKind log) => new(0, 128, 96, 11, (byte)log, 255);

    /// <summary>A log.</summary>
    public static LogicalName EventLog(EventLogKind log) => new(0, 0, 99, 98, (byte)log, 255);
}
