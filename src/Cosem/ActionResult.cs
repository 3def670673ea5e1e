namespace Cosem;

/// <summary>Action-Result: what came of invoking a method (IEC 62056-5-3).</summary>
public enum ActionResult : byte
{
    /// <summary>success.</summary>
    Success = 0,

    /// <summary>hardware-fault.</summary>
    HardwareFault = 1,

    /// <summary>temporary-failure.</summary>
    TemporaryFailure = 2,

    /// <summary>read-write-denied.</summary>
    ReadWriteDenied = 3,

    /// <summary>object-undefined.</summary>
    ObjectUndefined = 4,

    /// <summary>object-class-inconsistent.</summary>
    ObjectClassInconsistent = 9,

    /// <summary>object-unavailable.</summary>
    ObjectUnavailable = 11,

    /// <summary>type-unmatched.</summary>
    TypeUnmatched = 12,

    /// <summary>scope-of-access-violated.</summary>
    ScopeOfAccessViolated = 13,

    /// <summary>data-block-unavailable.</summary>
    DataBlockUnavailable = 14,

    /// <summary>long-action-aborted.</summary>
    LongActionAborted = 15,

    /// <summary>no-long-action-in-progress.</summary>
    NoLongActionInProgress = 16,

    /// <summary>other-reason.</summary>
    OtherReason = 250,
}
