namespace Metering.Decoded;

/// <summary>What the views of a reading take from the gateway.</summary>
/// <param name="SerialNumber">Its serial number, ten digits.</param>
/// <param name="Zone">The zone in which times are shown.</param>
public sealed record GatewayView(string SerialNumber, TimeZoneInfo Zone);
