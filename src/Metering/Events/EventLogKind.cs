namespace Metering.Events;

/// <summary>The two event logs that every logical device has.</summary>
public enum EventLogKind : byte
{
    /// <summary>Standard event log, 0.0.99.98.0.255.</summary>
    Standard = 0,

    /// <summary>Fraud detection log, 0.0.99.98.1.255: what concerns security.</summary>
    Fraud = 1,
}
