namespace Gateway.Figures;

/// <summary>A group for people.</summary>
/// <param name="Group">Which.</param>
internal sealed record ShownGroup(FigureGroup Group)
{
    /// <summary>Its figures.</summary>
    public List<ShownFigure> Figures { get; } = [];

    /// <summary>The labels of its rows, one empty where it has one row.</summary>
    public IReadOnlyList<string> Rows => Group.Labels.Count == 0 ? [""] : [.. Figures.SelectMany(figure => figure.Series).Select(series => series.Row).Distinct(StringComparer.Ordinal)];

    /// <summary>The rows whose figure is least, those first of which it is not known: so many that a person can look through them.</summary>
    /// <param name="figure">The place of the figure.</param>
    /// <param name="most">So many at most.</param>
    public IReadOnlyList<string> Least(int figure, int most)
    {
        var known = Figures[figure].Series.ToDictionary(series => series.Row, series => series.Value, StringComparer.Ordinal);
        return [.. Rows.OrderBy(row => known.GetValueOrDefault(row, double.MinValue)).Take(most)];
    }
}
