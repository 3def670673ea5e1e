using Gateway.Diagnosis;

namespace Gateway.Figures;

/// <summary>How many of what was measured took how long.</summary>
/// <param name="Steps">How many fell into each of the steps <see cref="ResponseTimes.Bounds"/>, and last how many were longer than all.</param>
/// <param name="Count">All of them.</param>
/// <param name="Sum">Their sum in seconds.</param>
internal sealed record FigureHistogram(IReadOnlyList<long> Steps, long Count, double Sum)
{
    /// <summary>The upper ends of the steps, in seconds.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [.. ResponseTimes.Bounds.Select(bound => bound.TotalSeconds)];

    /// <summary>The response times of a bus; null: none was taken yet.</summary>
    public static FigureHistogram Of(ResponseTimeFigures? times)
    {
        var steps = new long[Bounds.Count + 1];
        foreach (var step in times?.Histogram ?? [])
        {
            steps[step.UpTo is { } upTo ? Bounds.TakeWhile(bound => bound < upTo.TotalSeconds).Count() : Bounds.Count] = step.Count;
        }

        return new(steps, times?.Count ?? 0, times?.Sum.TotalSeconds ?? 0);
    }

    /// <summary>The upper end of the step in which a part of them lies, in seconds; null: there are none, or they are longer than all steps.</summary>
    /// <param name="part">0.95 for 95 of 100.</param>
    public double? Within(double part)
    {
        var (wanted, below) = (Count * part, 0L);
        for (var step = 0; step < Bounds.Count && Count > 0; step++)
        {
            below += Steps[step];
            if (below >= wanted)
            {
                return Bounds[step];
            }
        }

        return null;
    }
}
