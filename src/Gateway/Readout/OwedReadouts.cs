using Metering;

namespace Gateway.Readout;

/// <summary>The meters that missed a readout because of their bus: they are read when it works again.</summary>
internal sealed class OwedReadouts
{
    private readonly HashSet<MeterId> _meters = [];
    private readonly Queue<MeterId> _inTurn = new();

    /// <summary>Notes a meter; once is enough.</summary>
    public void Add(MeterId meter)
    {
        if (_meters.Add(meter))
        {
            _inTurn.Enqueue(meter);
        }
    }

    /// <summary>
    /// The meter by which the bus is tried: each in turn, since one may be dead beside. Null: none of them may be read now.
    /// </summary>
    public MeterId? Next(Func<MeterId, bool> mayBeRead)
    {
        for (var left = _inTurn.Count; left > 0; left--)
        {
            var meter = _inTurn.Dequeue();
            _inTurn.Enqueue(meter);
            if (mayBeRead(meter))
            {
                return meter;
            }
        }

        return null;
    }

    /// <summary>All of them; none is left.</summary>
    public IReadOnlyList<MeterId> TakeAll()
    {
        var meters = _inTurn.ToList();
        _inTurn.Clear();
        _meters.Clear();
        return meters;
    }
}
