using System.CommandLine;
using System.CommandLine.Invocation;

namespace Gateway.CommandLine;

/// <summary>The command line: a verb, or <c>run</c> when there is none.</summary>
internal static class GatewayCommand
{
    private const string Description = """
        A metering gateway: reads wired M-Bus meters and serves them to head-end systems as DLMS/COSEM logical devices.

        Without a verb the service starts. Settings are keys such as Gateway:Dlms:Port, given in appsettings.json, in the
        environment (Gateway__Dlms__Port=4060) or after the verb run (--Gateway:Dlms:Port 4060).
        Exit codes: 0 done; 1 tried and failed (nobody answers, faults in telegrams or mapping files); 2 refused (wrong arguments or
        settings, no such file).
        """;

    /// <summary>How long a verb that is asked to stop may take, before the process ends without it: more than the host's 30 s.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);

    /// <summary>Runs the verb that the arguments name.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(Description)
        {
            RunCommand.Create(),
            SimulateCommand.Create(),
            DecodeCommand.Create(),
            ScanCommand.Create(),
            ReadCommand.Create(),
            BusCommand.Create(),
            MeterCommand.Create(),
            EventsCommand.Create(),
            StoreCommand.Create(),
            MappingCommand.Create(),
            PushCommand.Create(),
            DlmsCommand.Create(),
            ListenCommand.Create(),
            KeysCommand.Create(),
            UsersCommand.Create(),
            TokensCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            ServiceCommand.Create(),
            DoctorCommand.Create(),
        };
        try
        {
            var parsed = root.Parse(WithVerb(args));
            return parsed.Action is ParseErrorAction
                ? throw new RefusedException(ParseErrorText.Of(parsed))
                : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopTimeout });
        }
        catch (RefusedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Refused;
        }
        catch (FailedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Failed;
        }
    }

    /// <summary>Only settings, or nothing at all, start the service; a misspelt verb does not.</summary>
    private static string[] WithVerb(string[] args) =>
        args is [] || args[0].StartsWith("--Gateway:", StringComparison.OrdinalIgnoreCase) ? ["run", .. args] : args;
}
