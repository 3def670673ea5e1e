namespace MBus.LevelConverter;

/// <summary>
/// The times of a bus at its baud rate (EN 13757-2, 5.4 and 5.7), with what the way to it adds. A character takes
/// 11 bit times: start, 8 data, even parity, stop.
/// </summary>
public sealed record BusTiming
{
    /// <summary>The bit times of a character: start, 8 data, even parity, stop.</summary>
    public const int BitsPerCharacter = 11;

    /// <summary>The rates of the standard and those met in the field, in baud.</summary>
    public static readonly IReadOnlyList<int> BaudRates = [300, 600, 1200, 2400, 4800, 9600, 19200, 38400];

    /// <summary>The baud rate; by default 2400, the rate most meters are delivered with.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of <see cref="BaudRates"/>.</exception>
    public int BaudRate
    {
        get;
        init => field = BaudRates.Contains(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"A baud rate is one of {string.Join(", ", BaudRates)}.");
    } = 2400;

    /// <summary>
    /// What a slow meter or the way to it may add to the standard's response time; by default 100 ms, the delay of USB
    /// adapters. Meters that need more than a second are on record.
    /// </summary>
    public TimeSpan ExtraResponseTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest pause inside an answer; by default 200 ms. The standard knows none, but USB and TCP cut telegrams in
    /// pieces anywhere.
    /// </summary>
    public TimeSpan CharacterGap { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a request of a slave may take to be answered: 330 bit times + 50 ms, and what is added.</summary>
    public TimeSpan ResponseTime => BitTimes(330) + TimeSpan.FromMilliseconds(50) + ExtraResponseTime;

    /// <summary>The silence that the master keeps after a failed try: 33 bit times.</summary>
    public TimeSpan IdleTime => BitTimes(33);

    /// <summary>The time a slave waits at least before it answers: 11 bit times.</summary>
    public TimeSpan ShortestResponseTime => BitTimes(11);

    /// <summary>The times of a serial port at a baud rate.</summary>
    public static BusTiming Serial(int baudRate) => new() { BaudRate = baudRate };

    /// <summary>
    /// The times of a level converter behind TCP: 500 ms for the network and the converter's own buffering, 500 ms between
    /// the pieces of a telegram.
    /// </summary>
    public static BusTiming Tcp(int baudRate) => new()
    {
        BaudRate = baudRate,
        ExtraResponseTime = TimeSpan.FromMilliseconds(500),
        CharacterGap = TimeSpan.FromMilliseconds(500),
    };

    /// <summary>How long so many bits take on the wire.</summary>
    public TimeSpan BitTimes(int bits) => TimeSpan.FromTicks(TimeSpan.TicksPerSecond * bits / BaudRate);

    /// <summary>How long so many bytes take on the wire.</summary>
    public TimeSpan WireTime(int bytes) => BitTimes(bytes * BitsPerCharacter);
}
