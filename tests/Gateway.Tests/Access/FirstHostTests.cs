using System.Net;
using Gateway.Access;
using Gateway.Api;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Access;

/// <summary>As long as there is no administrator the gateway is of its own machine alone, and says so to a person as a page and to a program as problem details.</summary>
public sealed class FirstHostTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private readonly HttpClient _http = new();
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=1");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Another_name_than_that_of_this_machine_is_refused_until_there_is_an_administrator()
    {
        var (status, type, text) = await GetAsync("/");
        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (status, type));
        Assert.Contains("This did not work", text, StringComparison.Ordinal);
        Assert.Contains("call it localhost", text, StringComparison.Ordinal);
        (status, type, text) = await GetAsync($"{ApiEndpoints.Root}/meters");
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (status, type));
        Assert.Contains("call it localhost", text, StringComparison.Ordinal);

        await _gateway.Get<Users>().AddAsync("ann", Role.Administrator, "correct horse battery");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/sign-in")).Status);
    }

    private async Task<(HttpStatusCode Status, string? Type, string Text)> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_gateway.HttpPort}{path}");
        request.Headers.Host = "meters.example";
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }
}
