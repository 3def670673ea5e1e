using System.Net;
using System.Net.Http.Headers;
using Gateway.Access;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests;

/// <summary>The verb <c>tokens</c>: a machine without a browser lets Prometheus in.</summary>
public class TokensVerbTests
{
    [Fact]
    public async Task A_token_is_shown_once_lets_in_until_it_is_removed_and_is_in_no_list()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        await gateway.Get<Users>().AddAsync("ann", Role.Administrator, "correct horse battery");
        var made = Assert.Single((await RunAsync(data, "add", "Prometheus in the cellar", "--role", "viewer", "--until", "2099-01-01", "--json")).Returns(0).Json);
        var (id, token) = (made.GetProperty("id").GetString()!, made.GetProperty("token").GetString()!);
        Assert.Equal(HttpStatusCode.OK, await MetricsAsync(gateway, token));

        var listed = (await RunAsync(data, "list")).Returns(0).Output;
        Assert.All([id, "Prometheus in the cellar", "viewer", "2099-01-01"], words => Assert.Contains(words, listed, StringComparison.Ordinal));
        Assert.DoesNotContain(token[^20..], listed, StringComparison.Ordinal);
        Assert.False(Assert.Single((await RunAsync(data, "list", "--json")).Returns(0).Json).TryGetProperty("token", out _));

        (await RunAsync(data, "remove", id.ToLowerInvariant())).Returns(0);
        Assert.Equal(HttpStatusCode.Unauthorized, await MetricsAsync(gateway, token));
        (await RunAsync(data, "remove", id)).IsRefused($"There is no token {id}.");
        var text = (await RunAsync(data, "add", "billing", "--role", "viewer")).Returns(0).Output;
        Assert.Contains("for billing, shown this once: gw_", text, StringComparison.Ordinal);
        (await RunAsync(data, "add", "until noon", "--role", "viewer", "--until", "2099-01-01T12:30:00Z")).Returns(0);
        var ends = (await RunAsync(data, "list")).Returns(0).Output;
        Assert.All(["for ever", "2099-01-01 12:30 UTC"], end => Assert.Contains(end, ends, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("give a date or a time", "add", "billing", "--role", "viewer", "--until", "soon")]
    [InlineData("expires in the future", "add", "billing", "--role", "viewer", "--until", "2020-01-01")]
    [InlineData("1 to 60 characters", "add", "", "--role", "viewer")]
    [InlineData("one line", "add", "two\nlines", "--role", "viewer")]
    [InlineData("--role", "add", "billing")]
    [InlineData("There is no token '../users/ann'", "remove", "../users/ann")]
    [InlineData("There is no token '..'", "remove", "..")]
    [InlineData("There is no token ''", "remove", "")]
    public async Task What_is_no_token_is_refused(string words, params string[] args)
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        (await RunAsync(data, args)).IsRefused(words);
    }

    private static async Task<HttpStatusCode> MetricsAsync(RunningGateway gateway, string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{gateway.HttpPort}/metrics"));
        return answer.StatusCode;
    }

    private static Task<CommandResult> RunAsync(TemporaryFolder data, params string[] args) => CommandLineRun.RunAsync(["tokens", .. args, "--data-directory", data.Path]);
}
