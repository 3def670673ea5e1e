using Dlms.Connection;

namespace Dlms.Association;

/// <summary>The associations of all connections, bounded: all together, and for each pair of client and logical device.</summary>
internal sealed class AssociationRegistry(DlmsLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ushort Client, ushort Server), List<ApplicationAssociation>> _open = [];
    private int _count;

    /// <summary>How many are open.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a new association in; aborts another one when there are too many.</summary>
    public void Add(ApplicationAssociation association)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(association.Pair, out var others) && others.Count >= limits.MaxAssociationsPerClientAndDevice)
            {
                AbortOneOf(others);
            }
            else if (_count >= limits.MaxAssociations)
            {
                AbortOneOf(_open.Values.SelectMany(open => open));
            }

            if (!_open.TryGetValue(association.Pair, out others))
            {
                _open.Add(association.Pair, others = []);
            }

            others.Add(association);
            _count++;
        }
    }

    public void Remove(ApplicationAssociation association)
    {
        lock (_gate)
        {
            RemoveLocked(association);
        }
    }

    /// <summary>Who has not proved itself goes first, then who was longest unused.</summary>
    private void AbortOneOf(IEnumerable<ApplicationAssociation> associations)
    {
        var victim = associations.OrderBy(other => other.IsAuthenticated).ThenBy(other => other.LastUsed).First();
        victim.Abort();
        RemoveLocked(victim);
    }

    private void RemoveLocked(ApplicationAssociation association)
    {
        if (_open.TryGetValue(association.Pair, out var others) && others.Remove(association))
        {
            _count--;
            if (others.Count == 0)
            {
                _open.Remove(association.Pair);
            }
        }
    }
}
