using System.Runtime.CompilerServices;
using Cosem;
using Cosem.InterfaceClasses;
using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>The rows of a profile that a head-end selected: fetched and mapped some at a time on the thread pool.</summary>
internal sealed class MeterProfileRows(MeterProfile profile, ProfileRange range) : IProfileRows
{
    /// <summary>Rows mapped at a time: a tenth of a millisecond of work, and with the decoded lines among the columns a hundred kilobytes.</summary>
    private const int MappedTogether = 25;

    /// <summary>The place of the clock's column.</summary>
    private const int Clock = 0;

    /// <inheritdoc />
    public int Count => range.Count;

    /// <inheritdoc />
    public async IAsyncEnumerable<IReadOnlyList<CosemData>> ReadAsync(
        int first, int count, IReadOnlyList<int>? columns, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        columns ??= [.. Enumerable.Range(Clock, 1 + profile.Columns.Length)];
        var selected = profile.Only(columns.Where(column => column != Clock).Select(column => column - 1));
        using var chunks = profile.Readings.Chunks(range, first, count).SelectMany(rows => rows).Chunk(MappedTogether).GetEnumerator();
        while (await Task.Run(() => Next(selected, columns, chunks, cancellationToken), cancellationToken) is { } rows)
        {
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    /// <summary>The rows of the next chunk; null after the last.</summary>
    private static CosemData[][]? Next(
        MeterProfile selected, IReadOnlyList<int> columns, IEnumerator<MarkedReadout[]> chunks, CancellationToken cancellationToken)
    {
        if (!chunks.MoveNext())
        {
            return null;
        }

        var rows = new CosemData[chunks.Current.Length][];
        for (var i = 0; i < rows.Length; i++)
        {
            if (!selected.TryMap(chunks.Current[i], out var row, out var finer))
            {
                LearnRest(selected, chunks, cancellationToken);
                throw new FinerScalerException(finer);
            }

            rows[i] = Cells(selected, columns, row);
        }

        return rows;
    }

    /// <summary>The clock's time stands where it was asked for.</summary>
    private static CosemData[] Cells(MeterProfile selected, IReadOnlyList<int> columns, ProfileRow row)
    {
        var cells = new CosemData[columns.Count];
        var next = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = columns[i] == Clock ? selected.TimeOf(row) : row.Cells[next++];
        }

        return cells;
    }

    /// <summary>Looks for finer scalers in what is not sent any more, so that the same question asked again is answered and does not end at the next one.</summary>
    private static void LearnRest(MeterProfile selected, IEnumerator<MarkedReadout[]> chunks, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var row in chunks.Current)
                {
                    selected.TryMap(row, out _, out _);
                }
            }
            while (chunks.MoveNext());
        }
        finally
        {
            selected.TellLearnt();
        }
    }
}
