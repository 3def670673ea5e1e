using MBus.LevelConverter;
using Testing;

namespace Simulation.Tests;

/// <summary>A bus without a line, for a master that waits on the test's clock.</summary>
internal sealed class SimulatedLevelConverter(SimulatedBus bus, ManualTimeProvider clock) : ILevelConverter
{
    private readonly Queue<(DateTimeOffset At, ReadOnlyMemory<byte> Bytes)> _arriving = new();

    public string Name => "simulated";

    public BusTiming Timing { get; set; } = BusTiming.Serial(2400);

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        foreach (var answer in bus.Receive(bytes.Span, Timing.BaudRate))
        {
            _arriving.Enqueue((clock.GetUtcNow() + Timing.WireTime(bytes.Length) + answer.Delay, answer.Bytes));
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + timeout;
        if (!_arriving.TryPeek(out var next) || next.At > until)
        {
            await WaitUntilAsync(until);
            return 0;
        }

        await WaitUntilAsync(next.At);
        next.Bytes.CopyTo(buffer);
        return _arriving.Dequeue().Bytes.Length;
    }

    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
    {
        var discarded = 0;
        while (_arriving.TryPeek(out var next) && next.At <= clock.GetUtcNow())
        {
            discarded += _arriving.Dequeue().Bytes.Length;
        }

        return ValueTask.FromResult(discarded);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task WaitUntilAsync(DateTimeOffset at)
    {
        var left = at - clock.GetUtcNow();
        return left > TimeSpan.Zero ? ExactDelay.Of(left, clock) : Task.CompletedTask;
    }
}
