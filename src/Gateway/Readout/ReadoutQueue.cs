using Metering;

namespace Gateway.Readout;

/// <summary>The orders of one bus: by precedence, then first come first served; at most one for a meter.</summary>
internal sealed class ReadoutQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MeterId, ReadoutOrder> _open = [];
    private readonly PriorityQueue<ReadoutOrder, (ReadoutPrecedence, long)> _waiting = new();
    private readonly SemaphoreSlim _arrivals = new(0);
    private long _sequence;

    /// <summary>The number of orders that are waiting or being carried out.</summary>
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

    /// <summary>Asks for a readout; an order for the same meter that is not done yet is shared, and goes ahead if need be.</summary>
    public ReadoutOrder Add(MeterId meter, ReadoutPrecedence precedence)
    {
        lock (_gate)
        {
            var known = _open.TryGetValue(meter, out var order);
            order ??= new ReadoutOrder(meter) { Precedence = precedence };
            if (known && (order.IsTaken || order.Precedence <= precedence))
            {
                return order;
            }

            // a second place in the queue for an order that became more urgent; the later one finds it taken
            _open[meter] = order;
            order.Precedence = precedence;
            _waiting.Enqueue(order, (precedence, _sequence++));
            _arrivals.Release();
            return order;
        }
    }

    /// <summary>Waits for the most urgent order.</summary>
    public async ValueTask<ReadoutOrder> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _arrivals.WaitAsync(cancellationToken);
            lock (_gate)
            {
                var order = _waiting.Dequeue();
                if (!order.IsTaken)
                {
                    order.IsTaken = true;
                    return order;
                }
            }
        }
    }

    /// <summary>Ends an order that was taken.</summary>
    public void Complete(ReadoutOrder order)
    {
        lock (_gate)
        {
            _open.Remove(order.Meter);
        }

        order.Complete();
    }

    /// <inheritdoc />
    public void Dispose() => _arrivals.Dispose();
}
