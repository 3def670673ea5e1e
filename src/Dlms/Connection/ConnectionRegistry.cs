namespace Dlms.Connection;

/// <summary>
/// The connections there are, bounded: all together, and for each source those on which nobody is authenticated. Whoever only connects
/// displaces himself, never a head-end that has proved who it is.
/// </summary>
internal sealed class ConnectionRegistry(DlmsLimits limits)
{
    private readonly Lock _gate = new();
    private readonly HashSet<DlmsConnection> _open = [];

    /// <summary>Takes a connection in, and lets another go for it if need be.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryAdd(DlmsConnection connection)
    {
        lock (_gate)
        {
            var ofSource = _open.Where(other => !other.IsAuthenticated && other.Source == connection.Source).ToList();
            if (ofSource.Count >= limits.MaxUnauthenticatedPerSource)
            {
                Displace(ofSource.MinBy(other => other.LastUsed)!);
            }
            else if (_open.Count >= limits.MaxConnections)
            {
                if (_open.Where(other => !other.IsAuthenticated).MinBy(other => other.LastUsed) is not { } victim)
                {
                    return false;
                }

                Displace(victim);
            }

            return _open.Add(connection);
        }
    }

    public void Remove(DlmsConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection);
        }
    }

    private void Displace(DlmsConnection connection)
    {
        _open.Remove(connection);
        connection.Abort();
    }
}
