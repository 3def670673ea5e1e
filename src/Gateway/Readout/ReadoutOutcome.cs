namespace Gateway.Readout;

/// <summary>What came of an order.</summary>
internal enum ReadoutOutcome
{
    /// <summary>The meter was read, wholly or in part, and what came is stored.</summary>
    Read,

    /// <summary>The meter was read, and its readout could not be stored.</summary>
    NotStored,

    /// <summary>The meter, or the line to it, failed.</summary>
    Failed,

    /// <summary>The meter may not be read now: its minimum interval, its quota, or its own refusal.</summary>
    NotNow,

    /// <summary>The meter was not tried: passive, removed, in quarantine, or on a bus that is silent altogether.</summary>
    LeftOut,
}
