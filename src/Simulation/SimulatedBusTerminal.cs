namespace Simulation;

/// <summary>
/// A simulated bus behind a serial port (Linux): a pseudo-terminal that a master opens as it opens <c>/dev/ttyUSB0</c>. Meters
/// hear at the baud rate that the master sets.
/// </summary>
public sealed class SimulatedBusTerminal : IAsyncDisposable
{
    private const int BufferLength = 512;

    private readonly PseudoTerminal _terminal = new();
    private readonly CancellationTokenSource _end = new();
    private readonly string? _link;
    private readonly Task _serving;

    private SimulatedBusTerminal(SimulatedBus bus, string? link, TimeProvider time, bool paced)
    {
        if (link is not null)
        {
            Link(link, _terminal);
        }

        _link = link;
        _serving = ServeAsync(new BusLine(bus, time, paced));
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
        _terminal.Close();
        await _serving;
        if (_link is not null && new FileInfo(_link).LinkTarget == _terminal.Path)
        {
            File.Delete(_link);
        }

        _terminal.Dispose();
        _end.Dispose();
    }

    /// <summary>Makes the link; one that leads nowhere was left by a program that was killed, and goes.</summary>
    private static void Link(string path, PseudoTerminal terminal)
    {
        try
        {
            if (new FileInfo(path).LinkTarget is { } target && !File.Exists(target))
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

    private async Task ServeAsync(BusLine line)
    {
        var buffer = new byte[BufferLength];
        try
        {
            // Reading blocks a thread of the pool.
            while (await Task.Run(() => _terminal.Read(buffer)) is > 0 and var count)
            {
                await line.AnswerAsync(buffer.AsMemory(0, count), _terminal.BaudRate, SendAsync, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The end came while an answer was late.
        }
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _terminal.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }
}
