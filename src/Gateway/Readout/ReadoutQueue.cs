using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// The orders of one bus, by the table <see cref="PrecedenceRule.Table"/>; within a precedence first come first served. At most one
/// for a meter.
/// </summary>
/// <param name="continuations">Where those go on who wait for an order, or for orders: by default never on the thread that brings it about.</param>
internal sealed class ReadoutQueue(TaskCreationOptions continuations = TaskCreationOptions.RunContinuationsAsynchronously)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MeterId, ReadoutOrder> _open = [];
    private readonly Queue<BusOrder>[] _waiting = [.. PrecedenceRule.Table.Select(_ => new Queue<BusOrder>())];
    private readonly int[] _turns = new int[PrecedenceRule.Table.Length];
    private TaskCompletionSource? _arrival;
    private int _count;
    private bool _isClosed;

    /// <summary>The number of orders that are waiting or being carried out.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Asks for a readout; an order for the same meter that is not done yet is shared, and goes ahead if need be.</summary>
    public ReadoutOrder Add(MeterId meter, ReadoutPrecedence precedence)
    {
        ReadoutOrder? order;
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            if (_open.TryGetValue(meter, out order) && IsShared(order, precedence))
            {
                if (order.IsTaken || order.Precedence <= precedence)
                {
                    return order;
                }

                // a second place in the queue for an order that became more urgent; the later one finds it taken
                order.Precedence = precedence;
            }
            else
            {
                order = new ReadoutOrder(meter, precedence, continuations);
                _open[meter] = order;
                _count++;
            }

            arrival = Enqueue(order);
        }

        arrival?.TrySetResult();
        return order;
    }

    /// <summary>Asks for the master.</summary>
    public Task<T> AddAsync<T>(Func<BusMaster, CancellationToken, Task<T>> work, ReadoutPrecedence precedence, CancellationToken cancellationToken)
    {
        var order = new WorkOrderOf<T>(work, precedence, continuations, cancellationToken);
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            _count++;
            arrival = Enqueue(order);
        }

        arrival?.TrySetResult();
        return order.ResultAsync();
    }

    /// <summary>The order whose turn it is, or null when none waits.</summary>
    public BusOrder? TryTake()
    {
        lock (_gate)
        {
            if (NextTurn() is not { } turn)
            {
                return null;
            }

            var order = _waiting[turn].Dequeue();
            order.IsTaken = true;
            return order;
        }
    }

    /// <summary>Waits until an order is there, but not longer than <paramref name="limit"/>.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        TaskCompletionSource arrival;
        lock (_gate)
        {
            if (HasWaiting())
            {
                return;
            }

            arrival = _arrival = new TaskCompletionSource(continuations);
        }

        await using var end = time.CreateTimer(_ => arrival.TrySetResult(), null, limit, Timeout.InfiniteTimeSpan);
        await using var stop = cancellationToken.Register(() => arrival.TrySetCanceled(cancellationToken));
        await arrival.Task;
    }

    /// <summary>Ends an order that was taken.</summary>
    public void Complete(BusOrder order, ReadoutOutcome outcome)
    {
        lock (_gate)
        {
            _count--;
            if (order is ReadoutOrder readout && _open.GetValueOrDefault(readout.Meter) == readout)
            {
                _open.Remove(readout.Meter);
            }
        }

        (order as ReadoutOrder)?.Complete(outcome);
    }

    /// <summary>Nobody will carry out orders any more: those that wait are abandoned, as are those that still come.</summary>
    public void Close()
    {
        List<BusOrder> left;
        lock (_gate)
        {
            _isClosed = true;
            left = [.. _waiting.SelectMany(orders => orders).Where(order => !order.IsTaken)];
            Array.ForEach(_waiting, orders => orders.Clear());
            _open.Clear();
            _count = 0;
        }

        left.ForEach(order => order.Abandon());
    }

    /// <summary>A readout that is under way and will not be stored is of no use to who wants it stored.</summary>
    private static bool IsShared(ReadoutOrder order, ReadoutPrecedence precedence) =>
        !order.IsTaken || PrecedenceRule.Of(order.Precedence).IsStored || !PrecedenceRule.Of(precedence).IsStored;

    private TaskCompletionSource? Enqueue(BusOrder order)
    {
        if (_isClosed)
        {
            order.Abandon();
            return null;
        }

        _waiting[(int)order.Precedence].Enqueue(order);
        var arrival = _arrival;
        _arrival = null;
        return arrival;
    }

    private bool HasWaiting() => Array.Exists(_waiting, IsWaiting);

    /// <summary>The first precedence that waits and has turns left, which may be the lowest that waits.</summary>
    private int? NextTurn()
    {
        int? lower = null;
        int? turn = null;
        for (var rank = _waiting.Length - 1; rank >= 0; rank--)
        {
            if (!IsWaiting(_waiting[rank]))
            {
                _turns[rank] = 0;
                continue;
            }

            turn = lower is null || _turns[rank] < PrecedenceRule.Table[rank].TurnsInARow ? rank : turn;
            lower ??= rank;
        }

        // those above have given way; who holds up nobody uses up no turns
        Array.Clear(_turns, 0, turn ?? 0);
        if (turn is { } taken)
        {
            _turns[taken] = taken == lower ? 0 : _turns[taken] + 1;
        }

        return turn;
    }

    private static bool IsWaiting(Queue<BusOrder> orders)
    {
        while (orders.TryPeek(out var order) && order.IsTaken)
        {
            orders.Dequeue();
        }

        return orders.Count > 0;
    }
}
