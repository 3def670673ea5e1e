namespace Metering.Events;

/// <summary>The logs that a code goes to.</summary>
[Flags]
public enum EventDestinations
{
    /// <summary>The log that the event speaks of.</summary>
    OwnLog = 0,

    /// <summary>The gateway's standard event log.</summary>
    GatewayStandard = 1,

    /// <summary>The standard event log of the meter; the gateway's when no meter is named.</summary>
    MeterStandard = 2,

    /// <summary>The gateway's fraud detection log.</summary>
    GatewayFraud = 4,
}
