namespace MBus.Application;

/// <summary>Which header the CI field announces.</summary>
public enum TelegramHeaderKind
{
    /// <summary>No header (CI 78h, 70h, 71h).</summary>
    None,

    /// <summary>Four bytes: access number, status, configuration (CI 7Ah, 6Eh, 74h).</summary>
    Short,

    /// <summary>Twelve bytes with the meter's identity (CI 72h, 6Fh, 75h).</summary>
    Long,

    /// <summary>The eight bytes that open the fixed data structure (CI 73h).</summary>
    Fixed,
}
