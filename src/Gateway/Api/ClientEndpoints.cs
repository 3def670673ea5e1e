using Gateway.HeadEnd;

namespace Gateway.Api;

/// <summary><c>/clients</c>: the head-ends that are connected now.</summary>
internal static class ClientEndpoints
{
    /// <summary>Maps the resource.</summary>
    public static void MapClients(this IEndpointRouteBuilder api) => api.MapGet("/clients", (ConnectedClients clients) => clients.All.Select(ClientResource.Of));
}
