namespace Gateway.Access;

/// <summary>Lets changes go one after the other: between checking and storing nobody comes in between.</summary>
internal sealed class Turn : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Makes a change when it is its turn.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends the wait; the change itself runs to its end.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more; nothing was changed.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();
}
