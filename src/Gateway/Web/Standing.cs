namespace Gateway.Web;

/// <summary>How a meter stands, for people.</summary>
/// <param name="Kind">At one glance.</param>
/// <param name="Word">In one or two words.</param>
/// <param name="Detail">What to know or to check; empty: nothing.</param>
internal sealed record Standing(StandingKind Kind, string Word, string Detail = "")
{
    /// <summary>The class by which a style sheet colours it.</summary>
    public string Style => StyleOf(Kind);

    /// <summary>The same for all of a kind.</summary>
    public static string StyleOf(StandingKind kind) => kind switch
    {
        StandingKind.Ok => "good",
        StandingKind.Attention => "warning",
        StandingKind.Failing => "bad",
        _ => "off",
    };
}
