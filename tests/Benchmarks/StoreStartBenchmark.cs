using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway;

namespace Benchmarks;

/// <summary>
/// The service as a process of its own on a store of many meters and days, beside the same on an empty data directory: from the start of the process until
/// the DLMS port takes a connection, CPU time until then, and memory in RAM then and later.
/// </summary>
internal static class StoreStartBenchmark
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    /// <summary><c>store-start FOLDER</c>.</summary>
    public static async Task RunAsync(string[] options)
    {
        StoredGateway.Refuse(options[0]);
        var empty = Directory.CreateTempSubdirectory("gateway-benchmark-");
        var starts = new Dictionary<string, List<Start>>(StringComparer.Ordinal) { [options[0]] = [], [empty.FullName] = [] };
        for (var round = -1; round < Measurement.Rounds; round++)
        {
            foreach (var (folder, measured) in starts)
            {
                var start = await StartAsync(folder);
                if (round >= 0)
                {
                    measured.Add(start);
                }
            }
        }

        empty.Delete(recursive: true);
        foreach (var (folder, measured) in starts)
        {
            var name = folder == options[0] ? "the store" : "empty";
            Timing.Print($"{name}: until the port listens", measured.ConvertAll(start => start.Time.TotalMilliseconds), "ms");
            Timing.Print($"{name}: CPU until then", measured.ConvertAll(start => start.Cpu.TotalMilliseconds), "ms");
            Timing.Print($"{name}: resident then", measured.ConvertAll(start => start.Resident / 1048576.0), "MiB");
            Timing.Print($"{name}: resident {Later.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s later", measured.ConvertAll(start => start.ResidentLater / 1048576.0), "MiB");
        }
    }

    private static async Task<Start> StartAsync(string folder)
    {
        var port = FreePort();
        var program = new ProcessStartInfo("dotnet", [typeof(GatewayHost).Assembly.Location, "run", $"--Gateway:DataDirectory={folder}", $"--Gateway:Dlms:Port={port}", "--Gateway:Http:Port=0", "--Gateway:Retention=3653", "--Gateway:Simulation=false", "--Serilog:MinimumLevel:Default=Error"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(program)!;
        try
        {
            while (!await ListensAsync(port))
            {
                if (process.HasExited || watch.Elapsed > Patience)
                {
                    throw new InvalidOperationException($"The service on {folder} does not start: {await process.StandardOutput.ReadToEndAsync()}");
                }

                await Task.Delay(Poll);
            }

            var (time, cpu, resident) = (watch.Elapsed, ProcessUsage.CpuTime(process.Id), ProcessUsage.Resident(process.Id));
            await Task.Delay(Later);
            return new(time, cpu, resident, ProcessUsage.Resident(process.Id));
        }
        finally
        {
            using var stop = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync();
        }
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

    private sealed record Start(TimeSpan Time, TimeSpan Cpu, long Resident, long ResidentLater);
}
