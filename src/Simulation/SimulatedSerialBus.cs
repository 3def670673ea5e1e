namespace Simulation;

/// <summary>
/// A simulated bus at a serial port that is none: a pseudo-terminal, found under a name of one's own. It hears at the speed that
/// the program at the other side has set, and meters of another baud rate keep silent.
/// </summary>
public sealed class SimulatedSerialBus : IAsyncDisposable
{
    private readonly PseudoTerminal _terminal = new();
    private readonly BusLine _line;
    private readonly string? _link;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Opens it.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="link">A symbolic link to make to the port, such as <c>/tmp/mbus</c>; an older link is replaced. Null: none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="paced">Whether bytes take their time on the wire.</param>
    /// <exception cref="IOException">No pseudo-terminal is left, or the link cannot be made.</exception>
    /// <exception cref="PlatformNotSupportedException">Not Linux.</exception>
    public SimulatedSerialBus(SimulatedBus bus, string? link, TimeProvider time, bool paced = false)
    {
        (_line, _link) = (new BusLine(bus, time, paced), link);
        if (link is not null)
        {
            if (new FileInfo(link).LinkTarget is not null)
            {
                File.Delete(link);
            }

            File.CreateSymbolicLink(link, _terminal.Path);
        }

        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The port that a program opens.</summary>
    public string Path => _link ?? _terminal.Path;

    /// <summary>Closes the port and removes the link.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _terminal.Close();
        await _running;
        _terminal.Dispose();
        _stop.Dispose();
        if (_link is not null)
        {
            File.Delete(_link);
        }
    }

    private void Run()
    {
        Span<byte> buffer = stackalloc byte[512];
        while (_terminal.Read(buffer) is > 0 and var count)
        {
            _ = _line.AnswerAsync(buffer[..count].ToArray(), _terminal.BaudRate, Send, _stop.Token);
        }
    }

    private ValueTask Send(byte[] bytes, CancellationToken cancellationToken)
    {
        _terminal.Write(bytes);
        return ValueTask.CompletedTask;
    }
}
