namespace Gateway.Checkup;

/// <summary>How a thing stands that was looked at.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and a person should look at it all the same.</summary>
    Look,

    /// <summary>It keeps the gateway from working.</summary>
    Bad,
}
