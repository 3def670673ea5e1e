namespace Cosem;

/// <summary>The common data types of COSEM (IEC 62056-6-2), by the tags of the CHOICE Data.</summary>
public enum DataType : byte
{
    /// <summary>null-data.</summary>
    NullData = 0,

    /// <summary>array.</summary>
    Array = 1,

    /// <summary>structure.</summary>
    Structure = 2,

    /// <summary>boolean.</summary>
    Boolean = 3,

    /// <summary>bit-string.</summary>
    BitString = 4,

    /// <summary>double-long, 32 bits signed.</summary>
    DoubleLong = 5,

    /// <summary>double-long-unsigned, 32 bits.</summary>
    DoubleLongUnsigned = 6,

    /// <summary>octet-string.</summary>
    OctetString = 9,

    /// <summary>visible-string, ASCII.</summary>
    VisibleString = 10,

    /// <summary>utf8-string.</summary>
    Utf8String = 12,

    /// <summary>bcd, two digits.</summary>
    Bcd = 13,

    /// <summary>integer, 8 bits signed.</summary>
    Integer = 15,

    /// <summary>long, 16 bits signed.</summary>
    Long = 16,

    /// <summary>unsigned, 8 bits.</summary>
    Unsigned = 17,

    /// <summary>long-unsigned, 16 bits.</summary>
    LongUnsigned = 18,

    /// <summary>long64, signed.</summary>
    Long64 = 20,

    /// <summary>long64-unsigned.</summary>
    Long64Unsigned = 21,

    /// <summary>enum, 8 bits.</summary>
    Enum = 22,

    /// <summary>float32, IEEE 754 binary32.</summary>
    Float32 = 23,

    /// <summary>float64, IEEE 754 binary64.</summary>
    Float64 = 24,

    /// <summary>date-time, 12 octets.</summary>
    DateTime = 25,

    /// <summary>date, 5 octets.</summary>
    Date = 26,

    /// <summary>time, 4 octets.</summary>
    Time = 27,
}
