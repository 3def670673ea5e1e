namespace Dlms.Xdlms;

/// <summary>The conformance block (IEC 62056-5-3): 24 bits, bit 0 the most significant.</summary>
[Flags]
public enum Conformance : uint
{
    /// <summary>No service.</summary>
    None = 0,

    /// <summary>Bit 1: general-protection.</summary>
    GeneralProtection = 0x400000,

    /// <summary>Bit 2: general-block-transfer.</summary>
    GeneralBlockTransfer = 0x200000,

    /// <summary>Bit 3: read, short names.</summary>
    Read = 0x100000,

    /// <summary>Bit 4: write, short names.</summary>
    Write = 0x080000,

    /// <summary>Bit 5: unconfirmed-write, short names.</summary>
    UnconfirmedWrite = 0x040000,

    /// <summary>Bit 8: attribute0-supported-with-set.</summary>
    Attribute0SupportedWithSet = 0x008000,

    /// <summary>Bit 9: priority-mgmt-supported.</summary>
    PriorityManagementSupported = 0x004000,

    /// <summary>Bit 10: attribute0-supported-with-get.</summary>
    Attribute0SupportedWithGet = 0x002000,

    /// <summary>Bit 11: block-transfer-with-get-or-read.</summary>
    BlockTransferWithGet = 0x001000,

    /// <summary>Bit 12: block-transfer-with-set-or-write.</summary>
    BlockTransferWithSet = 0x000800,

    /// <summary>Bit 13: block-transfer-with-action.</summary>
    BlockTransferWithAction = 0x000400,

    /// <summary>Bit 14: multiple-references.</summary>
    MultipleReferences = 0x000200,

    /// <summary>Bit 15: information-report, short names.</summary>
    InformationReport = 0x000100,

    /// <summary>Bit 16: data-notification.</summary>
    DataNotification = 0x000080,

    /// <summary>Bit 17: access.</summary>
    Access = 0x000040,

    /// <summary>Bit 18: parameterized-access, short names.</summary>
    ParameterizedAccess = 0x000020,

    /// <summary>Bit 19: get.</summary>
    Get = 0x000010,

    /// <summary>Bit 20: set.</summary>
    Set = 0x000008,

    /// <summary>Bit 21: selective-access.</summary>
    SelectiveAccess = 0x000004,

    /// <summary>Bit 22: event-notification.</summary>
    EventNotification = 0x000002,

    /// <summary>Bit 23: action.</summary>
    Action = 0x000001,
}
