namespace Dlms.Security;

/// <summary>What became of a received invocation counter.</summary>
/// <param name="Outcome">Whether it was accepted.</param>
/// <param name="LastBefore">The highest counter of this key and title accepted before; null when there is none.</param>
public readonly record struct CounterVerdict(CounterOutcome Outcome, uint? LastBefore)
{
    /// <summary>Whether the counter was accepted.</summary>
    public bool IsAccepted => Outcome == CounterOutcome.Accepted;

    /// <summary>The counter to name in an invocation-counter-error: the last one + 1.</summary>
    public uint Expected => LastBefore switch
    {
        null => 0,
        uint.MaxValue => uint.MaxValue,
        uint last => last + 1,
    };
}
