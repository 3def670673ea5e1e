namespace Metering.Events;

/// <summary>What follows from an event code alone.</summary>
public static class EventCodes
{
    /// <summary>The code of an M-Bus status byte (EN 13757-3): 4000 + the byte.</summary>
    public static EventCode OfStatus(byte status) => EventCode.MeterStatus + status;
}
