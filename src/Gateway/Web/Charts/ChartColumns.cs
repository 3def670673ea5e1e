namespace Gateway.Web.Charts;

/// <summary>The values of a range by the columns of a picture, so that what is held does not grow with the range.</summary>
internal sealed class ChartColumns(ChartRange range)
{
    /// <summary>Columns of a chart: two points of a wide screen each.</summary>
    public const int Most = 480;

    private readonly ChartColumn?[] _columns = new ChartColumn?[Most];
    private bool _isAfterGap = true;

    /// <summary>The columns that hold values.</summary>
    public IEnumerable<ChartColumn> Filled => _columns.OfType<ChartColumn>();

    /// <summary>Values are missing here.</summary>
    public void Break() => _isAfterGap = true;

    /// <summary>The column of a moment, from 0.</summary>
    public static int PlaceOf(DateTimeOffset at, ChartRange range) => Math.Clamp((int)((at - range.From) / (range.To - range.From) * Most), 0, Most - 1);

    /// <summary>Takes the next value.</summary>
    public void Add(ChartPoint point)
    {
        var place = PlaceOf(point.At, range);
        if (_columns[place] is { } column)
        {
            column.Add(point);
        }
        else
        {
            _columns[place] = new ChartColumn(point, _isAfterGap);
        }

        _isAfterGap = false;
    }
}
