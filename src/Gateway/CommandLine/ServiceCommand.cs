using System.CommandLine;
using Gateway.ServiceControl;

namespace Gateway.CommandLine;

/// <summary><c>service</c>: the gateway as a service of the operating system.</summary>
internal static class ServiceCommand
{
    private const string Description = """
        Installs the gateway as a service of systemd or Windows, brings it to another version, removes it.
        These verbs are of the program that is to be installed: unpack or publish it, and call it from there, as administrator.
        """;

    private static readonly Option<string> Root = new("--root")
    {
        Description = "Linux: the root of a file system that is being made; nothing is started in it.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/",
    };

    private static readonly Option<bool> WithData = new("--with-data") { Description = "Removes the data directory and the account too: meters, readings, keys." };

    public static Command Create()
    {
        var command = new Command("service", Description);
        Add(command, "install", "Installs this program as a service that starts with the machine, under an account of its own, and starts it.", (_, installation) => installation.InstallAsync());
        Add(command, "upgrade", "Brings the service to this program's version; when it does not start, the former one runs again.", (_, installation) => installation.UpgradeAsync());
        var uninstall = Add(command, "uninstall", "Stops and removes the service; its data stay.", UninstallAsync);
        uninstall.Add(WithData);
        uninstall.Add(Consent.Yes);
        Add(command, "status", "Shows what is installed and how it stands.", (_, installation) => installation.ShowAsync());
        return command;
    }

    private static Task UninstallAsync(ParseResult parsed, ServiceInstallation installation)
    {
        if (parsed.GetValue(WithData))
        {
            Consent.Ask(parsed, "The service is removed with its account and all its data: meters, readings, keys, users.");
        }

        return installation.UninstallAsync(parsed.GetValue(WithData));
    }

    private static Command Add(Command parent, string name, string description, Func<ParseResult, ServiceInstallation, Task> work)
    {
        var command = new Command(name, description) { Root };
        command.SetAction((parsed, _) => RunAsync(parsed, work));
        parent.Add(command);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<ParseResult, ServiceInstallation, Task> work)
    {
        var root = Path.GetFullPath(parsed.GetRequiredValue(Root));
        if (!OperatingSystem.IsLinux() && root != Path.GetPathRoot(root))
        {
            throw new RefusedException("--root is for Linux.");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            throw new RefusedException(OperatingSystem.IsWindows() ? "Services are the administrator's: open the terminal as administrator." : "Services are root's: call it with sudo.");
        }

        try
        {
            var control = IServiceControl.Of(root);
            await work(parsed, new ServiceInstallation(control, AppContext.BaseDirectory, ProgramVersion.Text, TimeProvider.System, Console.Out));
            return ExitCode.Done;
        }
        catch (Exception e) when (e is ServiceControlException or IOException or UnauthorizedAccessException)
        {
            throw new FailedException(e.Message, e);
        }
    }
}
