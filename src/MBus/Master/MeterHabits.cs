using MBus.LevelConverter;

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

    /// <summary>The most that any meter is waited for: behind TCP 8 s are on record.</summary>
    internal static readonly TimeSpan LongestResponseTime = TimeSpan.FromSeconds(10);

    /// <summary>What is waited beyond half as much again as was seen: the scheduling of a network and of the meter.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    /// <summary>The part of the difference that one faster reading takes off: a single slow answer is forgotten after some ten good ones.</summary>
    private const int Decay = 4;

    /// <summary>It answers only when the first request has frame count bit 0 (5Bh), as some old slaves do.</summary>
    public bool FirstBitZero { get; init; }

    /// <summary>It answers requests, but confirms neither SND_NKE nor its selection.</summary>
    public bool NeverConfirms { get; init; }

    /// <summary>How long its slowest answer of late took to begin, after the request was sent; null: no answer was timed.</summary>
    public TimeSpan? FirstByteTime { get; init; }

    /// <summary>The baud rate at which it answered last; null: not known.</summary>
    public int? BaudRate { get; init; }

    /// <summary>Whether the last reading could only guess how slow it is; the next one does not guess again.</summary>
    public bool IsGuess { get; init; }

    /// <summary>After a reading in which it was heard.</summary>
    /// <param name="slowest">How long its slowest answer took to begin.</param>
    /// <param name="isGuess">Or may have taken: the request before was not answered in time.</param>
    /// <param name="baudRate">The rate at which it answered.</param>
    internal MeterHabits Heard(TimeSpan slowest, bool isGuess, int baudRate)
    {
        slowest = slowest < LongestResponseTime ? slowest : LongestResponseTime;
        var known = !IsGuess && FirstByteTime is { } before && before > slowest ? before - ((before - slowest) / Decay) : slowest;
        return this with { FirstByteTime = known, IsGuess = isGuess, BaudRate = baudRate };
    }

    /// <summary>
    /// What the meter is given beyond the standard's response time: what it was seen to need and a margin, or what the bus has as
    /// long as nothing was seen. Never less than the standard's time, within which any meter may be late.
    /// </summary>
    internal TimeSpan ExtraResponseTime(BusTiming bus)
    {
        if (FirstByteTime is not { } slowest)
        {
            return bus.ExtraResponseTime;
        }

        var standard = bus.ResponseTime - bus.ExtraResponseTime;
        var needed = (slowest * 1.5) + Margin;
        needed = needed < LongestResponseTime ? needed : LongestResponseTime;
        return needed > standard ? needed - standard : TimeSpan.Zero;
    }
}
