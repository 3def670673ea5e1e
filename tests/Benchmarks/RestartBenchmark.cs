using System.Globalization;

namespace Benchmarks;

/// <summary>
/// The service with its simulated bus, ended by force while it reads and started again, and the same stopped in order: from the start of the process until
/// the DLMS port takes a connection.
/// </summary>
internal static class RestartBenchmark
{
    private const int UsualKills = 30;

    /// <summary>Enough to have read its meters.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2);

    /// <summary><c>restart [--kills 30]</c>.</summary>
    public static async Task RunAsync(string[] options)
    {
        var kills = options is ["--kills", var given] ? int.Parse(given, CultureInfo.InvariantCulture) : UsualKills;
        var folder = Directory.CreateTempSubdirectory("gateway-benchmark-");
        var (killed, stopped) = (new List<double>(), new List<double>());
        try
        {
            await LiveAsync(folder.FullName, isKilled: true);
            for (var round = 0; round < kills; round++)
            {
                killed.Add(await LiveAsync(folder.FullName, isKilled: false));
                stopped.Add(await LiveAsync(folder.FullName, isKilled: true));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Timing.Print("until the port listens, after a kill", killed, "ms");
        Timing.Print("until the port listens, after an orderly stop", stopped, "ms");
    }

    /// <summary>A life, and how long its start took.</summary>
    private static async Task<double> LiveAsync(string folder, bool isKilled)
    {
        using var service = await ServiceProcess.StartAsync(folder);
        await Task.Delay(Life);
        if (!isKilled)
        {
            await service.StopAsync();
        }

        return service.Time.TotalMilliseconds;
    }
}
