namespace Cosem;

/// <summary>The clock_status octet of a date-time (IEC 62056-6-2).</summary>
[Flags]
public enum ClockStatus : byte
{
    /// <summary>Nothing to report.</summary>
    None = 0,

    /// <summary>The time could not be recovered after an incident: the clock is not set.</summary>
    InvalidValue = 0x01,

    /// <summary>The time could be recovered, but its value cannot be guaranteed.</summary>
    DoubtfulValue = 0x02,

    /// <summary>Another clock base than usual was used.</summary>
    DifferentClockBase = 0x04,

    /// <summary>At least one bit of the status is invalid.</summary>
    InvalidClockStatus = 0x08,

    /// <summary>Daylight saving is active.</summary>
    DaylightSavingActive = 0x80,
}
