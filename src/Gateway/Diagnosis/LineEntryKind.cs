namespace Gateway.Diagnosis;

/// <summary>What happened on a line.</summary>
internal enum LineEntryKind
{
    /// <summary>Bytes were sent.</summary>
    Sent,

    /// <summary>Bytes came.</summary>
    Received,

    /// <summary>Bytes were waited for and none came.</summary>
    Silence,

    /// <summary>Bytes had come unasked and were thrown away; how many, not which.</summary>
    Discarded,

    /// <summary>The line failed.</summary>
    Lost,
}
