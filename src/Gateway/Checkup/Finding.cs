namespace Gateway.Checkup;

/// <summary>What was found of one thing, in words for a person; never a secret.</summary>
/// <param name="Verdict">How it stands.</param>
/// <param name="Subject">What was looked at: <c>settings</c>, <c>bus cellar</c>.</param>
/// <param name="Found">How it is.</param>
/// <param name="Next">What to do; null: nothing.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Found, string? Next)
{
    /// <summary>It is as it should be.</summary>
    public static Finding Ok(string subject, string found) => new(Verdict.Ok, subject, found, Next: null);

    /// <summary>It works, and a person should look at it.</summary>
    public static Finding Look(string subject, string found, string next) => new(Verdict.Look, subject, found, next);

    /// <summary>It keeps the gateway from working.</summary>
    public static Finding Bad(string subject, string found, string next) => new(Verdict.Bad, subject, found, next);
}
