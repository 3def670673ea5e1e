using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>
/// Times things beside each other: the candidates take turns, round by round, so that a machine that drifts drifts for all; the
/// median and the range of the rounds are printed, and the ratio to the first candidate.
/// </summary>
internal static class Measurement
{
    /// <summary>Rounds per candidate.</summary>
    public const int Rounds = 7;

    /// <summary>Runs every candidate once to warm up and then in turns.</summary>
    /// <param name="unit">What is counted, for the column head.</param>
    /// <param name="candidates">A name, and work that returns how many units it did.</param>
    public static void Compare(string unit, params (string Name, Func<long> Work)[] candidates)
    {
        var rates = candidates.Select(_ => new List<double>()).ToArray();
        var allocated = new double[candidates.Length];
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                var bytes = GC.GetTotalAllocatedBytes(precise: true);
                var watch = Stopwatch.StartNew();
                var units = candidates[i].Work();
                var seconds = watch.Elapsed.TotalSeconds;
                allocated[i] = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)units;
                if (round >= 0)
                {
                    rates[i].Add(units / seconds);
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-34} {unit + "/s median",20} {"range",25} {"bytes each",11} {"ratio",7}"));
        var first = Median(rates[0]);
        for (var i = 0; i < candidates.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{candidates[i].Name,-34} {Median(rates[i]),20:N0} {$"{rates[i].Min():N0}-{rates[i].Max():N0}",25} {allocated[i],11:N1} {Median(rates[i]) / first,7:N2}"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
