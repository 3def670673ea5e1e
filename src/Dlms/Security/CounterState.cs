namespace Dlms.Security;

/// <summary>The invocation counters as they were saved.</summary>
/// <param name="Floors">The floors; the key that comes first counts as the one longest unused.</param>
/// <param name="SendCounterBelow">Any send counter below this value may have been used; 0 when none was.</param>
public sealed record CounterState(IReadOnlyList<CounterFloor> Floors, uint SendCounterBelow)
{
    /// <summary>Nothing was saved yet.</summary>
    public static CounterState Empty { get; } = new([], 0);
}
