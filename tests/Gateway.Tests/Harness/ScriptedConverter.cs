using System.Collections.Concurrent;
using MBus.LevelConverter;
using MBus.Link;
using Simulation;

namespace Gateway.Tests.Harness;

/// <summary>A line to a simulated bus without time and without ports: an answer is there at once, or never comes.</summary>
internal sealed class ScriptedConverter(SimulatedBus bus) : ILevelConverter
{
    private readonly Queue<byte> _heard = new();
    private readonly ConcurrentQueue<byte[]> _sent = new();
    private int _requests;

    public string Name => "scripted";

    public BusTiming Timing { get; set; } = BusTiming.Tcp(2400);

    /// <summary>How many requests were sent.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>What was sent, in order.</summary>
    public IReadOnlyCollection<byte[]> Sent => _sent;

    /// <summary>Whether the line is lost.</summary>
    public bool IsLost { get; set; }

    /// <summary>What each request throws; a fault that nobody thought of.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Requests wait for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>Each request takes what it waits for.</summary>
    public Func<Task>? Pause { get; set; }

    /// <summary>The meter at this primary address answers each request for data with these bytes.</summary>
    public (PrimaryAddress Address, byte[] Answer)? Refusal { get; set; }

    /// <summary>How many bytes come in every look at the line that nobody asked for.</summary>
    public int Noise { get; set; }

    /// <summary>The faults of characters that a serial port would have counted.</summary>
    public LineErrors LineErrors { get; set; } = LineErrors.None;

    /// <summary>The most bytes that come in one piece.</summary>
    public int Piece { get; set; } = int.MaxValue;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        _sent.Enqueue(bytes.ToArray());
        if (Hold is { } hold)
        {
            await hold.Task.WaitAsync(cancellationToken);
        }

        await (Pause?.Invoke() ?? Task.CompletedTask);
        if (IsLost || Fault is not null)
        {
            throw Fault ?? new LevelConverterException(LevelConverterError.ClosedByPeer, "The line was cut.");
        }

        if (Refusal is { } refusal && bytes.Length == 5 && (bytes.Span[1] & 0x0F) == 0x0B && bytes.Span[2] == refusal.Address.Value)
        {
            Array.ForEach(refusal.Answer, _heard.Enqueue);
            return;
        }

        foreach (var answer in bus.Receive(bytes.Span, Timing.BaudRate))
        {
            foreach (var octet in answer.Bytes.Span)
            {
                _heard.Enqueue(octet);
            }
        }
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var count = Math.Min(Math.Min(buffer.Length, Piece), _heard.Count);
        for (var i = 0; i < count; i++)
        {
            buffer.Span[i] = _heard.Dequeue();
        }

        return ValueTask.FromResult(count);
    }

    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
    {
        var count = _heard.Count + Noise;
        _heard.Clear();
        return ValueTask.FromResult(count);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
