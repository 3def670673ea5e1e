namespace Metering.Mapping;

/// <summary>What became of an entry in one readout.</summary>
public enum MappedState
{
    /// <summary>No key of the entry is in the telegrams, and there is no default.</summary>
    Missing,

    /// <summary>A value.</summary>
    Value,

    /// <summary>The default, since the meter gave none.</summary>
    Default,

    /// <summary>The record is there and gives no value, or one that the type cannot hold.</summary>
    NoValue,

    /// <summary>The entry contradicts the record: its unit measures something else. There is no value; an entry that never gave a right one is not served.</summary>
    Error,
}
