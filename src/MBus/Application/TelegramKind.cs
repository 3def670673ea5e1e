namespace MBus.Application;

/// <summary>What kind of message the CI field announces (EN 13757-3, table 2).</summary>
public enum TelegramKind
{
    /// <summary>No application layer: a single character or a short frame.</summary>
    None,

    /// <summary>Variable data structure (72h, 7Ah, 78h; 76h most significant byte first): records.</summary>
    Variable,

    /// <summary>Fixed data structure (73h; 77h most significant byte first): two counters.</summary>
    Fixed,

    /// <summary>Compact frame (79h, 7Bh; 73h with more than 16 bytes): data without descriptions, which are not read.</summary>
    CompactFrame,

    /// <summary>The meter refuses (70h, 6Eh, 6Fh).</summary>
    ApplicationError,

    /// <summary>The meter reports an alarm (71h, 74h, 75h).</summary>
    Alarm,

    /// <summary>From the master to the meter.</summary>
    Command,

    /// <summary>A CI field that is not read: the bytes stand, there are no records.</summary>
    UnsupportedCi,
}
