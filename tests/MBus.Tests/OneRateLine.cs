using MBus.LevelConverter;
using MBus.Tests.Master;
using Testing;

namespace MBus.Tests;

/// <summary>A line with a meter that hears 2400 baud only.</summary>
internal sealed class OneRateLine(ScriptedMeter meter, ManualTimeProvider clock) : ILevelConverter
{
    public string Name => "one rate";

    public BusTiming Timing { get; set; } = BusTiming.Serial(2400);

    private bool IsHeard => Timing.BaudRate == 2400;

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        IsHeard ? meter.SendAsync(bytes, cancellationToken) : ValueTask.CompletedTask;

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (IsHeard)
        {
            return await meter.ReceiveAsync(buffer, timeout, cancellationToken);
        }

        await ExactDelay.Of(timeout, clock);
        return 0;
    }

    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken) => meter.DiscardInputAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
