using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>
/// Times things beside each other: the candidates take turns, round by round, so that a machine that drifts drifts for all. The
/// median and the range of the rounds are printed, and those of each round's ratio to the first candidate.
/// </summary>
internal static class Measurement
{
    /// <summary>Rounds per candidate.</summary>
    public const int Rounds = 7;

    /// <summary>Runs every candidate once to warm up and then in turns.</summary>
    /// <param name="unit">What is counted, for the column head.</param>
    /// <param name="cost">What the candidates' cost is, for the column head.</param>
    /// <param name="candidates">The first one is what the others are compared with.</param>
    public static async Task CompareAsync(string unit, string cost, params Candidate[] candidates)
    {
        var rates = candidates.Select(_ => new List<double>()).ToArray();
        var costs = candidates.Select(_ => new List<double>()).ToArray();
        for (var round = -1; round < Rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                candidates[i].Prepare();
                var before = candidates[i].Cost();
                var watch = Stopwatch.StartNew();
                var units = await candidates[i].Work();
                var seconds = watch.Elapsed.TotalSeconds;
                var spent = candidates[i].Cost() - before;
                if (round >= 0)
                {
                    rates[i].Add(units / seconds);
                    costs[i].Add(spent / units);
                }
            }
        }

        Print(["", unit + "/s median", "range", cost, "ratio", "range"]);
        for (var i = 0; i < candidates.Length; i++)
        {
            var ratios = rates[i].Zip(rates[0], (rate, first) => rate / first).ToList();
            Print([candidates[i].Name, Median(rates[i], "N0"), Range(rates[i], "N0"), Median(costs[i], "N1"), Median(ratios, "N2"), Range(ratios, "N2")]);
        }
    }

    /// <summary>The median as text.</summary>
    public static string Median(IEnumerable<double> values, string format)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2].ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The least and the greatest as text.</summary>
    public static string Range(IReadOnlyCollection<double> values, string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Min().ToString(format, CultureInfo.InvariantCulture)}-{values.Max().ToString(format, CultureInfo.InvariantCulture)}");

    private static void Print(string[] cells) =>
        Console.WriteLine($"{cells[0],-34} {cells[1],20} {cells[2],25} {cells[3],12} {cells[4],7} {cells[5],11}");
}
