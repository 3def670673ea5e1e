using System.Globalization;

namespace Benchmarks;

/// <summary>A load as one of the things that are timed; its cost is the CPU time of the server's process.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Peer">The server.</param>
/// <param name="Run">Loads it for a while.</param>
internal sealed record LoadCandidate(string Name, Peer Peer, Func<Task<LoadResult>> Run)
{
    /// <summary>What the costs are.</summary>
    public const string Cost = "CPU us each";

    private readonly List<LoadResult> _results = [];

    /// <summary>Loads in turns; prints rates and costs, and then how long the answers took.</summary>
    public static async Task CompareAsync(params LoadCandidate[] candidates)
    {
        await Measurement.CompareAsync("requests", Cost, [.. candidates.Select(candidate => candidate.AsCandidate())]);
        foreach (var candidate in candidates)
        {
            Console.WriteLine($"{candidate.Name}: p50 {candidate.Percentile(0.5)} ms, p99 {candidate.Percentile(0.99)} ms, p99.9 {candidate.Percentile(0.999)} ms");
        }
    }

    /// <summary>The CPU time of a server as a cost; none when its process is not known.</summary>
    public static Func<double> CostOf(Peer peer) => peer.ProcessId is { } id ? () => ProcessUsage.CpuTime(id).TotalMicroseconds : static () => 0;

    private Candidate AsCandidate() => new(Name, RunAsync) { Cost = CostOf(Peer) };

    private async Task<long> RunAsync()
    {
        var result = await Run();
        _results.Add(result);
        return result.Latencies.Length;
    }

    /// <summary>Median and range over the rounds but the first, which warms up.</summary>
    private string Percentile(double part)
    {
        var milliseconds = _results.Skip(1).Select(result => result.Milliseconds(part)).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{Measurement.Median(milliseconds, "N3")} ({Measurement.Range(milliseconds, "N3")})");
    }
}
