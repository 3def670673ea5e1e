namespace Gateway.Configuration;

/// <summary>The section <c>Gateway:Profiles:LoadProfile1</c>, <c>LoadProfile2</c> or <c>Billing</c>: which readings are rows of a profile.</summary>
internal sealed record ProfileOptions
{
    /// <summary>
    /// The value interval: a multiple of the readout interval, aligned to the wall clock, or "all values". Not set it is the profile's own
    /// (<see cref="ProfileRules"/>).
    /// </summary>
    public string? Interval { get; init; }

    /// <summary>
    /// How long after its mark a reading still counts for it. The whole interval when not set: a reading that came late is worth more than a row
    /// that is missing, and where the mark is all that counts a short one leaves the row out.
    /// </summary>
    public TimeSpan? Tolerance { get; init; }
}
