using System.CommandLine;
using System.Net.Sockets;
using Gateway.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Gateway.CommandLine;

/// <summary><c>run</c>: the service.</summary>
internal static class RunCommand
{
    private const string Description = """
        Starts the service (the default verb).

        The main settings:
          Gateway:DataDirectory         where meters, readings and keys are kept (data)
          Gateway:Dlms:Port             TCP port for head-end systems (4059)
          Gateway:Http:Port             TCP port of /health/live and /health/ready, on this machine only (8080)
          Gateway:Simulation            false: no simulated bus, even when there is no real one
          Gateway:Buses:<name>:Address  a bus: tcp://host:port, /dev/ttyUSB0 or COM3

        Each can be given on the command line, in the environment or in appsettings.json; the first of these counts:
          Gateway run --Gateway:Dlms:Port 4060 --Gateway:Buses:cellar:Address tcp://192.168.1.20:10001
          Gateway__Dlms__Port=4060 Gateway__Buses__cellar__Address=/dev/ttyUSB0 Gateway run
        README.md has all of them with their defaults.
        """;

    private static readonly Argument<string[]> Settings = new("--Gateway:KEY VALUE")
    {
        Description = "Settings by key and value; --Gateway:KEY=VALUE does as well.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        var command = new Command("run", Description) { Settings };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Settings) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        CommandLineSettings.Check(args);
        await using var app = await GatewayHost.BuildAsync(args);
        var (options, taken) = (app.Services.GetRequiredService<GatewayOptions>(), app.Urls);
        try
        {
            await app.RunAsync(cancellationToken);
            return ExitCode.Done;
        }
        catch (Exception e) when (taken.Count < 2 && e is IOException { InnerException: AddressInUseException } or SocketException)
        {
            // the ports are taken in this order, so their number tells which one was refused
            var (key, port) = taken.Count == 0 ? ("Gateway:Dlms:Port", options.Dlms.Port) : ("Gateway:Http:Port", options.Http.Port);
            throw new RefusedException($"{key} is {port}; {Reason(e)}, give another one (0: any free port).", e);
        }
    }

    private static string Reason(Exception e) => e switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "this user may not open that port",
        SocketException => $"that port cannot be opened ({e.Message})",
        _ => "another program has that port",
    };
}
