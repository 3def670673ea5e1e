namespace Gateway.Figures;

/// <summary>A figure for people.</summary>
/// <param name="Figure">Which.</param>
internal sealed record ShownFigure(Figure Figure)
{
    /// <summary>Its values.</summary>
    public List<ShownSeries> Series { get; } = [];

    /// <summary>The values of a row that are worth a line: of a figure that is split those that are not zero.</summary>
    public IEnumerable<ShownSeries> Of(string row) => Series.Where(series => series.Row == row && (series.Split is null || series.Value != 0));
}
