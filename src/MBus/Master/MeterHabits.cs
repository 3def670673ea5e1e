namespace MBus.Master;

/// <summary>
/// What the master has learnt about one meter: it saves the next reading the detours of the first. Goes into a reading by
/// <see cref="ReadoutOptions.Habits"/> and comes out of it, perhaps changed, by <see cref="ReadoutResult.Habits"/>; who reads the
/// meter keeps it meanwhile.
/// </summary>
public sealed record MeterHabits
{
    /// <summary>Nothing is known.</summary>
    public static readonly MeterHabits Unknown = new();

    /// <summary>It answers only when the first request has frame count bit 0 (5Bh), as some old slaves do.</summary>
    public bool FirstBitZero { get; init; }

    /// <summary>How long its slowest answer of late took to begin, after the request was sent; null: no answer was timed.</summary>
    public TimeSpan? FirstByteTime { get; init; }

    /// <summary>The baud rate at which it answered last; null: not known.</summary>
    public int? BaudRate { get; init; }
}
