namespace Gateway.Figures;

/// <summary>Takes figures as they stand now.</summary>
internal interface IFigureSink
{
    /// <summary>The next values are those of this figure.</summary>
    void Begin(FigureGroup group, Figure figure);

    /// <summary>The next values are those of this row.</summary>
    /// <param name="labels">The values of the group's labels.</param>
    void Row(IReadOnlyList<string> labels);

    /// <summary>A value.</summary>
    void Add(FigureSeries series);

    /// <summary>What was measured.</summary>
    void Add(FigureHistogram histogram);
}
