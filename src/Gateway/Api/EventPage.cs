namespace Gateway.Api;

/// <summary>Events, those stored last first.</summary>
/// <param name="Events">So many as were asked for at most.</param>
/// <param name="Before">What the next page is asked for with; null: there are no older ones.</param>
/// <param name="Now">What the gateway's clock shows, UTC: what "an hour ago" is reckoned from.</param>
internal sealed record EventPage(IReadOnlyList<EventResource> Events, long? Before, DateTimeOffset Now);
