namespace Gateway.Figures;

/// <summary>Figures that belong together: of the store, or of each bus.</summary>
/// <param name="title">What they are about.</param>
/// <param name="labels">The labels that tell its rows apart; none: there is one row.</param>
internal abstract class FigureGroup(string title, IReadOnlyList<string> labels)
{
    /// <summary>What they are about.</summary>
    public string Title => title;

    /// <summary>The labels that tell its rows apart; none: there is one row.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>The figures.</summary>
    public abstract IReadOnlyList<Figure> Figures { get; }

    /// <summary>Gives all figures as they stand now.</summary>
    public abstract void Collect(IFigureSink sink);
}
