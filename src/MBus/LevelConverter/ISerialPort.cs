namespace MBus.LevelConverter;

/// <summary>
/// An open serial port with 8 data bits, even parity, 1 stop bit and no flow control, on whatever operating system. Its calls
/// block; one is made at a time.
/// </summary>
internal interface ISerialPort : IDisposable
{
    /// <summary>The baud rate that is set.</summary>
    int BaudRate { get; }

    /// <summary>The faults of characters since the port was opened, as far as its driver counts them.</summary>
    LineErrors Errors { get; }

    /// <summary>Sets the baud rate; all else stays.</summary>
    /// <exception cref="LevelConverterException">The port does not take it.</exception>
    void SetBaudRate(int baudRate);

    /// <summary>Waits for bytes and gives those that are there; 0 when none came in time.</summary>
    /// <exception cref="LevelConverterException">The adapter was unplugged.</exception>
    int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Sends, and returns when the driver says that the last byte is out; a USB adapter says so a little early.</summary>
    /// <exception cref="LevelConverterException">The adapter was unplugged, or takes nothing.</exception>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Throws away what waits to be read.</summary>
    /// <returns>How many bytes.</returns>
    int Discard();
}
