namespace Gateway.Readout;

/// <summary>What is wrong with a meter as somebody entered it.</summary>
/// <param name="Field">The field, as in JSON: <c>primaryAddress</c>.</param>
/// <param name="Message">What is wrong and what can be given instead; never a key.</param>
internal sealed record MeterIssue(string Field, string Message)
{
    /// <summary>Field and message.</summary>
    public override string ToString() => $"{Field}: {Message}";
}
