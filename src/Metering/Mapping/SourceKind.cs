namespace Metering.Mapping;

/// <summary>What kind of value a key found.</summary>
internal enum SourceKind
{
    /// <summary>The meter says that there is no value, or something that is none.</summary>
    Nothing,

    /// <summary>A number times ten to the power of the exponent.</summary>
    Number,

    /// <summary>A binary32 times ten to the power of the exponent.</summary>
    Real,

    /// <summary>Characters.</summary>
    Characters,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A date, a time or both.</summary>
    Time,
}
