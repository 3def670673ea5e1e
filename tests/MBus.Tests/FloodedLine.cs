using MBus.LevelConverter;
using Testing;

namespace MBus.Tests;

/// <summary>A line on which one byte comes without end, whether something was asked or not.</summary>
internal sealed class FloodedLine(ManualTimeProvider clock, byte flood) : ILevelConverter
{
    public string Name => "flooded";

    public BusTiming Timing { get; set; } = BusTiming.Serial(2400);

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await ExactDelay.Of(Timing.WireTime(1), clock);
        buffer.Span[0] = flood;
        return 1;
    }

    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken) => ValueTask.FromResult(16);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
