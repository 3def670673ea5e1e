using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>
/// Times things that are done once: median and range of the rounds, in milliseconds, and the CPU time that this process took meanwhile: on a machine
/// that does much else the one to believe.
/// </summary>
internal static class Timing
{
    /// <summary>Does each once to warm up and then in turns.</summary>
    /// <param name="works">What is timed, by its name; what it gives is told of the last round.</param>
    public static Task CompareAsync(params IReadOnlyList<(string Name, Func<Task<string>> Work)> works) => CompareAsync(1, works);

    /// <summary>The same for what is short and done again and again by a service that has run for long: its code is compiled by then.</summary>
    /// <param name="warmUps">How often each is done first.</param>
    /// <param name="works">What is timed, by its name; what it gives is told of the last round.</param>
    public static async Task CompareAsync(int warmUps, IReadOnlyList<(string Name, Func<Task<string>> Work)> works)
    {
        using var process = Process.GetCurrentProcess();
        var times = works.Select(_ => new List<double>()).ToList();
        var costs = works.Select(_ => new List<double>()).ToList();
        var told = new string[works.Count];
        for (var round = -warmUps; round < Measurement.Rounds; round++)
        {
            for (var i = 0; i < works.Count; i++)
            {
                process.Refresh();
                var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
                told[i] = await works[i].Work();
                if (round >= 0)
                {
                    times[i].Add(watch.Elapsed.TotalMilliseconds);
                    process.Refresh();
                    costs[i].Add((process.TotalProcessorTime - before).TotalMilliseconds);
                }
            }
        }

        for (var i = 0; i < works.Count; i++)
        {
            Print(works[i].Name, times[i], "ms", $"CPU {Measurement.Median(costs[i], "N0")} ms ({Measurement.Range(costs[i], "N0")}), {told[i]}");
        }
    }

    /// <summary>Prints median and range.</summary>
    public static void Print(string name, IReadOnlyCollection<double> values, string unit, string told = "") =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {Measurement.Median(values, "N1"),10} {unit}   {Measurement.Range(values, "N1"),20}   {told}").TrimEnd());
}
