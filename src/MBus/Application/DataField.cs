namespace MBus.Application;

/// <summary>The data field of the DIF: how the data are coded and how long they are (EN 13757-3, table 8).</summary>
public enum DataField : byte
{
    /// <summary>No data.</summary>
    None = 0x0,

    /// <summary>8 bit integer.</summary>
    Integer8 = 0x1,

    /// <summary>16 bit integer.</summary>
    Integer16 = 0x2,

    /// <summary>24 bit integer.</summary>
    Integer24 = 0x3,

    /// <summary>32 bit integer.</summary>
    Integer32 = 0x4,

    /// <summary>32 bit real, IEEE 754 binary32.</summary>
    Real = 0x5,

    /// <summary>48 bit integer.</summary>
    Integer48 = 0x6,

    /// <summary>64 bit integer.</summary>
    Integer64 = 0x7,

    /// <summary>Selection for readout: no data.</summary>
    Selection = 0x8,

    /// <summary>2 digits BCD.</summary>
    Bcd2 = 0x9,

    /// <summary>4 digits BCD.</summary>
    Bcd4 = 0xA,

    /// <summary>6 digits BCD.</summary>
    Bcd6 = 0xB,

    /// <summary>8 digits BCD.</summary>
    Bcd8 = 0xC,

    /// <summary>Variable length: the first data byte (LVAR) says what follows.</summary>
    Variable = 0xD,

    /// <summary>12 digits BCD.</summary>
    Bcd12 = 0xE,

    /// <summary>Special function, no record.</summary>
    Special = 0xF,
}
