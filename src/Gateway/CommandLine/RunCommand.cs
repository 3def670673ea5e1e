using System.CommandLine;
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
        try
        {
            await using var app = await GatewayHost.BuildAsync(args);
            await app.RunAsync(cancellationToken);
            return ExitCode.Done;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new RefusedException($"{e.Message} Give another port with --Gateway:Dlms:Port or --Gateway:Http:Port.", e);
        }
    }
}
