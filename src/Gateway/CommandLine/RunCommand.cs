using System.CommandLine;
using System.Net.Sockets;
using Gateway.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Gateway.CommandLine;

/// <summary><c>run</c>: the service.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Starts the service (the default verb). Settings follow as --Gateway:Key value.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => RunAsync([.. parsed.UnmatchedTokens], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        CommandLineSettings.Check(args);
        try
        {
            await using var app = await GatewayHost.BuildAsync(args);
            await app.RunAsync(cancellationToken);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException { InnerException: AddressInUseException } or SocketException)
        {
            throw new RefusedException($"A port cannot be opened: {e.Message} Give another one with --Gateway:Dlms:Port or --Gateway:Http:Port.", e);
        }
    }
}
