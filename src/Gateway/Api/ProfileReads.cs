namespace Gateway.Api;

/// <summary>Reads profiles for pages and programs, a few at a time: each keeps a processor and the disk busy; others wait.</summary>
internal sealed class ProfileReads : IDisposable
{
    /// <summary>So many at a time: head-ends and readouts need the machine too.</summary>
    public const int Most = 2;

    private readonly SemaphoreSlim _free = new(Most);

    /// <summary>Reads on the thread pool when it is its turn.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="cancellationToken">Ends the wait when nobody waits for the answer any more.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more; nothing was read.</exception>
    public async Task<T> RunAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(read, cancellationToken);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _free.Dispose();
}
