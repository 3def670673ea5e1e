namespace Gateway.CommandLine;

/// <summary>Text in columns as wide as their widest cell, for a terminal.</summary>
internal sealed class Table(params string[] head)
{
    private const string Nothing = "-";
    private const string Gap = "  ";

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
    public void Write(TextWriter output) => WritePart(output, Widths(), Enumerable.Range(0, head.Length));

    /// <summary>Writes it in parts of at most so many characters a line, one below the other; each begins with the first column.</summary>
    /// <param name="output">Where the lines go.</param>
    /// <param name="width">Characters of a line; a column that has more stands alone beside the first.</param>
    public void Write(TextWriter output, int width)
    {
        var widths = Widths();
        for (var column = 1; column < head.Length;)
        {
            var (first, used) = (column, widths[0]);
            while (column < head.Length && (column == first || used + Gap.Length + widths[column] <= width))
            {
                used += Gap.Length + widths[column++];
            }

            if (first > 1)
            {
                output.WriteLine();
            }

            WritePart(output, widths, [0, .. Enumerable.Range(first, column - first)]);
        }
    }

    private int[] Widths() => [.. Enumerable.Range(0, head.Length).Select(column => _rows.Max(row => row[column].Length))];

    private void WritePart(TextWriter output, int[] widths, IEnumerable<int> columns)
    {
        WriteRow(head);
        WriteRow([.. widths.Select(width => new string('-', width))]);
        foreach (var row in _rows.Skip(1))
        {
            WriteRow(row);
        }

        void WriteRow(string[] row) => output.WriteLine(string.Join(Gap, columns.Select(column => row[column].PadRight(widths[column]))).TrimEnd());
    }
}
