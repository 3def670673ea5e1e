namespace Gateway.Web.Charts;

/// <summary>What lies in one column of a chart, however many values that are.</summary>
internal sealed class ChartColumn
{
    /// <summary>A column with its first value.</summary>
    /// <param name="first">The value.</param>
    /// <param name="isAfterGap">Whether values are missing before it.</param>
    public ChartColumn(ChartPoint first, bool isAfterGap) => (First, Last, Least, Most, IsAfterGap) = (first, first, first, first, isAfterGap);

    /// <summary>The first value.</summary>
    public ChartPoint First { get; }

    /// <summary>The last value.</summary>
    public ChartPoint Last { get; private set; }

    /// <summary>The least value.</summary>
    public ChartPoint Least { get; private set; }

    /// <summary>The greatest value.</summary>
    public ChartPoint Most { get; private set; }

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>Whether values are missing before the first one.</summary>
    public bool IsAfterGap { get; }

    /// <summary>Takes the next value.</summary>
    public void Add(ChartPoint point)
    {
        Count++;
        Last = point;
        Least = point.Value.IsLess(Least.Value) ? point : Least;
        Most = Most.Value.IsLess(point.Value) ? point : Most;
    }
}
