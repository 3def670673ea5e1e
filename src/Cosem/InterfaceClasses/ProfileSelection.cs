using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>The part of a profile's rows that goes into an answer.</summary>
/// <param name="First">The first row, counted from 0.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Columns">The columns in order, counted from 0; null: all.</param>
internal sealed record ProfileSelection(int First, int Count, IReadOnlyList<int>? Columns)
{
    /// <summary>The part an entry_descriptor names; what it names beyond the last row or column is not there, and 0 as the first is nothing.</summary>
    public static ProfileSelection Of(EntryDescriptor entries, int rows, int columns)
    {
        var (row, rowCount) = Numbers(entries.FromEntry, entries.ToEntry, rows);
        var (column, columnCount) = Numbers(entries.FromColumn, entries.ToColumn, columns);
        return new(row, columnCount == 0 ? 0 : rowCount, columnCount == columns ? null : [.. Enumerable.Range(column, columnCount)]);
    }

    /// <summary>The columns a range_descriptor names, in its order; false when one is not there or named twice.</summary>
    public static bool TryFindColumns(IReadOnlyList<CaptureObject> selected, ImmutableArray<CaptureObject> captured, out IReadOnlyList<int>? columns)
    {
        columns = null;
        if (selected.Count == 0)
        {
            return true;
        }

        var found = new List<int>(captured.Length);
        foreach (var column in selected)
        {
            var index = captured.IndexOf(column);
            if (index < 0 || found.Contains(index))
            {
                return false;
            }

            found.Add(index);
        }

        columns = found;
        return true;
    }

    /// <summary>The answer, whose rows are fetched while it is sent.</summary>
    public AttributeValue From(IProfileRows rows) => Count == 0
        ? new CosemData.Array()
        : new LazyArray(Count, rows.ReadAsync(First, Count, Columns).Select(CosemData (row) => new CosemData.Structure(row)));

    private static (int First, int Count) Numbers(uint from, uint to, int available)
    {
        var last = to == 0 ? (uint)available : Math.Min(to, (uint)available);
        return from == 0 || from > last ? (0, 0) : ((int)(from - 1), (int)(last - from + 1));
    }
}
