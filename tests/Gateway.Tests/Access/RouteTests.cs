using System.Net;
using System.Net.Http.Headers;
using Gateway.Access;
using Gateway.Api;
using Gateway.Figures;
using Gateway.Tests.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Tests.Access;

/// <summary>Every page and every resource of the interface, as nobody, as viewer and as installer.</summary>
public class RouteTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    private const string Interface = "/api/";

    /// <summary>What is for anybody, and why.</summary>
    private static readonly Dictionary<string, string> Public = new(StringComparer.Ordinal)
    {
        ["/sign-in"] = "who signs in has not yet",
        ["/setup"] = "the first administrator is made by the one-time code",
        ["/problem"] = "tells what went wrong",
        ["/no-right"] = "tells what a role lacks",
        ["/health/live"] = "for a monitor: a word",
        ["/health/ready"] = "for a monitor: a word",
    };

    /// <summary>What a viewer may change, and why.</summary>
    private static readonly Dictionary<string, string> ForViewers = new(StringComparer.Ordinal)
    {
        ["PUT /api/v1/users/me/password"] = "one's own password",
    };

    private IEnumerable<(string Method, string Path, RouteEndpoint Endpoint)> Routes => ServedRoutes.Of(fixture.Running);

    [Fact]
    public void There_are_routes_of_each_kind()
    {
        Assert.True(Routes.Count() > 40);
        Assert.All(Public.Keys.Append("/users").Append("/account").Append("/"), path => Assert.Contains(Routes, route => route.Path == path));
        Assert.All(ForViewers.Keys, key => Assert.Contains(Routes, route => $"{route.Method} {route.Path}" == key));
    }

    [Fact]
    public void Only_what_is_listed_is_for_anybody() =>
        Assert.Equal(Public.Keys.Order(StringComparer.Ordinal), Routes.Where(route => RoleOf(route.Endpoint) is null).Select(route => route.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void A_change_is_for_installers_at_least_and_has_words_in_the_audit_log() => Assert.All(
        Routes.Where(route => IsInterface(route.Path) && route.Method != "GET" && !ForViewers.ContainsKey($"{route.Method} {route.Path}")),
        route => Assert.True(
            RoleOf(route.Endpoint) >= Role.Installer && route.Endpoint.Metadata.GetMetadata<AuditedAs>() is not null, $"{route.Method} {route.Path} names no role or no words"));

    [Fact]
    public async Task Nobody_is_led_to_the_sign_in_and_a_program_is_refused()
    {
        using var client = new Client(fixture, token: null);
        foreach (var (method, path, endpoint) in Routes.Where(route => RoleOf(route.Endpoint) is not null))
        {
            var (status, location) = await client.SendAsync(method, path);
            if (IsInterface(path))
            {
                Assert.Equal((HttpStatusCode.Unauthorized, $"{method} {path}"), (status, $"{method} {path}"));
            }
            else
            {
                Assert.True(status == HttpStatusCode.Redirect && location?.AbsolutePath == "/sign-in", $"{method} {endpoint.RoutePattern.RawText}: {status} {location}");
            }
        }
    }

    [Theory]
    [InlineData("Viewer")]
    [InlineData("Installer")]
    [InlineData("Administrator")]
    public async Task A_role_is_refused_what_names_a_higher_one_and_shown_the_rest(string name)
    {
        var role = Enum.Parse<Role>(name);
        using var client = new Client(fixture, fixture.Tokens[role]);
        foreach (var (method, path, endpoint) in Routes)
        {
            if (RoleOf(endpoint) > role)
            {
                Assert.Equal((HttpStatusCode.Forbidden, $"{method} {path}"), ((await client.SendAsync(method, path)).Status, $"{method} {path}"));
            }
            else if (method == "GET" && path != "/no-right")
            {
                var (status, _) = await client.SendAsync(method, path);
                Assert.False(status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.InternalServerError, $"{method} {path}: {status}");
            }
        }
    }

    [Fact]
    public async Task A_parameter_that_does_not_exist_is_refused_everywhere()
    {
        using var client = new InterfaceClient(fixture.Running);
        foreach (var (method, path, _) in Routes.Where(route => route.Path.StartsWith($"{ApiEndpoints.Root}/", StringComparison.Ordinal) && !route.Path.EndsWith("openapi.json", StringComparison.Ordinal)))
        {
            var (status, body) = await client.SendAsync(method, $"{path}?banana=1");
            Assert.Equal(($"{method} {path}", HttpStatusCode.BadRequest), ($"{method} {path}", status));
            Assert.True(body.GetProperty("errors").TryGetProperty("banana", out _), $"{method} {path}");
        }
    }

    private static bool IsInterface(string path) => path.StartsWith(Interface, StringComparison.Ordinal) || path == MetricsEndpoint.Path;

    /// <summary>The least role that an endpoint names; null: anybody.</summary>
    private static Role? RoleOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return null;
        }

        var named = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().Select(Enum.Parse<Role>).ToList();
        return named.Count > 0 ? named.Max() : Role.Administrator;
    }

    private sealed class Client : IDisposable
    {
        private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false };
        private readonly HttpClient _http;

        public Client(AccessGateway gateway, string? token)
        {
            _http = new HttpClient(_handler) { BaseAddress = new Uri($"http://127.0.0.1:{gateway.Running.HttpPort}") };
            _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        }

        public async Task<(HttpStatusCode Status, Uri? Location)> SendAsync(string method, string path)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return (response.StatusCode, response.Headers.Location);
        }

        public void Dispose()
        {
            _http.Dispose();
            _handler.Dispose();
        }
    }
}
