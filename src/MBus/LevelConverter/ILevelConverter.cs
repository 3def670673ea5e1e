namespace MBus.LevelConverter;

/// <summary>
/// The way to one bus: a level converter at a serial port or behind TCP. It carries bytes and knows nothing of frames.
/// One conversation uses it at a time. What is wrong with the line itself is a <see cref="LevelConverterException"/>;
/// the next <see cref="SendAsync"/> tries to open the line again.
/// </summary>
public interface ILevelConverter : IAsyncDisposable
{
    /// <summary>What messages call it, such as <c>/dev/ttyUSB0</c> or <c>tcp://10.0.0.7:10001</c>.</summary>
    string Name { get; }

    /// <summary>The bus's baud rate and times; a new baud rate holds from the next <see cref="SendAsync"/> on.</summary>
    BusTiming Timing { get; set; }

    /// <summary>The faults of characters since the beginning; none where only frames can tell, as behind TCP. Read from any thread.</summary>
    LineErrors LineErrors => LineErrors.None;

    /// <summary>Opens the line where it is not open, and sends.</summary>
    /// <exception cref="LevelConverterException">The line cannot be opened or was lost.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Waits for bytes and gives those that are there.</summary>
    /// <param name="buffer">Where they go.</param>
    /// <param name="timeout">How long to wait for the first one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many; 0 when none came in time.</returns>
    /// <exception cref="LevelConverterException">The line was lost.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Throws away what came unasked.</summary>
    /// <returns>How many bytes.</returns>
    ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken);
}
