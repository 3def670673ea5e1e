namespace Gateway.Diagnosis;

/// <summary>How long meters took to begin their answers: extremes, mean, and a histogram of fixed steps.</summary>
internal sealed class ResponseTimes
{
    /// <summary>The upper ends of the histogram's steps; the standard's limit at 2400 Bd is 187 ms, slow meters need more than a second.</summary>
    private static readonly TimeSpan[] Steps =
    [
        .. new[] { 25, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2500, 5000 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)),
        TimeSpan.MaxValue,
    ];

    /// <summary>The same without the last one, which has none.</summary>
    public static IReadOnlyList<TimeSpan> Bounds { get; } = Steps[..^1];

    private readonly long[] _counts = new long[Steps.Length];
    private TimeSpan _last;
    private TimeSpan _least = TimeSpan.MaxValue;
    private TimeSpan _most;
    private TimeSpan _sum;

    /// <summary>Takes one.</summary>
    public void Note(TimeSpan time)
    {
        _counts[Array.FindIndex(Steps, step => time <= step)]++;
        (_last, _sum) = (time, _sum + time);
        _least = time < _least ? time : _least;
        _most = time > _most ? time : _most;
    }

    /// <summary>What they were so far; null before the first.</summary>
    public ResponseTimeFigures? Figures()
    {
        var count = _counts.Sum();
        return count == 0 ? null : new ResponseTimeFigures(count, _last, _least, _sum / count, _most, Percentile95(count), Histogram()) { Sum = _sum };
    }

    /// <summary>The upper end of the step in which 95 of 100 lie.</summary>
    private TimeSpan Percentile95(long count)
    {
        var wanted = ((count * 95) + 99) / 100;
        var step = 0;
        for (var below = _counts[0]; below < wanted; below += _counts[step])
        {
            step++;
        }

        return Steps[step] < _most ? Steps[step] : _most;
    }

    private List<ResponseTimeStep> Histogram() =>
        [.. Steps.Zip(_counts, (step, count) => new ResponseTimeStep(step == TimeSpan.MaxValue ? null : step, count)).Where(step => step.Count > 0)];
}
