using Gateway.HeadEnd;

namespace Gateway.Api;

/// <summary>A connection of a head-end as the interface shows it.</summary>
/// <param name="Source">From where.</param>
/// <param name="Since">When it was accepted, UTC.</param>
/// <param name="Associations">What it is associated with; none before the first, and between two.</param>
internal sealed record ClientResource(string Source, DateTimeOffset Since, IReadOnlyList<AssociationResource> Associations)
{
    /// <summary>The same as it is known.</summary>
    public static ClientResource Of(ConnectedClient client) => new(client.Source, client.Since, [.. client.Associations.Select(one => new AssociationResource(one.Client, one.Server, one.Mechanism))]);
}
