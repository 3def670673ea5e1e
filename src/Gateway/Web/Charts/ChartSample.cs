namespace Gateway.Web.Charts;

/// <summary>
/// Which rows of a long time are read: of each column of the picture the first and the last, since between them a register that counts can only have grown.
/// What is missing follows from the times of all rows.
/// </summary>
internal sealed class ChartSample
{
    /// <summary>From so many rows on it is worth it: one row alone costs as much to fetch as ten neighbours.</summary>
    public const int Least = 20 * ChartColumns.Most;

    private readonly HashSet<DateTimeOffset> _marks = [];
    private readonly HashSet<DateTimeOffset> _afterGap = [];

    private ChartSample()
    {
    }

    /// <summary>The marks of the rows that are read.</summary>
    public IReadOnlySet<DateTimeOffset> Marks => _marks;

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many gaps are between them.</summary>
    public int Gaps { get; private set; }

    /// <summary>Whether rows are missing before the one with this mark.</summary>
    public bool IsAfterGap(DateTimeOffset mark) => _afterGap.Contains(mark);

    /// <summary>Chooses; null where the rows are so few that all are read.</summary>
    /// <param name="marks">The marks of all rows, oldest first.</param>
    /// <param name="range">The time that is shown.</param>
    /// <param name="gaps">Which rows are missing.</param>
    /// <param name="cancellationToken">Ends it when nobody waits for it any more.</param>
    public static ChartSample? Of(IEnumerable<DateTimeOffset> marks, ChartRange range, GapRule gaps, CancellationToken cancellationToken)
    {
        var sample = new ChartSample();
        DateTimeOffset? before = null;
        foreach (var mark in marks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sample.Add(mark, before, before is { } last && gaps.IsBetween(last, mark), range);
            before = mark;
        }

        sample._marks.UnionWith(before is { } end ? [end] : []);
        return sample.Count < Least ? null : sample;
    }

    private void Add(DateTimeOffset mark, DateTimeOffset? before, bool isAfterGap, ChartRange range)
    {
        Count++;
        Gaps += isAfterGap ? 1 : 0;
        if (before is not { } last)
        {
            _marks.Add(mark);
        }
        else if (ChartColumns.PlaceOf(last, range) != ChartColumns.PlaceOf(mark, range))
        {
            _marks.UnionWith([last, mark]);
            _afterGap.UnionWith(isAfterGap ? [mark] : []);
        }
    }
}
