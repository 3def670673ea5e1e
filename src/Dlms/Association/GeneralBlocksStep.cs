namespace Dlms.Association;

/// <summary>What a general block calls for.</summary>
internal enum GeneralBlocksStep
{
    /// <summary>Nothing: more blocks of the client's window come, or it has acknowledged everything.</summary>
    Wait,

    /// <summary>An acknowledgement: the window has ended.</summary>
    Acknowledge,

    /// <summary>The APDU is complete and wants its answer.</summary>
    Complete,

    /// <summary>The next window of the answer.</summary>
    Send,
}
