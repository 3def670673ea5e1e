namespace Gateway.Web;

/// <summary>One setting of a report in the form that changes it.</summary>
/// <param name="Name">As the interface has it, <c>receiver.address</c>.</param>
/// <param name="Label">What a person calls it, with the unit.</param>
/// <param name="Hint">What it is good for, and what can be given.</param>
/// <param name="Value">What was set on this page; empty: nothing.</param>
/// <param name="Below">What holds as long as nothing is set here.</param>
/// <param name="Kind">How the page's script sends it: text, number, list or choice.</param>
internal sealed record ReportField(string Name, string Label, string Hint, string Value, string Below, string Kind = "text")
{
    /// <summary>The values to choose from, each with its words; none: free text.</summary>
    public IReadOnlyList<(string Value, string Text)> Choices { get; init; } = [];

    /// <summary>The id of the list of values that are offered beside free text.</summary>
    public string? Offers { get; init; }

    /// <summary>What holds as long as nothing is set here, as it would be entered; empty: nothing.</summary>
    public string Placeholder { get; init; } = "";

    /// <summary>The longest text.</summary>
    public int MaxLength { get; init; } = 120;

    /// <summary>The least number.</summary>
    public int? Least { get; init; }

    /// <summary>The greatest number.</summary>
    public int? Most { get; init; }
}
