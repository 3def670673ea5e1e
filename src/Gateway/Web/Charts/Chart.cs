namespace Gateway.Web.Charts;

/// <summary>A register over a time, ready to be drawn.</summary>
internal sealed record Chart
{
    /// <summary>The logical name of the register.</summary>
    public required string Obis { get; init; }

    /// <summary>Its unit; empty for none.</summary>
    public required string Unit { get; init; }

    /// <summary>The time that is shown.</summary>
    public required ChartRange Range { get; init; }

    /// <summary>Whether the differences from row to row are shown; else the values.</summary>
    public required bool HasDifferences { get; init; }

    /// <summary>The values by columns.</summary>
    public required IReadOnlyList<ChartColumn> Columns { get; init; }

    /// <summary>How many values there are.</summary>
    public required int Count { get; init; }

    /// <summary>How many gaps there are between them.</summary>
    public required int Gaps { get; init; }

    /// <summary>Whether of each column only the first and the last value were read.</summary>
    public bool IsSampled { get; init; }

    /// <summary>The first reading of the time; null: there is none.</summary>
    public required ChartPoint? First { get; init; }

    /// <summary>The last reading of the time.</summary>
    public required ChartPoint? Last { get; init; }

    /// <summary>The least value that is shown.</summary>
    public ChartPoint? Least => Columns.Count == 0 ? null : Columns.Select(column => column.Least).Aggregate((a, b) => b.Value.IsLess(a.Value) ? b : a);

    /// <summary>The greatest value that is shown.</summary>
    public ChartPoint? Most => Columns.Count == 0 ? null : Columns.Select(column => column.Most).Aggregate((a, b) => a.Value.IsLess(b.Value) ? b : a);

    /// <summary>From the first reading to the last one.</summary>
    public ExactValue? Total => First is { } first && Last is { } last ? last.Value.Minus(first.Value) : null;
}
