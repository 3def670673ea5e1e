namespace Cosem.InterfaceClasses;

/// <summary>Rows of a profile as they were when they were selected: a row that comes or goes later does not move the others.</summary>
public interface IProfileRows
{
    /// <summary>The number of rows.</summary>
    int Count { get; }

    /// <summary>Fetches rows, oldest first, each with a value for every column asked for.</summary>
    /// <param name="first">The first row, counted from 0.</param>
    /// <param name="count">So many; first and count stay within the rows there are.</param>
    /// <param name="columns">The capture objects in the order wanted, from 0, each once; null: all.</param>
    /// <param name="cancellationToken">Ends the fetching.</param>
    IAsyncEnumerable<IReadOnlyList<CosemData>> ReadAsync(int first, int count, IReadOnlyList<int>? columns, CancellationToken cancellationToken = default);
}
