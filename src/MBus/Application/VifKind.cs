namespace MBus.Application;

/// <summary>What a VIF says about its data beside quantity and unit.</summary>
public enum VifKind : byte
{
    /// <summary>A number: signed where it is an integer.</summary>
    Number,

    /// <summary>An integer is unsigned (type C).</summary>
    Unsigned,

    /// <summary>An integer is a set of bits (type D).</summary>
    Bits,

    /// <summary>A date, a time, or both, by the length of the data (types F, G, I, J).</summary>
    Date,

    /// <summary>A number that names something: leading zeros count; unsigned.</summary>
    Identifier,

    /// <summary>As <see cref="Identifier"/>, and 64 bits are a complete secondary address.</summary>
    Identification,

    /// <summary>As <see cref="Unsigned"/>, and 64 bits are a complete secondary address.</summary>
    Address,

    /// <summary>Bytes for somebody else.</summary>
    Bytes,

    /// <summary>The unit is sent as text in the record (VIF 7Ch, FCh).</summary>
    PlainText,

    /// <summary>All VIFEs and the meaning of the data are the maker's (VIF 7Fh, FFh).</summary>
    ManufacturerSpecific,

    /// <summary>Not defined by the standard.</summary>
    Reserved,
}
