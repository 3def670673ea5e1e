using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Gateway.Access;
using Gateway.Readout;
using Gateway.Tests.Access;
using Metering;

namespace Gateway.Tests.Health;

/// <summary>Live and ready: one word for anybody, and what is wrong for whoever may see the gateway.</summary>
public class HealthTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    [Fact]
    public async Task A_store_that_fails_makes_it_not_ready_and_only_who_may_see_it_is_told_why()
    {
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync("ready", token: null));
        var (_, healthy) = await AskAsync("ready", fixture.Tokens[Role.Viewer]);
        Assert.Equal("healthy", JsonDocument.Parse(healthy).RootElement.GetProperty("status").GetString());
        Assert.Equal(["service", "store", "lines", "disk"], JsonDocument.Parse(healthy).RootElement.GetProperty("checks").EnumerateObject().Select(check => check.Name));

        fixture.Running.Get<StoreHealth>().Failed(new StoreException(StoreFault.Full, "gateway.db", "the disk is full."));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await AskAsync("ready", token: null));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await AskAsync("ready", token: "gw_no_token"));
        var (status, told) = await AskAsync("ready", fixture.Tokens[Role.Viewer]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("The store fails: gateway.db: the disk is full.", JsonDocument.Parse(told).RootElement.GetProperty("checks").GetProperty("store").GetProperty("says").GetString());
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync("live", token: null));

        using var browser = new Browser(fixture.Running);
        await browser.SignInAsync(AccessGateway.NameOf(Role.Viewer), AccessGateway.Password);
        var page = (await browser.PageAsync("/status")).Text;
        Assert.Contains("<span class=\"state bad\">not ready</span>", page, StringComparison.Ordinal);
        Assert.Contains("<li>The store fails: gateway.db: the disk is full.</li>", page, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(string check, string? token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{fixture.Running.HttpPort}/health/{check}"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
