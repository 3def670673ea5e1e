namespace Dlms.Security;

/// <summary>What became of a received invocation counter.</summary>
public enum CounterOutcome
{
    /// <summary>It is not greater than the last one accepted, or was accepted before.</summary>
    Replayed = 0,

    /// <summary>It is new, and from now on it is used.</summary>
    Accepted = 1,

    /// <summary>The title is new, and the key has as many titles as it may have.</summary>
    TooManyTitles = 2,
}
