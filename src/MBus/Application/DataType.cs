namespace MBus.Application;

/// <summary>What kind of value the data of a record are (EN 13757-3, annex A types).</summary>
public enum DataType : byte
{
    /// <summary>No data.</summary>
    None,

    /// <summary>Type B: signed integer.</summary>
    Integer,

    /// <summary>Type C: unsigned integer.</summary>
    Unsigned,

    /// <summary>Type D: bits.</summary>
    Bits,

    /// <summary>Type A: BCD.</summary>
    Bcd,

    /// <summary>Type H: IEEE 754 binary32.</summary>
    Real,

    /// <summary>Text in Latin-1, sent last character first.</summary>
    Text,

    /// <summary>Bytes with no meaning to this layer.</summary>
    Bytes,

    /// <summary>Type G: date.</summary>
    Date,

    /// <summary>Type J: time of day.</summary>
    Time,

    /// <summary>Type F or I: date and time.</summary>
    DateTime,

    /// <summary>A complete secondary address: identification, manufacturer, version, medium.</summary>
    Identification,

    /// <summary>Selection for readout: no data.</summary>
    Selection,
}
