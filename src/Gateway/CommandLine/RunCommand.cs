using System.CommandLine;
using Gateway.Configuration;
using Gateway.ServiceControl;

namespace Gateway.CommandLine;

/// <summary><c>run</c>: the service.</summary>
internal static class RunCommand
{
    private const string Description = """
        Starts the service (the default verb).

        The main settings:
          Gateway:DataDirectory         where meters, readings and keys are kept (data)
          Gateway:Dlms:Port             TCP port for head-end systems (4059)
          Gateway:Http:Port             TCP port of page and interface (8080); on this machine only until an administrator is made
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
        await (OperatingSystem.IsWindows()
            ? new WindowsServiceProcess(new ControlDispatcher(), Configuration.Settings.FolderOf(args), TimeProvider.System)
                .RunAsync(ServeAsync, cancellationToken)
            : ServeAsync(() => { }, cancellationToken));
        return ExitCode.Done;

        Task ServeAsync(Action serves, CancellationToken stop)
        {
            CommandLineSettings.Check(args);
            return new ServiceRun(args, TimeProvider.System) { Built = app => app.Lifetime.ApplicationStarted.Register(serves) }.RunAsync(stop);
        }
    }
}
