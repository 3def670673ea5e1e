using MBus.LevelConverter;
using Testing;

namespace Gateway.Tests.Diagnosis;

/// <summary>A line on a manual clock that brings what a test has put there; sending takes the time of the wire, an answer the time that was said.</summary>
internal sealed class SpokenLine(ManualTimeProvider time) : ILevelConverter
{
    private readonly Queue<(byte[] Bytes, TimeSpan After)> _answers = new();

    public string Name => "spoken";

    public BusTiming Timing { get; set; } = BusTiming.Serial(2400);

    public LevelConverterException? Fault { get; set; }

    public int Unrequested { get; set; }

    public void Answer(string hex, int afterMilliseconds) => _answers.Enqueue((Hex.Bytes(hex), TimeSpan.FromMilliseconds(afterMilliseconds)));

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
        {
            throw fault;
        }

        time.Advance(TimeSpan.FromMilliseconds(10));
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!_answers.TryDequeue(out var answer))
        {
            time.Advance(timeout);
            return ValueTask.FromResult(0);
        }

        time.Advance(answer.After);
        answer.Bytes.CopyTo(buffer);
        return ValueTask.FromResult(answer.Bytes.Length);
    }

    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
    {
        var count = Unrequested;
        Unrequested = 0;
        return ValueTask.FromResult(count);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
