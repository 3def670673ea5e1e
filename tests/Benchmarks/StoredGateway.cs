using System.Net;
using Cosem;
using Dlms.Xdlms;
using Gateway;
using Gateway.Configuration;
using Metering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks;

/// <summary>The service in this process on a data directory of <see cref="StoreBuilder"/>, with nothing to read and nothing to remove.</summary>
internal sealed class StoredGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StoredGateway(WebApplication app) => _app = app;

    /// <summary>Load profile 1.</summary>
    public static LogicalName Profile { get; } = new(1, 0, 99, 1, 0, 255);

    /// <summary>A part of the service.</summary>
    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>The same where there may be none.</summary>
    public T? Find<T>() => _app.Services.GetService<T>();

    /// <summary>Starts it.</summary>
    public static async Task<StoredGateway> StartAsync(string folder)
    {
        Refuse(folder);
        var app = await GatewayHost.BuildAsync(
        [
            "--Gateway:DataDirectory", folder,
            "--Gateway:Dlms:Port", "0",
            "--Gateway:Dlms:AllowLls", "true",
            "--Gateway:Http:Port", "0",
            "--Gateway:MaxAge", "1.00:00:00",
            "--Gateway:Retention", "3653 days",
            "--Serilog:MinimumLevel:Default", "Error",
        ]);
        await app.StartAsync();
        return new StoredGateway(app);
    }

    /// <summary>Refuses a folder that has no such store.</summary>
    public static void Refuse(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "gateway.db")) || File.Exists(StoreBuilder.UnfinishedIn(folder)))
        {
            throw new InvalidOperationException($"{folder} has no store that was built to its end: store-build makes one.");
        }
    }

    /// <summary>A meter as a server to ask; null: it has no load profile yet.</summary>
    public Peer? PeerOf(Meter meter)
    {
        var security = Get<Installation>().Security;
        var device = Get<ILogicalDeviceDirectory>().Find(meter.LogicalDeviceAddress)!;
        return device.Objects.All(entry => entry.Object.LogicalName != Profile) ? null : new(IPAddress.Loopback.ToString(), StartUpText.Ports(Get<IServer>())[0])
        {
            Sap = meter.LogicalDeviceAddress,
            Profile = Profile,
            Password = security.LlsPassword,
            Title = security.SystemTitle.ToString(),
            EncryptionKey = Convert.ToHexString(security.Keys.GlobalUnicastEncryptionKey),
            AuthenticationKey = Convert.ToHexString(security.Keys.AuthenticationKey),
        };
    }

    /// <summary>A GET of the profile: an attribute, or a part of its buffer.</summary>
    public static byte[] Request(sbyte attribute, SelectiveAccess? access = null) =>
        new GetRequest.Normal(InvokeIdAndPriority.Request(1), new(ClassId.ProfileGeneric, Profile, attribute, access)).ToArray();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
