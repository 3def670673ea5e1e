namespace Gateway.ServiceControl;

/// <summary>
/// The service under systemd:
/// <code>
/// /opt/gateway/VERSION-TIME/             the program, a folder for each version;  /opt/gateway/current points to the one in use
/// /usr/local/bin/gateway                 the command line, as the account of the service
/// /etc/systemd/system/gateway.service    how it runs
/// /var/lib/gateway                       the data directory, of the account gateway alone
/// </code>
/// </summary>
/// <param name="root">The file system it is installed in: <c>/</c>, or one that is being made, in which nothing can be started.</param>
internal sealed class SystemdUnit(string root) : IServiceControl
{
    /// <summary>Where the unit is in a file system.</summary>
    public const string UnitPath = $"etc/systemd/system/{Unit}";

    private const string Unit = "gateway.service";
    private const string Account = "gateway";
    private const string SerialPorts = "dialout";
    private const string Nologin = "/usr/sbin/nologin";

    /// <summary>What was ready and ends within this time does not serve: 3 s.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(3);

    private bool IsThisMachine => root == "/";

    private bool Runs => IsThisMachine && Directory.Exists("/run/systemd/system");

    /// <inheritdoc />
    public string Programs => In("opt/gateway");

    /// <inheritdoc />
    public string DataDirectory => In("var/lib/gateway");

    /// <inheritdoc />
    public string ProgramFile => "Gateway";

    /// <inheritdoc />
    public string? Current => new DirectoryInfo(CurrentLink).LinkTarget is { } target ? Path.Combine(Programs, target) : null;

    private string CurrentLink => Path.Combine(Programs, "current");

    private string UnitFile => In(UnitPath);

    private string CommandFile => In("usr/local/bin/gateway");

    /// <inheritdoc />
    public void NeedManager()
    {
        if (IsThisMachine && !Runs)
        {
            throw new ServiceControlException(
                "systemd does not run here, and nothing was changed. --root DIR installs into a file system that is being made; without systemd start the program itself: Gateway run.");
        }

        if (!File.Exists(In("etc/passwd")) || !Directory.Exists(In("usr")))
        {
            throw new ServiceControlException($"{root} is not the root of a file system, and nothing was changed: there is no etc/passwd or no usr in it.");
        }
    }

    /// <inheritdoc />
    public async Task<string> StateAsync() => Runs ? (await SystemProgram.TryAsync("systemctl", "is-active", Unit)).Words
        : IsThisMachine ? "systemd does not run here"
        : "not on this machine";

    /// <inheritdoc />
    public async Task RegisterAsync(string folder)
    {
        await MakeAccountAsync();
        await UseAsync(folder);
        await ControlAsync("enable", Unit);
    }

    /// <inheritdoc />
    public async Task UseAsync(string folder)
    {
        await PointAsync(folder);
        Write(CommandFile, "gateway", UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Write(UnitFile, Unit, UnixFileMode.None);
        await ReloadAsync();
    }

    /// <inheritdoc />
    public async Task<string?> StartAsync()
    {
        if (!IsThisMachine)
        {
            return null;
        }

        // systemd waits for READY=1
        var begin = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var (code, words) = await SystemProgram.TryAsync("systemctl", "start", Unit);
        if (code == 0)
        {
            await Task.Delay(Steady);
            (code, words) = await SystemProgram.TryAsync("systemctl", "is-active", "--quiet", Unit);
        }

        if (code == 0)
        {
            return null;
        }

        // what the program itself said, without the words of systemd about it
        var (_, told) = await SystemProgram.TryAsync("journalctl", $"_SYSTEMD_UNIT={Unit}", "--since", $"@{begin}", "--output", "cat", "--no-pager");
        return TellingLines.Of(told) is { Length: > 0 } telling ? telling : words;
    }

    /// <inheritdoc />
    public Task StopAsync() => Runs && File.Exists(UnitFile) ? SystemProgram.RunAsync("systemctl", "stop", Unit) : Task.CompletedTask;

    /// <inheritdoc />
    public Task CopyAsync(string file, string copy) => SystemProgram.RunAsync("cp", "--preserve=all", file, copy);

    /// <inheritdoc />
    public async Task UnregisterAsync()
    {
        if (File.Exists(UnitFile))
        {
            await ControlAsync("disable", Unit);
            File.Delete(UnitFile);
            await ReloadAsync();
        }

        if (File.Exists(CommandFile))
        {
            File.Delete(CommandFile);
        }

        File.Delete(CurrentLink);
    }

    /// <inheritdoc />
    public async Task RemoveDataAsync()
    {
        if (Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }

        _ = await SystemProgram.TryAsync("userdel", [.. Elsewhere("--root"), Account]);
    }

    private async Task MakeAccountAsync()
    {
        if (!await File.ReadLinesAsync(In("etc/passwd")).AnyAsync(line => line.StartsWith($"{Account}:", StringComparison.Ordinal)))
        {
            await SystemProgram.RunAsync("useradd", [.. Elsewhere("--root"), "--system", "--user-group", "--groups", SerialPorts, "--no-create-home", "--home-dir", "/var/lib/gateway", "--shell", Nologin, Account]);
        }

        var owner = await OwnerAsync();
        await SystemProgram.RunAsync("install", "--directory", "--mode=0700", $"--owner={owner.User}", $"--group={owner.Group}", DataDirectory);
    }

    /// <summary>By number, since names are those of the file system it is installed in.</summary>
    private async Task<(string User, string Group)> OwnerAsync()
    {
        var entry = await File.ReadLinesAsync(In("etc/passwd")).FirstAsync(line => line.StartsWith($"{Account}:", StringComparison.Ordinal));
        return entry.Split(':') is [_, _, var user, var group, ..] ? (user, group) : throw new ServiceControlException($"The entry of {Account} in {In("etc/passwd")} cannot be read.");
    }

    /// <summary>The link is replaced whole: there is no moment without a program.</summary>
    private async Task PointAsync(string folder)
    {
        var next = CurrentLink + ".new";
        File.Delete(next);
        File.CreateSymbolicLink(next, Path.GetFileName(folder));
        await SystemProgram.RunAsync("mv", "--no-target-directory", next, CurrentLink);
    }

    private static void Write(string file, string resource, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var content = typeof(SystemdUnit).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException(resource);
        var next = file + ".new";
        using (var written = File.Create(next))
        {
            content.CopyTo(written);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead | mode);
        }

        File.Move(next, file, overwrite: true);
    }

    private Task ControlAsync(params string[] args) => SystemProgram.RunAsync("systemctl", [.. Elsewhere("--root"), .. args]);

    private Task ReloadAsync() => Runs ? SystemProgram.RunAsync("systemctl", "daemon-reload") : Task.CompletedTask;

    private string[] Elsewhere(string option) => IsThisMachine ? [] : [option, root];

    private string In(string path) => Path.Combine(root, path);
}
