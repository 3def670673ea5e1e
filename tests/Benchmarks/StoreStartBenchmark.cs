using System.Globalization;

namespace Benchmarks;

/// <summary>
/// The service as a process of its own on a store of many meters and days, beside the same on an empty data directory: from the start of the process until
/// the DLMS port takes a connection, CPU time until then, and memory in RAM then and later.
/// </summary>
internal static class StoreStartBenchmark
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(8);

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
        using var service = await ServiceProcess.StartAsync(folder, "--Gateway:Retention=3653", "--Gateway:Simulation=false");
        var (cpu, resident) = (ProcessUsage.CpuTime(service.Id), ProcessUsage.Resident(service.Id));
        await Task.Delay(Later);
        var later = ProcessUsage.Resident(service.Id);
        await service.StopAsync();
        return new(service.Time, cpu, resident, later);
    }

    private sealed record Start(TimeSpan Time, TimeSpan Cpu, long Resident, long ResidentLater);
}
