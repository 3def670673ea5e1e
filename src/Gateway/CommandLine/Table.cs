namespace Gateway.CommandLine;

/// <summary>Text in columns as wide as their widest cell, for a terminal.</summary>
internal sealed class Table(params string[] head)
{
    private const string Nothing = "-";

    private readonly List<string[]> _rows = [head];

    /// <summary>The number of rows below the head.</summary>
    public int Count => _rows.Count - 1;

    /// <summary>Adds a row; a null cell is shown as a dash.</summary>
    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(cell => cell ?? Nothing)]);

    /// <summary>The same without a column in which no row says anything.</summary>
    public Table WithoutEmpty(string name)
    {
        var empty = Array.IndexOf(head, name);
        if (_rows.Skip(1).Any(row => row[empty] != Nothing))
        {
            return this;
        }

        var table = new Table([.. head.Where((_, column) => column != empty)]);
        table._rows.AddRange(_rows.Skip(1).Select(row => row.Where((_, column) => column != empty).ToArray()));
        return table;
    }

    /// <summary>Writes head, rule and rows.</summary>
    public void Write(TextWriter output)
    {
        var widths = Enumerable.Range(0, head.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        WriteRow(output, head, widths);
        WriteRow(output, [.. widths.Select(width => new string('-', width))], widths);
        foreach (var row in _rows.Skip(1))
        {
            WriteRow(output, row, widths);
        }
    }

    private static void WriteRow(TextWriter output, string[] row, int[] widths) =>
        output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
}
