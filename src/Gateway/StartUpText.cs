using Cosem;
using Dlms.Security;
using Gateway.Access;
using Gateway.CommandLine;
using Gateway.Configuration;
using Metering.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway;

/// <summary>Says in the log that the service is ready and where; on a terminal also what to do next.</summary>
internal sealed partial class StartUpText(
    Installation installation, ILogicalDeviceDirectory devices, IServer server, SetupCode setup, ILogger<StartUpText> log) : LifecycleService
{
    /// <summary>All parts run and the ports are taken.</summary>
    public override async Task StartedAsync(CancellationToken cancellationToken)
    {
        var ports = Ports(server);
        await Facts(ports[0], installation.Security.PolicyOfSettings).StoreAsync(installation.State);
        Write(ports);
    }

    /// <summary>The ports that were really taken: DLMS, then HTTP.</summary>
    public static int[] Ports(IServer server) =>
        [.. server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal)).Port)];

    /// <summary>Whether page and interface speak http or https.</summary>
    public static string SchemeOf(IServer server) => new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Last().Replace("[::]", "localhost", StringComparison.Ordinal)).Scheme;

    private void Write(int[] ports)
    {
        LogStore(log, SqliteLibrary.Description);

        // the first entry is the gateway itself
        var scheme = SchemeOf(server);
        var meters = ShownValue.Count(devices.SapAssignmentList.Count - 1, "meter");
        LogReady(log, installation.Identity.LogicalDeviceName, ports[0], scheme, ports[1], meters, installation.Path);
        if (installation.IsSimulated)
        {
            LogSimulated(log);
        }

        if (setup.Text is { } code)
        {
            LogFirstStart(log, scheme, ports[1], SetupCode.FileIn(installation.Path));
            if (!Console.IsOutputRedirected)
            {
                WriteFirstStart(scheme, ports[1], code);
            }
        }

        if (installation is { IsSimulated: true, IsNew: true } && !Console.IsOutputRedirected)
        {
            WriteFirstSteps(ports[0]);
        }
    }

    /// <summary>For whoever sits at the machine; the code goes to no log.</summary>
    private void WriteFirstStart(string scheme, int port, string code)
    {
        Console.WriteLine();
        Console.WriteLine("Nobody can use the page yet. Open it on this machine and make the first administrator:");
        Console.WriteLine($"  {scheme}://localhost:{port}/");
        Console.WriteLine($"  one-time code {code}    (valid for an hour; the next one will be in {SetupCode.FileIn(installation.Path)})");
        Console.WriteLine();
    }

    private ServiceFacts Facts(int port, SecurityPolicy policy) => new(port, installation.AllowLls, policy)
    {
        LogicalDeviceName = installation.Identity.LogicalDeviceName,
        AllowHls = installation.Security.Policy.AllowHighLevelSecurity,
        AllowPublicClient = installation.Security.Policy.AllowPublicClient,
    };

    /// <summary>For the terminal of whoever tries the gateway out; the password goes to no log.</summary>
    private void WriteFirstSteps(int port)
    {
        Console.WriteLine();
        Console.WriteLine("All meters are SIMULATED. To read real ones, give the service a bus, for example");
        Console.WriteLine("  --Gateway:Buses:cellar:Address tcp://192.168.1.20:10001        (see README.md)");
        Console.WriteLine();
        Console.WriteLine("What a head-end needs to connect (again with the verb keys):");
        KeysCommand.Write(Console.Out, installation.Identity, Facts(port, installation.Security.Policy.SecurityPolicy), installation.LlsPassword, installation.Security.Keys);
        Console.WriteLine();
        Console.WriteLine("Try, in another terminal:");
        var address = port == DlmsConnectionOptions.UsualPort ? "" : $" localhost:{port}";
        Console.WriteLine($"  dotnet run --project src/Gateway -- dlms list{address}");
        Console.WriteLine($"  dotnet run --project src/Gateway -- dlms read{address} --device 16 --password {installation.LlsPassword}");
        Console.WriteLine();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Store: {Library}")]
    private static partial void LogStore(ILogger logger, string library);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} is ready: DLMS on port {DlmsPort}, page on {Scheme}://localhost:{HttpPort}/, {Meters}, data in {Path}")]
    private static partial void LogReady(ILogger logger, string name, int dlmsPort, string scheme, int httpPort, string meters, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody can use the page yet: open {Scheme}://localhost:{HttpPort}/ on this machine; the one-time code for the first administrator is in {File}")]
    private static partial void LogFirstStart(ILogger logger, string scheme, int httpPort, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bus is SIMULATED: all values are invented. It ends for good when a real bus is configured")]
    private static partial void LogSimulated(ILogger logger);
}
