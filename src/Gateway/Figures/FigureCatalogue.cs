namespace Gateway.Figures;

/// <summary>All figures there are: <see cref="MetricsEndpoint"/> gives them to programs, the page to people.</summary>
internal sealed class FigureCatalogue(IEnumerable<FigureGroup> groups)
{
    /// <summary>The groups, in the order in which they are shown.</summary>
    public IReadOnlyList<FigureGroup> Groups { get; } = [.. groups];
}
