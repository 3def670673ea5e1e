using System.Net;
using Gateway.Access;
using Gateway.Api;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Tests.Api;

/// <summary>The OpenAPI description tells all of the interface.</summary>
public class DescriptionTests(InterfaceGateway fixture) : IClassFixture<InterfaceGateway>
{
    [Fact]
    public async Task Every_route_is_in_it_with_its_words_its_role_its_parameters_and_its_refusals()
    {
        using var client = new InterfaceClient(fixture.Running);
        var (status, document) = await client.SendAsync("GET", "/api/v1/openapi.json");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths");
        var routes = fixture.Running.Get<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith(OpenApiDescription.Root, StringComparison.Ordinal) == true && endpoint.RoutePattern.RawText.Contains("openapi", StringComparison.Ordinal) is false)
            .ToList();
        Assert.NotEmpty(routes);
        foreach (var route in routes)
        {
            var path = "/" + route.RoutePattern.RawText!.Trim('/');
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                Assert.True(paths.TryGetProperty(path, out var found) && found.TryGetProperty(method.ToLowerInvariant(), out _), $"{method} {path} is described");
                var operation = found.GetProperty(method.ToLowerInvariant());
                Assert.True(operation.TryGetProperty("summary", out _), $"{method} {path} has no words in OperationWords");
                Assert.Equal($"Role: {OpenApiDescription.RoleOf(route.Metadata).ToString().ToLowerInvariant()}.", operation.GetProperty("description").GetString());
                Assert.True(operation.GetProperty("responses").GetProperty("403").GetProperty("content").TryGetProperty("application/problem+json", out _));
                var named = operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "path").Select(one => one.GetProperty("name").GetString()).ToList() : [];
                Assert.Equal(route.RoutePattern.Parameters.Select(one => one.Name).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
            }
        }

        Assert.Equal(Role.Installer, OpenApiDescription.RoleOf(routes.Single(route => route.RoutePattern.RawText!.EndsWith("mappings/check", StringComparison.Ordinal)).Metadata));
    }

    [Fact]
    public async Task Nobody_without_a_token_sees_it()
    {
        using var client = new InterfaceClient(fixture.Running, token: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync("GET", "/api/v1/openapi.json")).Status);
    }
}
