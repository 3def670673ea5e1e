namespace MBus.LevelConverter;

/// <summary>
/// How long a lost line is left alone before it is tried again: soon at first, since most losses are over at once, then twice as
/// long each time. A converter that is off, or that serves another client, is not hammered.
/// </summary>
/// <param name="first">The wait after the first failure; by default 1 s.</param>
/// <param name="longest">The longest wait; by default 1 min, so that a line is back within a minute of its repair.</param>
public sealed class ReopenDelay(TimeSpan first, TimeSpan longest)
{
    private static readonly TimeSpan DefaultFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultLongest = TimeSpan.FromMinutes(1);

    private TimeSpan _next = first < longest ? first : longest;

    /// <summary>1 s, 2 s, 4 s and so on to 1 min.</summary>
    public ReopenDelay()
        : this(DefaultFirst, DefaultLongest)
    {
    }

    /// <summary>The line failed.</summary>
    /// <returns>How long to wait before it is tried again.</returns>
    public TimeSpan Failed()
    {
        var wait = _next;
        _next = wait < longest / 2 ? wait * 2 : longest;
        return wait;
    }

    /// <summary>
    /// The line has carried a request and nothing was wrong with it; that it could be opened is not enough, since a busy converter
    /// takes a connection and closes it.
    /// </summary>
    public void Worked() => _next = first < longest ? first : longest;
}
