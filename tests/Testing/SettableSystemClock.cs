namespace Testing;

/// <summary>The system's time with a wall clock that a test can set; timers and durations are real.</summary>
public sealed class SettableSystemClock : TimeProvider
{
    private long _ahead;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    /// <summary>Sets the wall clock forward, or back.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
