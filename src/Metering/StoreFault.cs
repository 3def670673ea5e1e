namespace Metering;

/// <summary>What is wrong with the store.</summary>
public enum StoreFault
{
    /// <summary>The file or its folder cannot be opened.</summary>
    CannotOpen,

    /// <summary>The file or its folder cannot be written.</summary>
    ReadOnly,

    /// <summary>The file is no store of this program.</summary>
    Foreign,

    /// <summary>A later version of this program wrote the file.</summary>
    TooNew,

    /// <summary>The file is damaged.</summary>
    Corrupt,

    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>Another program holds the file.</summary>
    Busy,

    /// <summary>The device failed.</summary>
    Device,

    /// <summary>The store was closed.</summary>
    Closed,

    /// <summary>A reading of a meter that the store does not know.</summary>
    UnknownMeter,

    /// <summary>There is no logical device address left for a further meter.</summary>
    NoAddressLeft,

    /// <summary>The logical device address is that of a meter in place, or none that a meter can have.</summary>
    AddressInUse,

    /// <summary>A value that cannot be used stands in the file, or was to be written.</summary>
    BadValue,

    /// <summary>What was being read was removed meanwhile.</summary>
    Removed,

    /// <summary>Anything else that the database refuses.</summary>
    Refused,
}
