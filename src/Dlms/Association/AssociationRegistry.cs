using Dlms.Connection;

namespace Dlms.Association;

/// <summary>The associations of all connections, bounded for each pair of client and logical device.</summary>
internal sealed class AssociationRegistry(DlmsLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ushort Client, ushort Server), List<ApplicationAssociation>> _open = [];

    /// <summary>Takes a new association in; aborts the one longest unused when there are too many.</summary>
    public void Add(ApplicationAssociation association)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(association.Pair, out var others))
            {
                _open.Add(association.Pair, others = []);
            }

            if (others.Count >= limits.MaxAssociationsPerClientAndDevice)
            {
                var oldest = others.MinBy(other => other.LastUsed)!;
                oldest.Abort();
                others.Remove(oldest);
            }

            others.Add(association);
        }
    }

    public void Remove(ApplicationAssociation association)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(association.Pair, out var others) && others.Remove(association) && others.Count == 0)
            {
                _open.Remove(association.Pair);
            }
        }
    }
}
