using MBus.LevelConverter;
using MBus.Link;
using Testing;

namespace Benchmarks;

/// <summary>A level converter on a clock that stands still while the master computes: what is left is what the master waits.</summary>
internal sealed class VirtualLevelConverter(ManualTimeProvider clock, PacedWire wire, BusTiming timing) : ILevelConverter
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();

    /// <inheritdoc />
    public string Name => "virtual";

    /// <inheritdoc />
    public BusTiming Timing { get; set; } = timing;

    /// <summary>How much time has passed.</summary>
    public TimeSpan Now => clock.GetUtcNow() - _start;

    /// <inheritdoc />
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        wire.Send(bytes.Span, Now);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var until = Now + timeout;
        clock.Advance((wire.Next is { } next && next < until ? next : until) - Now);
        return ValueTask.FromResult(wire.Take(buffer.Span, Now));
    }

    /// <inheritdoc />
    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(wire.Take(new byte[LinkFrame.MaximumLength], Now));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
