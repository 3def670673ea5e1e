using System.Globalization;
using System.Text;

namespace Gateway.Web.Charts;

/// <summary>
/// Draws a chart as paths of SVG in a square of 1000 by 1000, which the page stretches: so a phone and a wide screen are given the same picture, and letters
/// keep their size.
/// </summary>
internal sealed class ChartDrawing
{
    /// <summary>The side of the square.</summary>
    public const int Side = 1000;

    /// <summary>Marks of time at most, for the narrowest screen.</summary>
    private const int MostTimes = 7;

    private readonly Chart _chart;
    private readonly ZoneTime _time;

    /// <summary>Draws a chart that has values.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="time">How moments are shown.</param>
    public ChartDrawing(Chart chart, ZoneTime time)
    {
        (_chart, _time) = (chart, time);
        var (least, most) = (chart.Least?.Value.Approximate ?? 0, chart.Most?.Value.Approximate ?? 0);
        Values = chart.HasDifferences ? ValueAxis.Of(Math.Min(least, 0), Math.Max(most, 0)) : ValueAxis.Of(least, most);
        Times = TimeAxis.Of(chart.Range, time.Zone, MostTimes);
    }

    /// <summary>The axis of the values.</summary>
    public ValueAxis Values { get; }

    /// <summary>The marks of the time axis.</summary>
    public IReadOnlyList<AxisTick> Times { get; }

    /// <summary>A line, interrupted where rows are missing; of differences a bar each.</summary>
    public string Path => _chart.HasDifferences ? Bars() : Line();

    /// <summary>
    /// For whoever points at a place: where it is, 0 to 1000, and what is there, <c>12.5 11-28 07:00: 1.004;</c>. Of several values in one column the
    /// least and the greatest.
    /// </summary>
    public string Points => string.Join(';', _chart.Columns.Select(column => $"{Number(X(column.Last.At))} {Words(column)}"));

    /// <summary>The values that no line comes to, since rows are missing on both sides of them.</summary>
    public string Dots => _chart.HasDifferences ? "" : string.Concat(_chart.Columns
        .Where((column, i) => column is { Count: 1, IsAfterGap: true } && (i + 1 == _chart.Columns.Count || _chart.Columns[i + 1].IsAfterGap))
        .Select(column => $"M{Place(column.First)}h0")); // a stroke of no length with a round end

    private string Line()
    {
        var path = new StringBuilder();
        foreach (var column in _chart.Columns)
        {
            path.Append(column.IsAfterGap || path.Length == 0 ? 'M' : 'L').Append(Place(column.First));
            if (column.Count == 1)
            {
                continue;
            }

            var (a, b) = column.Least.At <= column.Most.At ? (column.Least, column.Most) : (column.Most, column.Least);
            path.Append('L').Append(Place(a)).Append('L').Append(Place(b)).Append('L').Append(Place(column.Last));
        }

        return path.ToString();
    }

    /// <summary>A bar from zero over the time that a difference is of; several in one column are one bar from the least to the greatest.</summary>
    private string Bars()
    {
        var path = new StringBuilder();
        var zero = Number(Y(0));
        foreach (var column in _chart.Columns)
        {
            var (left, right) = (Number(X(column.First.Begin)), Number(X(column.Last.At)));
            var (from, to) = column.Count == 1 ? (zero, Number(Y(column.Last.Value.Approximate)))
                : (Number(Y(Math.Min(0, column.Least.Value.Approximate))), Number(Y(Math.Max(0, column.Most.Value.Approximate))));
            path.Append(CultureInfo.InvariantCulture, $"M{left} {from}V{to}H{right}V{from}z");
        }

        return path.ToString();
    }

    private string Words(ChartColumn column)
    {
        var (begin, end) = (_time.Minute(column.First.Begin), _time.Minute(column.Last.At));
        var when = begin == end ? end : $"{begin} to {end}";
        return column.Least.Value == column.Most.Value ? $"{when}: {column.Last.Value.Text}" : $"{when}: {column.Least.Value.Text} to {column.Most.Value.Text}";
    }

    private string Place(ChartPoint point) => $"{Number(X(point.At))} {Number(Y(point.Value.Approximate))}";

    private double X(DateTimeOffset at) => Math.Clamp((at - _chart.Range.From) / (_chart.Range.To - _chart.Range.From), 0, 1) * Side;

    private double Y(double value) => (1 - Values.PlaceOf(value)) * Side;

    private static string Number(double place) => Math.Round(place, 1).ToString(CultureInfo.InvariantCulture);
}
