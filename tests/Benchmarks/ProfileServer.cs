using System.Net;
using Dlms.Connection;
using Gateway;
using Gateway.Events;
using Gateway.HeadEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Benchmarks;

/// <summary>
/// The gateway with a synthetic profile in its first meter, on a port of its own with limits of its own; its keys, counters and logical devices are
/// the gateway's.
/// </summary>
internal sealed class ProfileServer : IAsyncDisposable
{
    private readonly GatewayUnderTest _gateway;
    private readonly WebApplication _app;

    private ProfileServer(GatewayUnderTest gateway, WebApplication app, Peer peer) => (_gateway, _app, Peer) = (gateway, app, peer);

    /// <summary>The server in words.</summary>
    public Peer Peer { get; }

    /// <summary>Starts it.</summary>
    /// <param name="port">The TCP port; 0: any free one.</param>
    /// <param name="rows">The rows of the profile.</param>
    public static async Task<ProfileServer> StartAsync(int port, int rows)
    {
        var gateway = await GatewayUnderTest.StartAsync();
        var limits = new DlmsLimits { MaxConnections = 5000, MaxAssociations = 5000, MaxAssociationsPerClientAndDevice = 5000 };
        var server = new DlmsServer(new ProfileDirectory(gateway.Server.Directory, gateway.Meter.Sap, rows), gateway.Server.Security, limits);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(server);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(gateway.Events);
        builder.Services.AddSingleton<RepeatedEvents>();
        builder.Services.AddSingleton<HeadEndCounters>();
        builder.WebHost.UseSockets(GatewayHost.Sockets);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseConnectionHandler<DlmsConnectionHandler>()));
        var app = builder.Build();
        await app.StartAsync();
        return new(gateway, app, await gateway.PeerAsync() with { Port = EchoServer.PortOf(app), Profile = SyntheticProfile.Name });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _gateway.DisposeAsync();
    }
}
