namespace Simulation;

/// <summary>Carries a bus's answers to a master, at once or as slowly as a real line does, and what comes unrequested.</summary>
internal sealed class BusLine(SimulatedBus bus, TimeProvider time, bool paced) : IDisposable
{
    private const int BufferLength = 512;

    /// <summary>How far ahead the wire is asked; any time will do, since it is asked again.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly BusWire _wire = new(bus, paced);
    private readonly LineTimer _timer = new(time);

    /// <summary>Takes what the master sends, in any pieces.</summary>
    /// <param name="received">The bytes.</param>
    /// <param name="baudRate">The line's baud rate; at one that no meter knows nobody hears.</param>
    public void Hear(ReadOnlySpan<byte> received, int baudRate)
    {
        lock (_gate)
        {
            _wire.Send(received, baudRate);
        }

        _timer.Wake();
    }

    /// <summary>Forgets a request that was begun and answers that were on their way: the line was opened anew.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            bus.Forget();
            _wire.Clear();
        }
    }

    /// <summary>Sends to the master what the line brings, until it is cancelled.</summary>
    public async Task SendAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferLength];
        while (true)
        {
            var (count, wait) = Take(buffer);
            if (count > 0)
            {
                await send(buffer.AsMemory(0, count), cancellationToken);
            }
            else
            {
                await _timer.WaitAsync(wait, cancellationToken);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    /// <summary>What has arrived, and how long to wait when nothing has; null: until the master sends.</summary>
    private (int Count, TimeSpan? Wait) Take(byte[] buffer)
    {
        lock (_gate)
        {
            if (_wire.Take(buffer) is > 0 and var count)
            {
                return (count, TimeSpan.Zero);
            }

            var now = _wire.Now;
            var next = _wire.Next(now + Ahead) ?? (_wire.Last is null ? bus.Line.UnrequestedAfter(now) : now + Ahead);
            // A system's timer is cut to milliseconds, and a line is never early.
            return (0, next is { } moment ? TimeSpan.FromMilliseconds(Math.Ceiling((moment - now).TotalMilliseconds)) : null);
        }
    }
}
