using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway;

namespace Benchmarks;

/// <summary>The service as a process of its own, from its start until its DLMS port takes a connection.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private readonly Process _process;

    private ServiceProcess(Process process) => _process = process;

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>From the start of the process until the port took a connection.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="settings">More settings, <c>--Gateway:Simulation=false</c>.</param>
    public static async Task<ServiceProcess> StartAsync(string folder, params string[] settings)
    {
        var port = FreePort();
        var program = new ProcessStartInfo("dotnet", [typeof(GatewayHost).Assembly.Location, "run", $"--Gateway:DataDirectory={folder}", $"--Gateway:Dlms:Port={port}", "--Gateway:Http:Port=0", "--Serilog:MinimumLevel:Default=Error", .. settings])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        var watch = Stopwatch.StartNew();
        var service = new ServiceProcess(Process.Start(program)!);
        try
        {
            while (!await ListensAsync(port))
            {
                if (service._process.HasExited || watch.Elapsed > Patience)
                {
                    service._process.Kill();
                    throw new InvalidOperationException($"The service on {folder} does not start: {await service._process.StandardOutput.ReadToEndAsync()}");
                }

                await Task.Delay(Poll);
            }

            service.Time = watch.Elapsed;
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>An orderly stop.</summary>
    public async Task StopAsync()
    {
        using var stop = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it by force, unless it has ended.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
