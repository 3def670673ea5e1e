namespace Metering;

/// <summary>The state of a meter's last readout, as head-ends see it (0.128.96.2.1.255).</summary>
public enum LastReadoutState : byte
{
    /// <summary>No reading yet.</summary>
    Never = 0,

    /// <summary>The last attempt gave a reading.</summary>
    Ok = 1,

    /// <summary>The last attempt failed; the values are those of an earlier one.</summary>
    OldAfterFailure = 2,

    /// <summary>There is a reading, but no key to read it; known only to who decodes it.</summary>
    Encrypted = 3,

    /// <summary>The meter announced a further telegram that could not be read.</summary>
    Incomplete = 4,
}
