using System.Globalization;
using System.Net;
using Cosem;
using Dlms.Acse;
using Dlms.Connection;
using Dlms.Xdlms;
using Gateway;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Metering;
using Metering.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks;

/// <summary>
/// The service with its simulated bus, on any free ports, in a data directory that goes away with it. All meters have been read, and
/// their values stay young enough for the whole run.
/// </summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan ReadingTakesAtMost = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    private GatewayUnderTest(DirectoryInfo folder, WebApplication app) => (_folder, _app) = (folder, app);

    /// <summary>The port of the DLMS server.</summary>
    public int Port => StartUpText.Ports(_app.Services.GetRequiredService<IServer>())[0];

    /// <summary>What the connections share.</summary>
    public DlmsServer Server => _app.Services.GetRequiredService<DlmsServer>();

    /// <summary>Where refusals are told.</summary>
    public IEventLog Events => _app.Services.GetRequiredService<IEventLog>();

    /// <summary>The first meter.</summary>
    public LogicalDevice Meter
    {
        get
        {
            var directory = _app.Services.GetRequiredService<LogicalDeviceDirectory>();
            return directory.Find(directory.SapAssignmentList[1].Sap)!;
        }
    }

    /// <summary>The AARQ of the management client, with its password.</summary>
    public Aarq Aarq => new()
    {
        SenderAcseRequirements = new CosemData.BitString(new byte[] { 0x80 }, 1),
        MechanismName = ObjectIdentifier.Mechanism(ObjectIdentifier.LowLevelSecurity),
        CallingAuthenticationValue = Octets.FromAscii(_app.Services.GetRequiredService<Installation>().LlsPassword),
        UserInformation = new InitiateRequest { ProposedConformance = Conformance.Get, ClientMaxReceivePduSize = ushort.MaxValue }.ToArray(),
    };

    /// <summary>Starts the service and waits until every meter has been read.</summary>
    public static async Task<GatewayUnderTest> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-benchmark-");
        string[] settings =
        [
            "--Gateway:DataDirectory", folder.FullName,
            "--Gateway:Dlms:Port", "0",
            "--Gateway:Http:Port", "0",
            "--Gateway:MaxAge", "1.00:00:00",
            "--Gateway:ReadoutInterval", "1 month",
            "--Serilog:MinimumLevel:Default", "Error",
        ];
        var started = new GatewayUnderTest(folder, await GatewayHost.BuildAsync(settings));
        await started._app.StartAsync();
        await started.AllReadAsync();
        return started;
    }

    /// <summary>A GET of an attribute of an object of the first meter that has such a value.</summary>
    public async Task<GetRequest.Normal> GetOfAsync(ClassId classId, sbyte attribute)
    {
        foreach (var entry in Meter.Objects.Where(entry => entry.Object.ClassId == classId))
        {
            if ((await entry.Object.GetAsync(attribute, null, CancellationToken.None)).Result == DataAccessResult.Success)
            {
                return new GetRequest.Normal(InvokeIdAndPriority.Request(1), new AttributeDescriptor(classId, entry.Object.LogicalName, attribute));
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{Meter.Name} has no {classId} with attribute {attribute}."));
    }

    /// <summary>The first meter and one of its registers, with password and keys as a client has to know them.</summary>
    public async Task<Peer> PeerAsync()
    {
        var security = _app.Services.GetRequiredService<Installation>().Security;
        return new(IPAddress.Loopback.ToString(), Port)
        {
            Sap = Meter.Sap,
            Register = (await GetOfAsync(ClassId.Register, 2)).Attribute.LogicalName,
            Password = security.LlsPassword,
            Title = security.SystemTitle.ToString(),
            EncryptionKey = Convert.ToHexString(security.Keys.GlobalUnicastEncryptionKey),
            AuthenticationKey = Convert.ToHexString(security.Keys.AuthenticationKey),
            ProcessId = Environment.ProcessId,
        };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task AllReadAsync()
    {
        var readouts = _app.Services.GetRequiredService<IReadoutStore>();
        var meters = _app.Services.GetRequiredService<IMeterStore>();
        using var limit = new CancellationTokenSource(ReadingTakesAtMost);
        while (meters.Meters.Values.Any(meter => readouts.Last(meter.Id).Readout is null))
        {
            await Task.Delay(Pause, limit.Token);
        }
    }
}
