namespace Gateway.Figures;

/// <summary>Takes the figures that programs are given, to show them to people.</summary>
internal sealed class ShownFigures : IFigureSink
{
    private readonly List<ShownGroup> _groups = [];
    private string _row = "";

    private ShownFigures()
    {
    }

    /// <summary>All figures as they stand now.</summary>
    public static IReadOnlyList<ShownGroup> Of(FigureCatalogue catalogue)
    {
        var shown = new ShownFigures();
        foreach (var group in catalogue.Groups)
        {
            shown._groups.Add(new ShownGroup(group));
            group.Collect(shown);
        }

        return shown._groups;
    }

    /// <inheritdoc />
    public void Begin(FigureGroup group, Figure figure) => _groups[^1].Figures.Add(new ShownFigure(figure));

    /// <inheritdoc />
    public void Row(IReadOnlyList<string> labels) => _row = string.Join(", ", labels);

    /// <inheritdoc />
    public void Add(FigureSeries series) => Add(new ShownSeries(_row, series.Labels.Count == 0 ? null : series.Words ?? string.Join(", ", series.Labels.Select(WordsOf)), series.Value));

    /// <inheritdoc />
    public void Add(FigureHistogram histogram) => Add(new ShownSeries(_row, null, histogram.Count, histogram));

    private void Add(ShownSeries series) => _groups[^1].Figures[^1].Series.Add(series);

    private static string WordsOf(string label) => label.Replace('_', ' ');
}
