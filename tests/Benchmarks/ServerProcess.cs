using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>This program once more, as a server in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string[] facts) => (_process, Facts) = (process, facts);

    /// <summary>What the server said of itself, its port first.</summary>
    public string[] Facts { get; }

    /// <summary>Its port.</summary>
    public int Port => int.Parse(Facts[0], CultureInfo.InvariantCulture);

    /// <summary>The CPU time that it has used, in steps of 10 ms.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a server and waits until it serves.</summary>
    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        string[] dll = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ServerProcess).Assembly.Location] : [];
        var start = new ProcessStartInfo(program, [.. dll, ServerVerb.Name, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // the service's own setting, which a program that is no web project does not have
        start.Environment["DOTNET_gcServer"] = "1";
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [ServerVerb.Ready, .. var facts])
            {
                return new ServerProcess(process, facts);
            }
        }

        throw new InvalidOperationException($"The server {string.Join(' ', arguments)} does not start.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
