namespace Gateway.Readout;

/// <summary>Why a meter may not be read now.</summary>
internal enum ReadoutHoldReason
{
    /// <summary>It was read less than its minimum interval ago.</summary>
    MinimumInterval,

    /// <summary>It was read as often as its quota grants.</summary>
    Quota,

    /// <summary>It said itself that it is read too often (application error 9).</summary>
    Refusal,
}
