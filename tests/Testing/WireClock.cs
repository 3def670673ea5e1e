namespace Testing;

/// <summary>
/// A clock for one thread that who waits on it moves on itself: no timers, no locks, so that millions of conversations take seconds.
/// </summary>
public sealed class WireClock : TimeProvider
{
    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time since the start, 1970.</summary>
    public TimeSpan Now { get; set; }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;

    /// <inheritdoc />
    public override long GetTimestamp() => Now.Ticks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("Nothing moves this clock while somebody waits for a timer.");
}
