using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>What a load came to.</summary>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Latencies">How long each answer took, in ticks of the stopwatch.</param>
internal sealed record LoadResult(TimeSpan Elapsed, long[] Latencies)
{
    /// <summary>Answers per second.</summary>
    public double Rate => Latencies.Length / Elapsed.TotalSeconds;

    /// <summary>The time that a part of the answers did not exceed, in milliseconds.</summary>
    /// <param name="part">0.99 for all but the slowest hundredth.</param>
    public double Milliseconds(double part)
    {
        Array.Sort(Latencies);
        var ticks = Latencies.Length == 0 ? 0 : Latencies[Math.Min((int)(Latencies.Length * part), Latencies.Length - 1)];
        return Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds;
    }

    /// <summary>As a line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rate:N0} requests/s, p50 {Milliseconds(0.5):N3} ms, p99 {Milliseconds(0.99):N3} ms, p99.9 {Milliseconds(0.999):N3} ms, most {Milliseconds(1):N1} ms");
}
