using Simulation.Script;

namespace Simulation;

/// <summary>
/// A simulated bus behind a serial port (Linux): a pseudo-terminal that a master opens as it opens <c>/dev/ttyUSB0</c>. Meters
/// hear at the baud rate that the master sets. Where a script cuts it off it is unplugged, and comes back as another port behind the
/// same link.
/// </summary>
public sealed class SimulatedBusTerminal : IAsyncDisposable
{
    private const int BufferLength = 512;

    private readonly SimulatedBus _bus;
    private readonly TimeProvider _time;
    private readonly BusLine _line;
    private readonly CancellationTokenSource _end = new();
    private readonly string? _link;
    private readonly Task _serving;
    private PseudoTerminal _terminal = new();

    private SimulatedBusTerminal(SimulatedBus bus, string? link, TimeProvider time, bool paced)
    {
        if (link is not null)
        {
            Link(link, _terminal);
        }

        (_bus, _time, _link) = (bus, time, link);
        _line = new BusLine(bus, time, paced);
        _serving = ServeAsync();
    }

    /// <summary>The port that a master opens.</summary>
    public string Path => _link ?? _terminal.Path;

    /// <summary>Opens the port.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="link">The path of a symbolic link to the port, which is made here and removed at the end; null for none.</param>
    /// <param name="time">The time of delays.</param>
    /// <param name="paced">Whether answers take the time that they take on a line; else they come at once.</param>
    /// <exception cref="IOException">There is a file at the link's path, or the system has no pseudo-terminal left.</exception>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    public static SimulatedBusTerminal Open(SimulatedBus bus, string? link, TimeProvider time, bool paced = false) =>
        new(bus, link, time, paced);

    /// <summary>Closes the port and removes the link.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _line.Dispose();
        _end.Dispose();
    }

    /// <summary>Makes the link; one that leads nowhere, or to this port before it was, was left by a program that was killed, and goes.</summary>
    private static void Link(string path, PseudoTerminal terminal)
    {
        try
        {
            if (new FileInfo(path).LinkTarget is { } target && (target == terminal.Path || !File.Exists(target)))
            {
                File.Delete(path);
            }

            File.CreateSymbolicLink(path, terminal.Path);
        }
        catch (IOException)
        {
            terminal.Dispose();
            throw;
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            await ServeUntilCutAsync();
            Unlink();
            _terminal.Dispose();
            if (_end.IsCancellationRequested || !await IsPluggedInAgainAsync())
            {
                return;
            }

            _terminal = new PseudoTerminal();
            _line.Forget();
            if (_link is not null)
            {
                Link(_link, _terminal);
            }
        }
    }

    private async Task ServeUntilCutAsync()
    {
        using var cut = _bus.SourceOfCut(_time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cut.Token);
        await using var close = over.Token.UnsafeRegister(static terminal => ((PseudoTerminal)terminal!).Close(), _terminal);
        var sending = _line.SendAsync(SendAsync, over.Token);
        var buffer = new byte[BufferLength];
        // Reading blocks a thread of the pool.
        while (await Task.Run(() => _terminal.Read(buffer)) is > 0 and var count)
        {
            _line.Hear(buffer.AsSpan(0, count), _terminal.BaudRate);
        }

        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Waits until the cut is over; false when it never is, or the end comes before.</summary>
    private async Task<bool> IsPluggedInAgainAsync()
    {
        while (_bus.Line.CutAt(_bus.Now) is { Loss: not LineLoss.Silent } cut)
        {
            var left = cut.Until - _bus.Now is { TotalDays: < 40 } time ? time : Timeout.InfiniteTimeSpan;
            await Task.Delay(left, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_end.IsCancellationRequested)
            {
                return false;
            }
        }

        return true;
    }

    private void Unlink()
    {
        if (_link is not null && new FileInfo(_link).LinkTarget == _terminal.Path)
        {
            File.Delete(_link);
        }
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _terminal.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }
}
