namespace Dlms.Connection;

/// <summary>
/// The connections there are, bounded: all together, and for each source those on which nobody is authenticated. When there is no room a
/// newcomer takes the place of one that was idle for a while and on which nobody is authenticated, or waits for a place: a head-end may
/// connect many times at once, and a flood holds up itself alone.
/// </summary>
internal sealed class ConnectionRegistry(DlmsLimits limits, TimeProvider time)
{
    /// <summary>Who is silent for so long without being authenticated makes room for others: 1 s, many round trips.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<DlmsConnection> _open = [];
    private TaskCompletionSource _changed = New();

    /// <summary>Takes a connection in, when there is room for it.</summary>
    /// <returns>False when there was none for as long as a connection may be silent at first.</returns>
    public async ValueTask<bool> EnterAsync(DlmsConnection connection, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (!TryEnter(connection, out var changed))
        {
            if (time.GetElapsedTime(begun) >= limits.FirstOctetTimeout)
            {
                return false;
            }

            await Task.WhenAny(changed, Task.Delay(Patience, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return true;
    }

    /// <summary>The connection has ended.</summary>
    public void Leave(DlmsConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection);
        }

        Changed();
    }

    /// <summary>Who waits looks again: somebody was authenticated, or has gone.</summary>
    public void Changed()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            (changed, _changed) = (_changed, New());
        }

        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryEnter(DlmsConnection connection, out Task changed)
    {
        lock (_gate)
        {
            changed = _changed.Task;
            var ofSource = _open.Where(other => !other.IsAuthenticated && other.Source == connection.Source).ToList();
            var hasRoom = ofSource.Count >= limits.MaxUnauthenticatedPerSource ? TryDisplace(ofSource)
                : _open.Count < limits.MaxConnections || TryDisplace(_open.Where(other => !other.IsAuthenticated));
            return hasRoom && _open.Add(connection);
        }
    }

    private bool TryDisplace(IEnumerable<DlmsConnection> candidates)
    {
        if (candidates.MinBy(other => other.LastUsed) is not { } victim || time.GetElapsedTime(victim.LastUsed) < Patience)
        {
            return false;
        }

        _open.Remove(victim);
        victim.Abort();
        return true;
    }
}
