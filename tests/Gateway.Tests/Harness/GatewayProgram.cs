using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>The built program as a process of its own, in a folder of its own.</summary>
internal sealed class GatewayProgram : IAsyncDisposable
{
    /// <summary>Root without the right to read and write what is another's, or nobody's (capabilities(7)).</summary>
    private static readonly string[] ByRights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "dotnet"];

    private readonly Process _process;
    private readonly PosixSignalRegistration _brokenOff;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _error;
    private readonly Task _reading;

    private GatewayProgram(Process process)
    {
        _process = process;

        // tests that are broken off leave no program behind
        _brokenOff = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => process.Kill());
        _error = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>The lines that it printed so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_output)
            {
                return _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            }
        }
    }

    /// <summary>Whether it has ended, by itself or not.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Settings, <c>Gateway__Dlms__Port=0</c>.</param>
    /// <param name="args">Its arguments.</param>
    public static GatewayProgram Start(TemporaryFolder folder, string[] environment, params string[] args) => Start(["dotnet"], folder, environment, args);

    private static GatewayProgram Start(string[] by, TemporaryFolder folder, string[] environment, string[] args)
    {
        var start = new ProcessStartInfo(by[0], by[1..])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(GatewayHost).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var setting in environment.Select(setting => setting.Split('=', 2)))
        {
            start.Environment[setting[0]] = setting[1];
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new GatewayProgram(process);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<CommandResult> RunAsync(TemporaryFolder folder, string[] environment, params string[] args)
    {
        await using var program = Start(folder, environment, args);
        return await program.EndAsync();
    }

    /// <summary>Runs it to its end with the rights that files give, also where these tests are run by root.</summary>
    public static async Task<CommandResult> RunByRightsAsync(TemporaryFolder folder, params string[] args)
    {
        await using var program = Start(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? ByRights : ["dotnet"], folder, [], args);
        return await program.EndAsync();
    }

    /// <summary>Waits for a line with these words.</summary>
    public async Task<string> LineAsync(string words)
    {
        await Eventually.HoldsAsync(() => _reading.IsCompleted || Find(words) is not null, $"'{words}' is printed");
        return Find(words) ?? throw new InvalidOperationException($"It ended without printing '{words}': {_output} {await _error}");
    }

    /// <summary>Asks it to stop, as the operating system does.</summary>
    public async Task<CommandResult> StopAsync()
    {
        await TerminateAsync();
        return await EndAsync();
    }

    /// <summary>The same, and does not wait for it.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _brokenOff.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().InTimeAsync();
        }

        await _reading;
        await _error;
        _process.Dispose();
    }

    private string? Find(string words) => Lines.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal));

    public async Task<CommandResult> EndAsync()
    {
        await _process.WaitForExitAsync().InTimeAsync();
        await _reading;
        return new CommandResult(_process.ExitCode, _output.ToString(), await _error);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }
}
