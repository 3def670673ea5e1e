using System.Text.Json.Serialization;

namespace Gateway.Diagnosis;

/// <summary>Response times at one moment: from the end of a request to the first byte of its answer.</summary>
/// <param name="Count">How many were taken.</param>
/// <param name="Last">The last one.</param>
/// <param name="Least">The shortest.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Most">The longest.</param>
/// <param name="Percentile95">An upper bound of what 95 of 100 took at most.</param>
/// <param name="Histogram">How many fell into which step; steps without any are left out.</param>
internal sealed record ResponseTimeFigures(
    long Count, TimeSpan Last, TimeSpan Least, TimeSpan Mean, TimeSpan Most, TimeSpan Percentile95, IReadOnlyList<ResponseTimeStep> Histogram)
{
    /// <summary>All of them together.</summary>
    [JsonIgnore]
    public TimeSpan Sum { get; init; }
}
