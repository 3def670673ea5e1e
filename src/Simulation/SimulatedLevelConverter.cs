using MBus.LevelConverter;

namespace Simulation;

/// <summary>
/// A level converter in memory: a master reads a simulated bus without a port. It waits for nothing but its clock, so a day of
/// readings runs on a test's clock on one thread.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="timing">The baud rate and times.</param>
/// <param name="time">The clock.</param>
/// <param name="paced">Whether bytes take their time on the wire.</param>
public sealed class SimulatedLevelConverter(SimulatedBus bus, BusTiming timing, TimeProvider time, bool paced = false) : ILevelConverter
{
    private readonly BusLine _line = new(bus, time, paced);
    private readonly PriorityQueue<byte[], DateTimeOffset> _arriving = new();
    private ReadOnlyMemory<byte> _here;

    /// <inheritdoc />
    public string Name => "simulated";

    /// <inheritdoc />
    public BusTiming Timing { get; set; } = timing;

    /// <inheritdoc />
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (paced)
        {
            await Pause.For(Timing.WireTime(bytes.Length), time, cancellationToken);
        }

        var at = time.GetUtcNow();
        foreach (var emission in _line.Hear(bytes, Timing.BaudRate))
        {
            at += emission.After;
            _arriving.Enqueue(emission.Bytes, at);
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_here.IsEmpty)
        {
            var until = time.GetUtcNow() + timeout;
            var comes = _arriving.TryPeek(out _, out var at) && at <= until;
            await Pause.For((comes ? at : until) - time.GetUtcNow(), time, cancellationToken);
            _here = comes ? _arriving.Dequeue() : default;
        }

        var count = Math.Min(buffer.Length, _here.Length);
        _here[..count].CopyTo(buffer);
        _here = _here[count..];
        return count;
    }

    /// <inheritdoc />
    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
    {
        var discarded = _here.Length;
        _here = default;
        while (_arriving.TryPeek(out _, out var at) && at <= time.GetUtcNow())
        {
            discarded += _arriving.Dequeue().Length;
        }

        return ValueTask.FromResult(discarded);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
