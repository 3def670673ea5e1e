namespace Gateway.Diagnosis;

/// <summary>A step of the histogram of response times.</summary>
/// <param name="UpTo">Its upper end; null: what is longer than all steps.</param>
/// <param name="Count">How many fell into it.</param>
internal sealed record ResponseTimeStep(TimeSpan? UpTo, long Count);
