using System.Runtime.Versioning;

namespace Gateway.ServiceControl;

/// <summary>
/// The service under Windows:
/// <code>
/// C:\Program Files\Gateway\VERSION-TIME   the program, a folder for each version; the service's entry names the one in use
/// C:\ProgramData\Gateway                  the data directory, of the account of the service and of administrators alone
/// </code>
/// It runs under a virtual account, <c>NT SERVICE\Gateway</c>, which nobody can sign in to and which needs no password.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsServiceManager : IServiceManager
{
    private const string Name = "Gateway";
    private const string Account = $@"NT SERVICE\{Name}";

    /// <summary>Well-known identifiers: administrators and the system.</summary>
    private const string Administrators = "*S-1-5-32-544";
    private const string LocalSystem = "*S-1-5-18";

    /// <summary>How long a start may take: 10 min, since a large database is brought up to date before.</summary>
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
    public string? Current => WindowsServices.CommandOf(Name) is { } command ? Path.GetDirectoryName(command.Split('"') is [_, var file, ..] ? file : command.Split(' ')[0]) : null;

    /// <inheritdoc />
    public Task<string> StateAsync() => Task.FromResult(WindowsServices.StatusOf(Name).State.ToString().ToLowerInvariant());

    /// <inheritdoc />
    public async Task RegisterAsync(string folder)
    {
        WindowsServices.Create(Name, "Metering gateway (M-Bus to DLMS/COSEM)", "Reads M-Bus meters and serves them to head-end systems.", CommandIn(folder), Account);
        Directory.CreateDirectory(DataDirectory);

        // only after the service is there has its account a name; what is inherited from ProgramData lets every user read
        await SystemProgram.RunAsync("icacls", DataDirectory, "/inheritance:r", "/grant:r", $"{Account}:(OI)(CI)F", $"{Administrators}:(OI)(CI)F", $"{LocalSystem}:(OI)(CI)F");
    }

    /// <inheritdoc />
    public Task UseAsync(string folder)
    {
        WindowsServices.SetCommand(Name, CommandIn(folder));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<string?> StartAsync()
    {
        WindowsServices.Start(Name);
        var (state, code) = await LeavesAsync(WindowsServiceState.StartPending);
        if (state == WindowsServiceState.Running)
        {
            await Task.Delay(Steady);
            (state, code) = WindowsServices.StatusOf(Name);
        }

        return state == WindowsServiceState.Running ? null : $"it is {state.ToString().ToLowerInvariant()} (code {code}); its log is in {Path.Combine(DataDirectory, "logs")}.";
    }

    /// <inheritdoc />
    public async Task StopAsync()
    {
        if (!WindowsServices.Stop(Name))
        {
            return;
        }

        var (state, _) = await LeavesAsync(WindowsServiceState.StopPending);
        if (state != WindowsServiceState.Stopped)
        {
            throw new ServiceControlException($"The service does not stop: it is {state.ToString().ToLowerInvariant()}.");
        }
    }

    /// <inheritdoc />
    public Task RunAsync(string folder, params string[] args) => SystemProgram.RunAsync(Path.Combine(folder, ProgramFile), [.. args, "--data-directory", DataDirectory]);

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
        WindowsServices.Delete(Name);
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

    /// <summary>Waits until it is no longer in a state.</summary>
    private static async Task<(WindowsServiceState State, uint Code)> LeavesAsync(WindowsServiceState state)
    {
        var end = Environment.TickCount64 + (long)Longest.TotalMilliseconds;
        var now = WindowsServices.StatusOf(Name);
        while (now.State == state && Environment.TickCount64 < end)
        {
            await Task.Delay(Step);
            now = WindowsServices.StatusOf(Name);
        }

        return now;
    }

    private string CommandIn(string folder) => $"\"{Path.Combine(folder, ProgramFile)}\" run --Gateway:DataDirectory \"{DataDirectory}\"";
}
