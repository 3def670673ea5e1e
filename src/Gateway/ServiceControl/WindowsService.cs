using System.ComponentModel;
using System.Diagnostics;
using Gateway.Configuration;

namespace Gateway.ServiceControl;

/// <summary>
/// The service under Windows:
/// <code>
/// C:\Program Files\Gateway\VERSION-TIME   the program, a folder for each version; the service's entry names the one in use
/// C:\ProgramData\Gateway                  the data directory, of the account of the service and of administrators alone
/// </code>
/// It runs under a virtual account, <c>NT SERVICE\Gateway</c>, which nobody can sign in to and which needs no password.
/// </summary>
/// <param name="services">The service manager.</param>
/// <param name="time">The system's time.</param>
internal sealed class WindowsService(IWindowsServices services, TimeProvider time) : IServiceControl
{
    private const string Name = "Gateway";
    private const string Account = $@"NT SERVICE\{Name}";

    /// <summary>Well-known identifiers: administrators, the system, and how those of services begin.</summary>
    private const string Administrators = "S-1-5-32-544";
    private const string LocalSystem = "S-1-5-18";
    private const string Services = "S-1-5-80-";

    /// <summary>By its whole path: Windows takes a program of the same name in the current folder before its own.</summary>
    private static readonly string AccessLists = Path.Combine(Environment.SystemDirectory, "icacls.exe");

    /// <summary>How long a start may take, and a stop, which may have to wait for a start: 10 min, since a large database is brought up to date before.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>What was ready and ends within this time does not serve: 3 s.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc />
    public string Programs => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), Name);

    /// <inheritdoc />
    public string DataDirectory => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), Name);

    /// <inheritdoc />
    public string ProgramFile => "Gateway.exe";

    /// <inheritdoc />
    public string? Current => services.CommandOf(Name) is { } command ? Path.GetDirectoryName(command.Split('"') is [_, var file, ..] ? file : command.Split(' ')[0]) : null;

    /// <inheritdoc />
    public void NeedManager()
    {
        // Windows always has one
    }

    /// <inheritdoc />
    public Task<string> StateAsync() => Task.FromResult(WordsOf(services.StatusOf(Name).State));

    /// <inheritdoc />
    public async Task RegisterAsync(string folder)
    {
        RefuseForeign();
        services.Create(Name, "Metering gateway (M-Bus to DLMS/COSEM)", "Reads M-Bus meters and serves them to head-end systems.", CommandIn(folder), Account);
        Directory.CreateDirectory(DataDirectory);

        // only after the service is there has its account a name; what is inherited from ProgramData lets every user read
        await SystemProgram.RunAsync(AccessLists, DataDirectory, "/inheritance:r", "/grant:r", $"{Account}:(OI)(CI)F", $"*{Administrators}:(OI)(CI)F", $"*{LocalSystem}:(OI)(CI)F");
    }

    /// <inheritdoc />
    public Task UseAsync(string folder)
    {
        services.SetCommand(Name, CommandIn(folder));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<string?> StartAsync()
    {
        try
        {
            // what an earlier end has left is not told as the reason of this one
            Leftovers.Remove(WindowsServiceProcess.FaultIn(DataDirectory));
            services.Start(Name);
            var (state, code) = await ComesUpAsync();
            return state == WindowsServiceState.Running ? null : WhyNot(state, code);
        }
        catch (ServiceControlException e)
        {
            // its program is missing or damaged
            return e.Message;
        }
        finally
        {
            // only now: whoever waits for a start judges it, and the service manager does not try it again meanwhile
            services.SetRecovery(Name, startsAgain: true);
        }
    }

    /// <inheritdoc />
    public async Task StopAsync()
    {
        services.SetRecovery(Name, startsAgain: false);
        var (state, _, process) = services.StatusOf(Name);
        var end = time.GetUtcNow() + Longest;
        while (state is not (WindowsServiceState.Stopped or WindowsServiceState.Missing))
        {
            if (time.GetUtcNow() >= end)
            {
                services.SetRecovery(Name, startsAgain: true);
                throw new ServiceControlException($"The service does not stop: it is {WordsOf(state)}.");
            }

            // one that is just starting does not hear it
            services.Stop(Name);
            await Task.Delay(Step, time);
            state = services.StatusOf(Name).State;
        }

        await EndAsync(process);
    }

    /// <inheritdoc />
    public Task CopyAsync(string file, string copy)
    {
        // the rights of the folder hold
        File.Copy(file, copy);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task UnregisterAsync()
    {
        services.Delete(Name);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task RemoveDataAsync()
    {
        if (Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }

        return Task.CompletedTask;
    }

    private async Task<(WindowsServiceState State, uint Code)> ComesUpAsync()
    {
        var now = services.StatusOf(Name);
        for (var end = time.GetUtcNow() + Longest; now.State == WindowsServiceState.StartPending && time.GetUtcNow() < end; now = services.StatusOf(Name))
        {
            await Task.Delay(Step, time);
        }

        if (now.State == WindowsServiceState.Running)
        {
            await Task.Delay(Steady, time);
            now = services.StatusOf(Name);
        }

        return (now.State, now.Code);
    }

    /// <summary>A process that has told that it has stopped still has its files for a moment.</summary>
    private static async Task EndAsync(int process)
    {
        if (process == 0)
        {
            return;
        }

        try
        {
            using var ending = Process.GetProcessById(process);
            await ending.WaitForExitAsync().WaitAsync(Steady);
        }
        catch (Exception e) when (e is ArgumentException or TimeoutException or Win32Exception)
        {
            // it has ended; or another one has got its number, which may be nobody's to look at
        }
    }

    /// <summary>Every user can make a folder where the data directory is going to be; whoever owns it could let himself in to the keys.</summary>
    private void RefuseForeign()
    {
        if (services.OwnerOf(DataDirectory) is { } owner && owner is not (Administrators or LocalSystem) && owner != services.User && !owner.StartsWith(Services, StringComparison.Ordinal))
        {
            throw new ServiceControlException(
                $"{DataDirectory} is there already and belongs to {owner}, who could let himself in to the keys: remove it; or, if you know what is in it, take it over as administrator (icacls \"{DataDirectory}\" /setowner *{Administrators} /T).");
        }
    }

    /// <summary>In its own words, as far as it has left any.</summary>
    private string WhyNot(WindowsServiceState state, uint code)
    {
        var fault = WindowsServiceProcess.FaultIn(DataDirectory);
        return File.Exists(fault) ? File.ReadAllText(fault) : $"It is {WordsOf(state)} (code {code}); its log is in {Path.Combine(DataDirectory, "logs")}.";
    }

    private static string WordsOf(WindowsServiceState state) => state switch
    {
        WindowsServiceState.Missing => "missing",
        WindowsServiceState.Stopped => "stopped",
        WindowsServiceState.StartPending => "starting",
        WindowsServiceState.StopPending => "stopping",
        _ => "running",
    };

    private string CommandIn(string folder) => $"\"{Path.Combine(folder, ProgramFile)}\" run --Gateway:DataDirectory \"{DataDirectory}\"";
}
