namespace Gateway.Web;

/// <summary>How a meter stands, as the page sorts meters: what needs a person most comes first.</summary>
internal enum StandingKind
{
    /// <summary>It could not be read.</summary>
    Failing,

    /// <summary>It answers, and needs a look: it reports a fault of its own, or a key, a telegram or leave to be read is missing.</summary>
    Attention,

    /// <summary>It was not read yet.</summary>
    Unread,

    /// <summary>It was read.</summary>
    Ok,

    /// <summary>It is not read: passive, or another meter is in its place.</summary>
    Off,
}
