using System.Net;
using System.Text;

namespace Gateway.Tests.Api;

/// <summary>Two people who change the same, and lists by pages.</summary>
public sealed class EntityTagTests(InterfaceGateway fixture) : IClassFixture<InterfaceGateway>, IDisposable
{
    private readonly InterfaceClient _client = new(fixture.Running);

    [Theory]
    [InlineData("/api/v1/meters/1", """{"name":"one"}""", """{"name":"two"}""")]
    [InlineData("/api/v1/push/reports/Billing", """{"retries":3}""", """{"retries":4}""")]
    public async Task Who_comes_second_is_told_and_changes_nothing(string path, string first, string second)
    {
        var seen = await TagAsync(path);
        var (status, now) = await SendAsync("PATCH", path, first, seen);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEqual(seen, now);
        Assert.Equal(now, await TagAsync(path));

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PATCH", path, second, seen)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("DELETE", path, null, seen)).Status);
        Assert.Equal(now, await TagAsync(path));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PATCH", path, second, now)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PATCH", path, first, null)).Status);
    }

    [Fact]
    public async Task A_user_who_was_changed_meanwhile_is_not_changed_again()
    {
        const string Path = "/api/v1/users/kim";
        Assert.Equal(HttpStatusCode.Created, (await SendAsync("POST", "/api/v1/users", """{"name":"kim","role":"viewer","password":"correct horse battery"}""", null)).Status);
        var seen = await TagAsync(Path);
        var (status, now) = await SendAsync("PATCH", Path, """{"role":"installer"}""", seen);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEqual(seen, now);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("PATCH", Path, """{"role":"administrator"}""", seen)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync("DELETE", Path, null, seen)).Status);
        Assert.Equal("installer", (await _client.SendAsync("GET", Path)).Body.GetProperty("role").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("DELETE", Path, null, now)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync("GET", Path)).Status);
    }

    [Fact]
    public async Task Of_many_at_once_with_one_tag_one_comes_through()
    {
        var seen = await TagAsync("/api/v1/meters/2");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendAsync("PATCH", "/api/v1/meters/2", $$"""{"name":"writer {{i}}"}""", seen)));
        Assert.Equal(HttpStatusCode.OK, Assert.Single(answers, answer => answer.Status != HttpStatusCode.PreconditionFailed).Status);
    }

    [Fact]
    public async Task A_list_comes_by_pages_in_the_order_wanted()
    {
        Assert.Equal(["3", "2", "1"], await PagesAsync("/api/v1/meters?sort=-id&limit=1"));
        Assert.Equal(["1", "2", "3"], await PagesAsync("/api/v1/meters?sort=bus&limit=2"));
        Assert.Equal(["3", "2", "1"], await PagesAsync("/api/v1/meters?sort=-logicalDevice&limit=2"));
        Assert.Equal(["1", "2", "3"], await PagesAsync("/api/v1/meters"));
        Assert.Equal(["3"], await PagesAsync($"/api/v1/meters?search={fixture.Running.Meters.Meters[3].Identity.ToString()![..8]}"));
        Assert.Empty(await PagesAsync("/api/v1/meters?bus=attic"));
        Assert.Empty(await PagesAsync("/api/v1/meters?active=false"));
        Assert.Equal(3, (await PagesAsync("/api/v1/meters?state=ok&group=&bus=simulated")).Count);
    }

    [Fact]
    public async Task A_page_goes_on_behind_a_meter_that_is_none_of_them_any_more()
    {
        Assert.Equal(["2", "3"], await PagesAsync("/api/v1/meters?after=1&limit=1"));
        Assert.Equal(["3"], await PagesAsync($"/api/v1/meters?search={fixture.Running.Meters.Meters[3].Identity.ToString()![..8]}&after=1"));
    }

    [Theory]
    [InlineData("lastReadAt")]
    [InlineData("-lastReadAt")]
    [InlineData("state")]
    public async Task An_order_in_which_meters_move_has_no_pages(string sort)
    {
        using var first = await _client.ResponseAsync("GET", $"/api/v1/meters?limit=1&sort={sort}");
        Assert.Equal((HttpStatusCode.OK, false, "3"), (first.StatusCode, first.Headers.Contains("Link"), first.Headers.GetValues("X-Total-Count").Single()));
        var (status, body) = await _client.SendAsync("GET", $"/api/v1/meters?limit=1&sort={sort}&after=1");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("has no pages", body.GetProperty("errors").GetProperty("after")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sort", "colour")]
    [InlineData("sort", "")]
    [InlineData("limit", "0")]
    [InlineData("limit", "1001")]
    [InlineData("after", "99")]
    [InlineData("after", "-1")]
    [InlineData("state", "good")]
    [InlineData("state", "1")]
    [InlineData("state", "")]
    [InlineData("active", "yes")]
    [InlineData("colour", "red")]
    public async Task A_wrong_parameter_is_named(string name, string value)
    {
        var (status, body) = await _client.SendAsync("GET", $"/api/v1/meters?{name}={value}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(body.GetProperty("errors").GetProperty(name).EnumerateArray());
    }

    public void Dispose() => _client.Dispose();

    private async Task<List<string>> PagesAsync(string path)
    {
        var found = new List<string>();
        for (string? next = path; next is not null;)
        {
            using var response = await _client.ResponseAsync("GET", next);
            response.EnsureSuccessStatusCode();
            found.AddRange(System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.EnumerateArray().Select(meter => meter.GetProperty("id").ToString()));
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        return found;
    }

    private async Task<string> TagAsync(string path)
    {
        using var response = await _client.ResponseAsync("GET", path);
        return response.Headers.ETag!.ToString();
    }

    private async Task<(HttpStatusCode Status, string? Tag)> SendAsync(string method, string path, string? body, string? tag)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.ResponseAsync(method, path, content, tag is null ? [] : [("If-Match", tag)]);
        return (response.StatusCode, response.Headers.ETag?.ToString());
    }
}
