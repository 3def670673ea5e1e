using System.Collections;

namespace Gateway.Figures;

/// <summary>A group whose rows are of one kind. Each figure says itself how it is taken from a row, so it has one place.</summary>
/// <typeparam name="TRow">What a row is taken from: a snapshot.</typeparam>
/// <param name="title">What the figures are about.</param>
/// <param name="labels">The labels that tell its rows apart; none: there is one row.</param>
/// <param name="rows">The rows there are now, with the values of the labels.</param>
internal sealed class FigureGroupOf<TRow>(string title, IReadOnlyList<string> labels, Func<IReadOnlyList<(IReadOnlyList<string> Labels, TRow Row)>> rows)
    : FigureGroup(title, labels), IEnumerable<Figure>
{
    private readonly List<Figure> _figures = [];
    private readonly List<Action<TRow, IFigureSink>> _readers = [];

    /// <summary>A group of one row.</summary>
    public FigureGroupOf(string title, Func<TRow> row)
        : this(title, [], () => [([], row())])
    {
    }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures => _figures;

    /// <summary>Adds a figure; where it is null it is not known, and there is none.</summary>
    public void Add(Figure figure, Func<TRow, double?> read) => Add(figure, (row, sink) =>
    {
        if (read(row) is { } value)
        {
            sink.Add(new FigureSeries([], value));
        }
    });

    /// <summary>Adds a figure that says yes or no.</summary>
    public void Add(Figure figure, Func<TRow, bool> read) => Add(figure, row => read(row) ? 1 : 0);

    /// <summary>Adds a moment.</summary>
    public void Add(Figure figure, Func<TRow, DateTimeOffset?> read) => Add(figure, row => read(row)?.ToUnixTimeMilliseconds() / 1000.0);

    /// <summary>Adds a figure that is split.</summary>
    public void Add(Figure figure, Func<TRow, IEnumerable<FigureSeries>> read) => Add(figure, (row, sink) =>
    {
        foreach (var series in read(row))
        {
            sink.Add(series);
        }
    });

    /// <summary>Adds a histogram.</summary>
    public void Add(Figure figure, Func<TRow, FigureHistogram> read) => Add(figure, (row, sink) => sink.Add(read(row)));

    /// <inheritdoc />
    public override void Collect(IFigureSink sink)
    {
        var now = rows();
        for (var figure = 0; figure < _figures.Count; figure++)
        {
            sink.Begin(this, _figures[figure]);
            foreach (var (labels, row) in now)
            {
                sink.Row(labels);
                _readers[figure](row, sink);
            }
        }
    }

    /// <inheritdoc />
    public IEnumerator<Figure> GetEnumerator() => _figures.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(Figure figure, Action<TRow, IFigureSink> reader)
    {
        _figures.Add(figure);
        _readers.Add(reader);
    }
}
