using MBus.LevelConverter;
using MBus.Master;

namespace Gateway.Readout;

/// <summary>A bus that a verb has opened for itself: nobody else waits for it.</summary>
/// <param name="bus">Its name, or its address when it has none.</param>
/// <param name="converter">The way to it; who made it disposes it.</param>
/// <param name="time">The clock.</param>
internal sealed class DirectBus(string bus, ILevelConverter converter, TimeProvider time) : IBusAccess, IDisposable
{
    private readonly BusMaster _master = new(converter, time);
    private readonly SemaphoreSlim _isFree = new(1);

    /// <inheritdoc />
    public string Bus { get; } = bus;

    /// <inheritdoc />
    public async Task<T> UseAsync<T>(Func<BusMaster, CancellationToken, Task<T>> work, ReadoutPrecedence precedence, CancellationToken cancellationToken)
    {
        await _isFree.WaitAsync(cancellationToken);
        try
        {
            return await work(_master, cancellationToken);
        }
        finally
        {
            _isFree.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _isFree.Dispose();
}
