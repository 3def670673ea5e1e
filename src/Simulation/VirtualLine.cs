using MBus.LevelConverter;
using Simulation.Script;

namespace Simulation;

/// <summary>
/// A level converter that leads to a simulated bus without a port, with the times of a real wire on a <see cref="TimeProvider"/>. It awaits
/// nothing but that clock: on one that a test moves, a master and its bus run on one thread and take no time but what they compute.
/// Of each answer the first character is handed over when it arrives, the rest in one piece.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="time">The clock, the bus's own.</param>
public sealed class VirtualLine(SimulatedBus bus, TimeProvider time) : ILevelConverter
{
    private readonly BusWire _wire = new(bus);
    private readonly LineTimer _timer = new(time);
    private readonly byte[] _scratch = new byte[256];
    private bool _isOpen;

    /// <inheritdoc />
    public string Name => "the simulated bus";

    /// <inheritdoc />
    public BusTiming Timing { get; set; } = new();

    /// <inheritdoc />
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ThrowIfCut(whileOpen: _isOpen);
        if (!_isOpen)
        {
            bus.Forget();
            _isOpen = true;
        }

        _wire.Send(bytes.Span, Timing.BaudRate);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!_isOpen)
        {
            throw Closed();
        }

        var until = _wire.Now + timeout;
        while (true)
        {
            ThrowIfCut(whileOpen: true);
            if (_wire.Take(buffer.Span) is > 0 and var count)
            {
                return count;
            }

            var now = _wire.Now;
            if (now >= until)
            {
                return 0;
            }

            var next = _wire.Next(until, buffer.Length) ?? until;
            if (bus.Line.CutAfter(now, orSilent: false) is { } cut && cut < next)
            {
                next = cut;
            }

            await _timer.WaitAsync(next - now, cancellationToken);
        }
    }

    /// <inheritdoc />
    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
    {
        var discarded = 0;
        while (_isOpen && _wire.Take(_scratch) is > 0 and var count)
        {
            discarded += count;
        }

        return ValueTask.FromResult(discarded);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _timer.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A cut that one can tell: the connection is closed, or the adapter gone.</summary>
    private void ThrowIfCut(bool whileOpen)
    {
        if (bus.Line.CutAt(_wire.Now) is not { Loss: not LineLoss.Silent and var loss })
        {
            return;
        }

        bus.Strike(FaultKind.CutOff);
        _isOpen = false;
        _wire.Clear();
        throw (loss, whileOpen) switch
        {
            (LineLoss.Closed, true) => Closed(),
            (LineLoss.Closed, false) => new LevelConverterException(LevelConverterError.Refused, $"{Name} refuses the connection."),
            (_, true) => new LevelConverterException(LevelConverterError.Unplugged, $"{Name} was unplugged."),
            _ => new LevelConverterException(LevelConverterError.NoSuchPort, $"{Name} is not plugged in."),
        };
    }

    private LevelConverterException Closed() => new(LevelConverterError.ClosedByPeer, $"{Name} closed the connection.");
}
