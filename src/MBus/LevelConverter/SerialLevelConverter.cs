namespace MBus.LevelConverter;

/// <summary>
/// A level converter at a serial port of Linux or Windows, 8E1. The port is opened when something is to be sent, and again after
/// the adapter was unplugged; on Linux name it by <c>/dev/serial/by-id/...</c>, which leads to the adapter wherever it is
/// plugged in.
/// </summary>
public sealed class SerialLevelConverter : ILevelConverter
{
    private readonly Func<int, ISerialPort> _open;
    private readonly TimeSpan _powerUpDelay;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private Task _use = Task.CompletedTask;
    private ISerialPort? _port;
    private LineErrors _errorsBefore = LineErrors.None;
    private volatile LineErrors _errors = LineErrors.None;
    private bool _disposed;

    /// <summary>A converter whose port is not open yet.</summary>
    /// <param name="path">The port: <c>/dev/ttyUSB0</c>, <c>/dev/serial/by-id/...</c>, <c>COM3</c>.</param>
    /// <param name="timing">The bus's baud rate and times.</param>
    /// <param name="lines">The modem lines; <see cref="ModemLines.Default"/> when null.</param>
    /// <param name="time">The clock of the power-up delay; the system's when null.</param>
    public SerialLevelConverter(string path, BusTiming timing, ModemLines? lines = null, TimeProvider? time = null)
        : this(path, timing, lines ?? ModemLines.Default, time ?? TimeProvider.System, baudRate => Open(path, baudRate, lines ?? ModemLines.Default))
    {
    }

    /// <summary>A converter at a port that is opened in another way.</summary>
    internal SerialLevelConverter(string path, BusTiming timing, ModemLines lines, TimeProvider time, Func<int, ISerialPort> open) =>
        (Name, Timing, _powerUpDelay, _time, _open) = (path, timing, lines.PowerUpDelay, time, open);

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public BusTiming Timing { get; set; }

    /// <inheritdoc />
    public LineErrors LineErrors => _errors;

    /// <summary>Opens the port where it is not open, and sends. A port that was lost while it was idle is opened again without a word.</summary>
    /// <inheritdoc />
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_port is not null)
        {
            try
            {
                await UseAsync(Send, cancellationToken);
                return;
            }
            catch (LevelConverterException e) when (e.Error == LevelConverterError.Unplugged)
            {
                // Plugged in again meanwhile, perhaps.
            }
        }

        await UseAsync(Send, cancellationToken);

        int Send(ISerialPort port, CancellationToken end)
        {
            if (port.BaudRate != Timing.BaudRate)
            {
                port.SetBaudRate(Timing.BaudRate);
            }

            port.Write(bytes.Span);
            return bytes.Length;
        }
    }

    /// <inheritdoc />
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken) =>
        new(UseAsync((port, end) => port.Read(buffer.Span, timeout, end), cancellationToken));

    /// <inheritdoc />
    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_port?.Discard() ?? 0);

    /// <summary>Ends a wait that is going on, and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _end.CancelAsync();
        await _use.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Close();
        _end.Dispose();
    }

    private static ISerialPort Open(string path, int baudRate, ModemLines lines) =>
        OperatingSystem.IsLinux() ? new LinuxSerialPort(path, baudRate, lines)
        : OperatingSystem.IsWindows() ? new WindowsSerialPort(path, baudRate, lines)
        : throw new LevelConverterException(
            LevelConverterError.NotSupported, $"{path}: serial ports can be used on Linux and Windows; use a level converter with TCP.");

    private Task<int> UseAsync(Func<ISerialPort, CancellationToken, int> use, CancellationToken cancellationToken)
    {
        var task = OnPortAsync(use, cancellationToken);
        _use = task;
        return task;
    }

    private async Task<int> OnPortAsync(Func<ISerialPort, CancellationToken, int> use, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        var port = _port ??= await OpenAsync(either.Token);
        try
        {
            // The port's calls block a thread of the pool, one at a time for each bus.
            return await Task.Run(() => use(port, either.Token), either.Token);
        }
        catch (LevelConverterException)
        {
            Close();
            throw;
        }
        finally
        {
            _errors = _port is null ? _errors : _errorsBefore.Plus(port.Errors);
        }
    }

    private async Task<ISerialPort> OpenAsync(CancellationToken cancellationToken)
    {
        var port = await Task.Run(() => _open(Timing.BaudRate), cancellationToken);
        try
        {
            if (_powerUpDelay > TimeSpan.Zero)
            {
                await Task.Delay(_powerUpDelay, _time, cancellationToken);
                port.Discard();
            }

            return port;
        }
        catch (OperationCanceledException)
        {
            port.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _errorsBefore = _errors;
        _port?.Dispose();
        _port = null;
    }
}
