namespace Gateway.Figures;

/// <summary>A value for people.</summary>
/// <param name="Row">The labels of its row; empty where there is one row.</param>
/// <param name="Split">By what it is split, in words; null: it is not.</param>
/// <param name="Value">The value; of a histogram how many there are.</param>
/// <param name="Histogram">What was measured; null: it is a value.</param>
internal sealed record ShownSeries(string Row, string? Split, double Value, FigureHistogram? Histogram = null);
