namespace Dlms.Connection;

/// <summary>
/// The connections there are, bounded: all together, and for each source those on which nobody is authenticated. When there is no room a
/// newcomer takes the place of one that was idle for a while and on which nobody is authenticated, or waits for a place: a head-end may
/// connect many times at once. Those of a source that wait are bounded too, so that a flood holds up itself alone.
/// </summary>
internal sealed class ConnectionRegistry(DlmsLimits limits, TimeProvider time)
{
    /// <summary>The share of all connections that may wait for a place from one source: a quarter.</summary>
    private const int WaitingShare = 4;

    /// <summary>Who is silent for so long without being authenticated makes room for others: 1 s, many round trips.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<DlmsConnection> _open = [];
    private readonly Dictionary<string, int> _waiting = [];
    private TaskCompletionSource _changed = New();

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Takes a connection in, when there is room for it.</summary>
    /// <returns>False when there was none for as long as a connection may be silent at first, or too many wait already.</returns>
    public async ValueTask<bool> EnterAsync(DlmsConnection connection, CancellationToken cancellationToken)
    {
        if (TryEnter(connection, out var changed))
        {
            return true;
        }

        if (!TryWait(connection.Source))
        {
            return false;
        }

        try
        {
            var begun = time.GetTimestamp();
            do
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(changed, Task.Delay(Patience, time, end.Token));
                await end.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                if (TryEnter(connection, out changed))
                {
                    return true;
                }
            }
            while (time.GetElapsedTime(begun) < limits.FirstOctetTimeout);
            return false;
        }
        finally
        {
            EndWait(connection.Source);
        }
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
            if (_waiting.Count == 0)
            {
                return;
            }

            (changed, _changed) = (_changed, New());
        }

        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether one more of a source may wait; all together no more than may be open.</summary>
    private bool TryWait(string source)
    {
        lock (_gate)
        {
            var ofSource = _waiting.GetValueOrDefault(source);
            if (ofSource >= Math.Max(1, limits.MaxConnections / WaitingShare) || _waiting.Values.Sum() >= limits.MaxConnections)
            {
                return false;
            }

            _waiting[source] = ofSource + 1;
            return true;
        }
    }

    private void EndWait(string source)
    {
        lock (_gate)
        {
            if (--_waiting[source] == 0)
            {
                _waiting.Remove(source);
            }
        }
    }

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
