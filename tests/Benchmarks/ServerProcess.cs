using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>This program once more, as a server in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Asks a server for its managed memory.</summary>
    public const string Memory = "memory";

    private readonly Process _process;

    private ServerProcess(Process process, Peer peer) => (_process, Peer) = (process, peer);

    /// <summary>The server as it said of itself.</summary>
    public Peer Peer { get; }

    /// <summary>The CPU time that it has used, in steps of 10 ms.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The octets of RAM that it has.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The octets that live on its managed heap after a collection.</summary>
    public async Task<long> ManagedAsync()
    {
        await _process.StandardInput.WriteLineAsync(Memory);
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() is { } line && line.Split(' ') is [Memory, var octets]
            ? long.Parse(octets, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("The server does not tell its memory.");
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
            if (line.Split(' ') is [ServerVerb.Ready, .. var words])
            {
                return new ServerProcess(process, Peer.Parse(words));
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
