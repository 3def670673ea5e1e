using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Tests.Access;

/// <summary>Every page and every resource of the interface, with a bus or a number in the place of each parameter.</summary>
internal static class ServedRoutes
{
    public static IEnumerable<(string Method, string Path, RouteEndpoint Endpoint)> Of(RunningGateway gateway, string number = "1") =>
        from endpoint in gateway.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = PathOf(endpoint, number)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? (path.StartsWith("/health", StringComparison.Ordinal) ? ["GET"] : ["GET", "POST"])
        select (method, path, endpoint);

    private static string PathOf(RouteEndpoint endpoint, string number) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart { Name: "bus" } => "SIMULATED",
        RoutePatternParameterPart => number,
        _ => "",
    }))));
}
