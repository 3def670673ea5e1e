using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Access;
using Gateway.Api;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Tests.Api;

/// <summary>The OpenAPI description tells all of the interface.</summary>
public partial class DescriptionTests(InterfaceGateway fixture) : IClassFixture<InterfaceGateway>
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
                Assert.Equal($"Role: {AccessPolicy.RoleOf(route.Metadata).Word()}.", operation.GetProperty("description").GetString());
                Assert.True(operation.GetProperty("responses").GetProperty("403").GetProperty("content").TryGetProperty("application/problem+json", out _));
                var named = operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "path").Select(one => one.GetProperty("name").GetString()).ToList() : [];
                Assert.Equal(route.RoutePattern.Parameters.Select(one => one.Name).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
            }
        }

        Assert.Equal(Role.Installer, AccessPolicy.RoleOf(routes.Single(route => route.RoutePattern.RawText!.EndsWith("mappings/check", StringComparison.Ordinal)).Metadata));
    }

    [Fact]
    public async Task The_fields_that_are_described_are_those_that_are_asked_for()
    {
        using var client = new InterfaceClient(fixture.Running);
        foreach (var (operation, body) in OperationBodies.WithFields.Where(one => one.Operation != "PUT users/me/password"))
        {
            var (method, route) = operation.Split(' ') is [var first, var second] ? (first, second) : default;
            var path = route.Replace("{bus}", "SIMULATED", StringComparison.Ordinal).Replace("{id}", "1", StringComparison.Ordinal).Replace("{name}", "Billing", StringComparison.Ordinal);
            var (status, problem) = await client.SendAsync(method, $"/api/v1/{path}", """{"noSuchField":1}""");
            Assert.Equal((HttpStatusCode.BadRequest, operation), (status, operation));
            var told = problem.GetProperty("errors").GetProperty("noSuchField")[0].GetString()!;
            Assert.Equal($"there is no such field; there are {string.Join(", ", body.Fields.Order(StringComparer.Ordinal))}.", Sorted(told));
        }
    }

    [Fact]
    public async Task A_refusal_is_described_and_what_can_be_refused_follows_from_the_endpoint()
    {
        using var client = new InterfaceClient(fixture.Running);
        var document = (await client.SendAsync("GET", "/api/v1/openapi.json")).Body;
        Assert.Equal(
            ["type", "title", "status", "detail", "instance", "errors"],
            document.GetProperty("components").GetProperty("schemas").GetProperty("Problem").GetProperty("properties").EnumerateObject().Select(one => one.Name));
        Dictionary<string, List<string>> of = new(StringComparer.Ordinal) { ["412"] = [], ["415"] = [], ["429"] = [], ["502"] = [], ["If-Match"] = [], ["ETag"] = [] };
        foreach (var (name, operation) in OperationsOf(document))
        {
            foreach (var answer in operation.GetProperty("responses").EnumerateObject())
            {
                if (answer.Name[0] != '2')
                {
                    Assert.Equal("#/components/schemas/Problem", answer.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
                    of.GetValueOrDefault(answer.Name)?.Add(name);
                }
                else if (answer.Value.TryGetProperty("headers", out var headers) && headers.TryGetProperty("ETag", out _))
                {
                    of["ETag"].Add(name);
                }
            }

            of["If-Match"].AddRange(HeadersOf(operation).Where(header => header == "If-Match").Select(_ => name));
            Assert.Equal(operation.TryGetProperty("requestBody", out _), of["415"].Contains(name));
        }

        Assert.Equal(of["If-Match"], of["412"]);
        Assert.Equal(
            ["GET buses/{bus}/trace", "GET export/readings", "PATCH users/{name}", "POST backup", "POST keys/rotate", "POST keys/show", "POST readouts", "POST restore", "POST tokens", "POST users", "PUT users/me/password"],
            of["429"].Order(StringComparer.Ordinal));
        Assert.Equal(["POST buses/{bus}/commands", "POST buses/{bus}/telegrams", "POST meters/{id}/commands"], of["502"].Order(StringComparer.Ordinal));
        Assert.Equal(
            ["DELETE mappings/{file}", "DELETE meters/{id}", "DELETE push/reports/{name}", "DELETE push/reports/{name}/devices/{device}", "DELETE settings/buses/{name}", "DELETE settings/groups/{name}", "DELETE users/{name}",
                "PATCH meters/{id}", "PATCH push/reports/{name}", "PATCH settings", "PATCH settings/buses/{name}", "PATCH settings/groups/{name}", "PATCH users/{name}", "PUT mappings/{file}"],
            of["If-Match"].Order(StringComparer.Ordinal));
        Assert.Equal(
            ["GET mappings/{file}", "GET meters/{id}", "GET push/reports/{name}", "GET settings", "GET users/{name}"], of["ETag"].Where(name => name.StartsWith("GET", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("DELETE meters/{id}", of["ETag"]);
        Assert.Contains("PATCH meters/{id}", of["ETag"]);
        Assert.Contains("POST restart", of["415"]);
    }

    [Fact]
    public async Task What_says_that_it_has_a_tag_gives_one()
    {
        using var client = new InterfaceClient(fixture.Running);
        foreach (var path in new[] { "meters/1", "push/reports/Billing", "settings", "mappings/cold-water.all.0.json" })
        {
            using var response = await client.ResponseAsync("GET", $"/api/v1/{path}");
            Assert.True(response.Headers.ETag is not null && response.IsSuccessStatusCode, path);
        }
    }

    [Fact]
    public async Task Operations_stand_together_by_what_they_are_about()
    {
        using var client = new InterfaceClient(fixture.Running);
        var document = (await client.SendAsync("GET", "/api/v1/openapi.json")).Body;
        foreach (var (name, operation) in OperationsOf(document))
        {
            var about = name.Split(' ', '/')[1];
            Assert.Equal([$"{char.ToUpperInvariant(about[0])}{about[1..]}"], operation.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        }

        Assert.Equal(
            ["Audit", "Backup", "Buses", "Clients", "Events", "Export", "Keys", "Mappings", "Meters", "Push", "Readouts", "Restart", "Restore", "Settings", "Store", "Tokens", "Users"],
            document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_answered_is_described_and_leads_nowhere_that_is_not_there()
    {
        using var client = new InterfaceClient(fixture.Running);
        var document = (await client.SendAsync("GET", "/api/v1/openapi.json")).Body;
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var references = References().Matches(document.GetRawText());
        Assert.NotEmpty(references);
        Assert.All(references, found => Assert.True(schemas.TryGetProperty(found.Groups["name"].Value, out _), found.Value));
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var good = Assert.Single(operation.Value.GetProperty("responses").EnumerateObject(), answer => answer.Name.StartsWith('2'));
                Assert.True(good.Name is "204" || path.Name.EndsWith("/restart", StringComparison.Ordinal) || good.Value.TryGetProperty("content", out _), $"{operation.Name} {path.Name}: {good.Name} without a body");
            }
        }

        var users = document.GetProperty("paths").GetProperty("/api/v1/users").GetProperty("post");
        Assert.Equal(["name", "role", "password", "present"], users.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("properties").EnumerateObject().Select(one => one.Name));
        Assert.Equal("#/components/schemas/UserResource", users.GetProperty("responses").GetProperty("201").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString());
    }

    private static IEnumerable<(string Name, JsonElement Operation)> OperationsOf(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name["/api/v1/".Length..]}", operation.Value);

    private static IEnumerable<string?> HeadersOf(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "header").Select(one => one.GetProperty("name").GetString())
        : [];

    private static string Sorted(string told)
    {
        const string begin = "there is no such field; there are ";
        return $"{begin}{string.Join(", ", told[begin.Length..^1].Split(", ").Order(StringComparer.Ordinal))}.";
    }

    [GeneratedRegex("\"#/components/schemas/(?<name>[^\"/]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex References();

    [Fact]
    public async Task Nobody_without_a_token_sees_it()
    {
        using var client = new InterfaceClient(fixture.Running, token: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync("GET", "/api/v1/openapi.json")).Status);
    }
}
