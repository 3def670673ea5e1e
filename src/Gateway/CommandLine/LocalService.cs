using Gateway.Api;
using Gateway.Configuration;
using Microsoft.AspNetCore.Hosting.Server;

namespace Gateway.CommandLine;

/// <summary>The service's parts in this process, for the time of one verb, when no service runs: buses, store and interface; no head-ends and no schedule.</summary>
internal sealed class LocalService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalService(WebApplication app)
    {
        _app = app;
        (Address, Token) = (LocalInterface.AddressOf(app.Services.GetRequiredService<IServer>()), app.Services.GetRequiredService<ServiceToken>().Text);
    }

    /// <summary>Where it listens: a free port of the loopback address.</summary>
    public Uri Address { get; }

    /// <summary>Its token, which is written nowhere.</summary>
    public string Token { get; }

    /// <summary>Takes the data directory and starts.</summary>
    /// <param name="options">Where the data directory is.</param>
    /// <param name="settings">Settings of this verb alone, <c>--Gateway:MaxAge=00:00:00</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">Settings or data directory do not allow it.</exception>
    public static async Task<LocalService> StartAsync(GatewayOptions options, IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        WebApplication? app = null;
        try
        {
            app = await GatewayHost.BuildAsync([$"--Gateway:DataDirectory={options.DataDirectory}", .. settings], role: HostRole.Verb);
            await app.StartAsync(cancellationToken);
            return new LocalService(app);
        }
        catch
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Stops it and gives the data directory back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
