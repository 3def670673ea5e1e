namespace MBus.LevelConverter;

/// <summary>
/// A level converter at a serial port, 8E1. The port is opened when something is to be sent, and again after the adapter was
/// unplugged; name it by <c>/dev/serial/by-id/...</c>, which stays the same. Linux only so far.
/// </summary>
/// <param name="path">The port.</param>
/// <param name="timing">The bus's baud rate and times.</param>
public sealed class SerialLevelConverter(string path, BusTiming timing) : ILevelConverter
{
    private LinuxSerialPort? _port;

    /// <inheritdoc />
    public string Name => path;

    /// <inheritdoc />
    public BusTiming Timing { get; set; } = timing;

    /// <inheritdoc />
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        new(OnPortAsync(
            port =>
            {
                port.Write(bytes.Span);
                return bytes.Length;
            },
            cancellationToken));

    /// <inheritdoc />
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken) =>
        new(OnPortAsync(port => port.Read(buffer.Span, timeout, cancellationToken), cancellationToken));

    /// <inheritdoc />
    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_port?.Discard() ?? 0);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    // The port's calls block a thread of the pool, one at a time for each bus.
    private Task<int> OnPortAsync(Func<LinuxSerialPort, int> use, CancellationToken cancellationToken) =>
        Task.Run(() => OnPort(use), cancellationToken);

    private int OnPort(Func<LinuxSerialPort, int> use)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new LevelConverterException(
                LevelConverterError.NotSupported, $"{path}: serial ports can be used on Linux only so far; use a level converter with TCP.");
        }

        try
        {
            _port ??= new LinuxSerialPort(path, Timing.BaudRate);
            if (_port.BaudRate != Timing.BaudRate)
            {
                _port.SetBaudRate(Timing.BaudRate);
            }

            return use(_port);
        }
        catch (LevelConverterException)
        {
            Close();
            throw;
        }
    }

    private void Close()
    {
        _port?.Dispose();
        _port = null;
    }
}
