using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>A gateway whose meters are installed and were read: what its tests change they leave as it was.</summary>
internal sealed class House : IAsyncDisposable
{
    /// <summary>The name of a meter that somebody means ill with; to each page it is nothing but a text.</summary>
    public const string Script = "<script>alert('it is me')</script>";

    private static readonly int[] Meters = [1, 2, 3, 4];

    private readonly BrowsedGateway _gateway;
    private readonly HttpClient _program = new();

    private House(BrowsedGateway gateway) => _gateway = gateway;

    /// <summary>What the person sees.</summary>
    public Page Page => _gateway.Page;

    /// <summary>For files that the person uploads.</summary>
    public TemporaryFolder Folder => _gateway.Folder;

    /// <summary>Makes the administrator by the page, and installs and reads the meters by the interface.</summary>
    public static async Task<House> SettleAsync(Chromium browser)
    {
        var gateway = await BrowsedGateway.StartAsync(browser, 4);
        await gateway.MakeAdministratorAsync();
        browser.Forget();
        var house = new House(gateway);
        foreach (var (meter, name) in gateway.Addresses.Zip(["Flat 1", "Flat 2", "Flat 3", Script]))
        {
            await house.SendAsync(HttpMethod.Post, "meters", new { bus = BrowsedGateway.Bus, name, identity = meter });
        }

        await house.ReadAllAsync();
        await house.ReadAllAsync();
        await house.ReadAllAsync();
        return house;
    }

    /// <summary>Asks the interface.</summary>
    public Task<JsonElement> AskAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Reads all meters.</summary>
    /// <returns>The number of the readout.</returns>
    public async Task<int> ReadAllAsync()
    {
        var readout = (await SendAsync(HttpMethod.Post, "readouts", new { meters = Meters })).GetProperty("id").GetInt32();
        await Eventually.HoldsAsync(async () => (await AskAsync($"readouts/{readout}")).GetProperty("isDone").GetBoolean(), "all meters are read");
        return readout;
    }

    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        await _gateway.DisposeAsync();
    }

    /// <summary>Address and token are those of the last start.</summary>
    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null)
    {
        var (address, token) = await File.ReadAllLinesAsync(_gateway.Data("service.token")) is [var first, var second, ..] ? (first, second) : throw new InvalidDataException();
        using var request = new HttpRequestMessage(method, new Uri(new Uri(address), $"api/v1/{path}")) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _program.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
