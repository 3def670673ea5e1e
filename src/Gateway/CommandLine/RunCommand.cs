using System.CommandLine;

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
        await Console.Out.WriteLineAsync(string.Join(' ', args).AsMemory(), cancellationToken);
        return ExitCode.Done;
    }
}
