namespace Metering.Mapping;

/// <summary>The fields of a telegram's header that a key can select (EN 13757-3, 5).</summary>
public enum MBusHeaderField
{
    /// <summary>The identification, eight digits.</summary>
    Identification,

    /// <summary>The maker, three letters.</summary>
    Manufacturer,

    /// <summary>The version of the meter.</summary>
    Version,

    /// <summary>The medium as a number.</summary>
    Medium,

    /// <summary>The access number.</summary>
    Access,

    /// <summary>The status byte.</summary>
    Status,

    /// <summary>The signature, also called configuration field, as a number.</summary>
    Signature,
}
