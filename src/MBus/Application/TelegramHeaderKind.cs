namespace MBus.Application;

/// <summary>Which header the CI field announces.</summary>
public enum TelegramHeaderKind
{
    /// <summary>No header (CI 78h, 79h, 70h, 71h).</summary>
    None,

    /// <summary>Four bytes: access number, status, configuration (CI 7Ah, 7Bh, 6Eh, 74h).</summary>
    Short,

    /// <summary>Twelve bytes with the meter's identity (CI 72h, 76h, 6Fh, 75h; 73h of a compact frame).</summary>
    Long,

    /// <summary>The eight bytes that open the fixed data structure (CI 73h, 77h).</summary>
    Fixed,
}
