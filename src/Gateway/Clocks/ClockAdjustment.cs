namespace Gateway.Clocks;

/// <summary>The gateway's clock shows another time than it would have by going on.</summary>
/// <param name="Before">What it would show, UTC.</param>
/// <param name="After">What it shows, UTC.</param>
/// <param name="Cause">Who set it, in words: <c>client 1 at 10.0.0.7 has set it</c>.</param>
internal sealed record ClockAdjustment(DateTimeOffset Before, DateTimeOffset After, string Cause);
