using Gateway.Access;

namespace Gateway.Web;

/// <summary>Something that a person should see to.</summary>
/// <param name="Style">How urgent: bad, warning, or good for what is only next.</param>
/// <param name="Text">What it is, in a sentence.</param>
/// <param name="Link">Where it is done.</param>
/// <param name="LinkText">What is done there.</param>
/// <param name="Role">Who can do it; whoever cannot is told it without the link.</param>
internal sealed record NextStep(string Style, string Text, string Link, string LinkText, Role Role);
