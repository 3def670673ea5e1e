using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Gateway.Access;

namespace Gateway.Tests.Access;

/// <summary>What a program is told that comes not so far as to be served.</summary>
public class RefusalWordsTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    private const string WhoAsks = "Send a token as Authorization: Bearer: one that an administrator made";

    [Theory]
    [InlineData("GET", "/api/v1/meters")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("PUT", "/api/v1/meters")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/health/nothing")]
    public async Task Who_says_not_who_he_is_is_told_how(string method, string path)
    {
        foreach (var token in new[] { null, "gw_wrong" })
        {
            Assert.StartsWith(WhoAsks, await DetailAsync(HttpStatusCode.Unauthorized, token, method, path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_may_not_is_told_which_role_it_takes_and_which_he_has()
    {
        Assert.Matches(
            @"^POST /api/v1/meters asks for the role installer; token [0-9A-F]+ \(for Viewer\) has the role viewer\.$",
            await DetailAsync(HttpStatusCode.Forbidden, fixture.Tokens[Role.Viewer], "POST", "/api/v1/meters"));
        Assert.Matches(
            @"^GET /api/v1/users asks for the role administrator; token [0-9A-F]+ \(for Installer\) has the role installer\.$",
            await DetailAsync(HttpStatusCode.Forbidden, fixture.Tokens[Role.Installer], "GET", "/api/v1/users"));

        using var browser = new Browser(fixture.Running);
        await browser.SignInAsync(AccessGateway.NameOf(Role.Viewer), AccessGateway.Password);
        var (status, text) = await browser.SendAsync("DELETE", "/api/v1/meters/1");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("DELETE /api/v1/meters/1 asks for the role installer; user a.viewer has the role viewer.", Detail(text));
    }

    [Fact]
    public async Task Where_there_is_nothing_and_what_cannot_be_done_is_told_to_every_role()
    {
        foreach (var token in fixture.Tokens.Values)
        {
            Assert.Equal(
                "There is nothing at /api/v1/nothing; /api/v1/openapi.json tells what there is.", await DetailAsync(HttpStatusCode.NotFound, token, "GET", "/api/v1/nothing"));
            Assert.Matches(
                "^PUT /api/v1/meters is not possible here; allowed: (GET, POST|POST, GET)\\.$", await DetailAsync(HttpStatusCode.MethodNotAllowed, token, "PUT", "/api/v1/meters"));
        }
    }

    private async Task<string> DetailAsync(HttpStatusCode status, string? token, string method, string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{fixture.Running.HttpPort}") };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("text/csv"); // whatever a program wants, it is told what is wrong
        using var response = await http.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(path, JsonDocument.Parse(text).RootElement.GetProperty("instance").GetString());
        return Detail(text);
    }

    private static string Detail(string text) => JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString()!;
}
