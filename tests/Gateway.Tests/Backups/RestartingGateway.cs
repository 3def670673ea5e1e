using System.Threading.Channels;
using Gateway.Access;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.Tests.Browsing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Gateway.Tests.Backups;

/// <summary>The service in this process as the program runs it: it starts anew when it is asked to, on the same ports.</summary>
internal sealed class RestartingGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<WebApplication> _starts = Channel.CreateUnbounded<WebApplication>();
    private readonly Task _running;

    private RestartingGateway(bool fixesPort)
    {
        string[] settings = fixesPort ? [$"--Gateway:Http:Port={FreePort()}"] : [];
        if (!fixesPort)
        {
            Directory.CreateDirectory(Data);
            SettingsFile.Write(Data, new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Gateway:Http:Port"] = "0" });
            SettingsFile.Keep(Data);
        }

        var run = new ServiceRun([$"--Gateway:DataDirectory={Data}", "--Gateway:Dlms:Port=0", "--Gateway:SimulatedMeters=1", "--Serilog:MinimumLevel:Default=Fatal", .. settings], TimeProvider.System)
        {
            Built = app => app.Lifetime.ApplicationStarted.Register(() => _starts.Writer.TryWrite(app)),
        };
        _running = run.RunAsync(_stop.Token);
    }

    /// <summary>A folder for the files of a test.</summary>
    public TemporaryFolder Folder => _folder;

    /// <summary>The data directory.</summary>
    public string Data => _folder.File("data");

    /// <summary>The logical device name.</summary>
    public string Name => Services.GetRequiredService<Installation>().Identity.LogicalDeviceName;

    /// <summary>The port of page and interface.</summary>
    public int HttpPort { get; private set; }

    /// <summary>The parts of the service that runs now.</summary>
    public IServiceProvider Services { get; private set; } = null!;

    /// <summary>Starts it, with an administrator.</summary>
    /// <param name="fixesPort">Whether the command line sets the port of the page, so that it stays; else the settings of the data directory do.</param>
    public static async Task<RestartingGateway> StartAsync(bool fixesPort = true)
    {
        var gateway = new RestartingGateway(fixesPort);
        await gateway.HasStartedAgainAsync();
        await gateway.Services.GetRequiredService<Users>().AddAsync(BrowsedGateway.Administrator, Role.Administrator, BrowsedGateway.Password);
        return gateway;
    }

    /// <summary>Waits for the next start.</summary>
    public async Task HasStartedAgainAsync()
    {
        var start = _starts.Reader.ReadAsync().AsTask();
        if (await Task.WhenAny(start, _running).InTimeAsync() == _running)
        {
            await _running;
        }

        Services = (await start.InTimeAsync()).Services;
        HttpPort = StartUpText.Ports(Services.GetRequiredService<IServer>())[1];
    }

    /// <summary>Asks it as its command line does.</summary>
    public Task<ServiceClient> ClientAsync() => ServiceClient.ConnectAsync(new GatewayOptions { DataDirectory = Data }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.InTimeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
