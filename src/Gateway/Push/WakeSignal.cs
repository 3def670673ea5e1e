namespace Gateway.Push;

/// <summary>Wakes one who waits; a signal that comes while nobody waits is kept for the next wait.</summary>
/// <param name="continuations">Where the one who waits goes on, <see cref="PushServices.Continuations"/>.</param>
internal sealed class WakeSignal(TaskCreationOptions continuations)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private bool _isSet;

    /// <summary>Wakes.</summary>
    public void Set()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            (waiting, _waiting) = (_waiting, null);
            _isSet = waiting is null;
        }

        waiting?.TrySetResult();
    }

    /// <summary>Waits for the signal, but not longer than <paramref name="limit"/>.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return;
            }

            waiting = _waiting = new TaskCompletionSource(continuations);
        }

        await using var end = time.CreateTimer(_ => waiting.TrySetResult(), null, limit > TimeSpan.Zero ? limit : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await using var stop = cancellationToken.Register(() => waiting.TrySetCanceled(cancellationToken));
        await waiting.Task;
    }
}
