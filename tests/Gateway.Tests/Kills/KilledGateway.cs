using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dlms.Security;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests.Kills;

/// <summary>The service as a process of its own over one data directory, ended by force and started again on the same port.</summary>
internal sealed class KilledGateway : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    private readonly TemporaryFolder _data = new();
    private readonly Stopwatch _sinceStart = new();
    private GatewayProgram? _program;

    /// <summary>The data directory.</summary>
    public TemporaryFolder Data => _data;

    /// <summary>The port of the DLMS server.</summary>
    public int DlmsPort { get; } = FreePort();

    /// <summary>Its zone.</summary>
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>What the program is started with beside port and data directory.</summary>
    public IReadOnlyList<string> Settings { get; set; } = [];

    /// <summary>The meters in its store.</summary>
    public IReadOnlyList<Meter> Meters { get; private set; } = [];

    /// <summary>Its keys.</summary>
    public SecurityKeys Keys { get; private set; } = null!;

    /// <summary>Makes the data directory, as an installer who enters the meters before the service runs.</summary>
    public async Task InstallAsync(IEnumerable<Meter> meters)
    {
        await using var installation = await Installation.OpenAsync(new() { DataDirectory = _data.Path, Simulation = false }, TimeProvider.System);
        foreach (var meter in meters)
        {
            await installation.Meters.AddAsync(meter);
        }

        (Meters, Keys) = ([.. installation.Meters.Meters.Values], installation.Security.Keys);
    }

    /// <summary>Starts the process and does not wait.</summary>
    public void Start()
    {
        _sinceStart.Restart();
        _program = GatewayProgram.Start(
            _data, [], ["run", $"--Gateway:DataDirectory={_data.Path}", $"--Gateway:Dlms:Port={DlmsPort}", "--Gateway:Http:Port=0", $"--Gateway:TimeZone={Zone.Id}", .. Settings]);
    }

    /// <summary>Waits until the DLMS port takes a connection.</summary>
    /// <returns>The time since the start of the process.</returns>
    /// <exception cref="InvalidOperationException">The process ended by itself.</exception>
    public async Task<TimeSpan> ListensAsync()
    {
        while (!await AcceptsAsync())
        {
            if (_program!.HasEnded)
            {
                await _program.LineAsync("a port that it has never had");
            }

            if (_sinceStart.Elapsed > Eventually.Deadline)
            {
                throw new TimeoutException($"It does not listen {_sinceStart.Elapsed} after its start: {string.Join('\n', _program.Lines)}");
            }

            await Task.Delay(Poll);
        }

        return _sinceStart.Elapsed;
    }

    /// <summary>SIGKILL, at once and wherever it is.</summary>
    public async Task KillAsync()
    {
        await (_program?.DisposeAsync() ?? ValueTask.CompletedTask);
        _program = null;
    }

    /// <summary>An orderly stop.</summary>
    public async Task StopAsync()
    {
        (await _program!.StopAsync()).Returns(0);
        await KillAsync();
    }

    /// <summary>An orderly stop that is not waited for.</summary>
    public Task TerminateAsync() => _program!.TerminateAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _data.Dispose();
    }

    private async Task<bool> AcceptsAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, DlmsPort);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>None of those that systems give to outgoing connections: between a kill and the next start one of them would have it.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.IPv6Any, port) { Server = { DualMode = true } };
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // another one has it
            }
        }
    }
}
