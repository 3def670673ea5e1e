using System.Collections.Concurrent;
using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// The meters that fail. One that is dead costs a bus as much time as ten sound ones, so after two silent readouts in a row the schedule
/// tries it only after 1, 2, 4, 8 ... of its intervals, and at least once a day; an answer ends it.
/// </summary>
internal sealed class Quarantine
{
    /// <summary>A meter that was repaired shows again within a day.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>What disturbs a bus for seconds, while a head-end asks again and again, condemns no meter.</summary>
    private static readonly TimeSpan OneDisturbance = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<MeterId, MeterSilence> _failing = new();

    /// <summary>What is known of a meter that fails; null: it does not.</summary>
    public MeterSilence? Of(MeterId meter) => _failing.GetValueOrDefault(meter);

    /// <summary>Whether the schedule tries it seldom.</summary>
    public bool Holds(MeterId meter) => Of(meter) is { IsQuarantined: true };

    /// <summary>Whether a meter in quarantine is to be tried.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="now">How long the worker has run.</param>
    public bool IsDue(MeterId meter, TimeSpan now) => Of(meter) is not { IsQuarantined: true } silence || silence.NextTry <= now;

    /// <summary>A readout failed.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="fault">Why.</param>
    /// <param name="isSilent">Whether no frame came: only that puts a meter into quarantine.</param>
    /// <param name="interval">The interval of its schedule.</param>
    /// <param name="now">How long the worker has run.</param>
    /// <param name="since">When the first in a row failed, UTC; it may have been before the start.</param>
    public void Failed(MeterId meter, ReadoutFault fault, bool isSilent, TimeSpan interval, TimeSpan now, DateTimeOffset since)
    {
        var last = Of(meter);
        var isCounted = last is not { Silences: > 0 } || now - last.CountedAt >= OneDisturbance;
        var silences = !isSilent ? 0 : (last?.Silences ?? 0) + (isCounted ? 1 : 0);
        var silence = new MeterSilence((last?.Failures ?? 0) + 1, silences, fault, last?.Since ?? since, isCounted ? now : last!.CountedAt, now);
        _failing[meter] = silence with { NextTry = now + Wait(silence, interval) };
    }

    /// <summary>The meter was read.</summary>
    public void Answered(MeterId meter) => _failing.TryRemove(meter, out _);

    /// <summary>Half an interval early: a mark of the clock is never exactly an interval after the last readout.</summary>
    private static TimeSpan Wait(MeterSilence silence, TimeSpan interval)
    {
        var wait = interval;
        for (var probe = 0; probe < silence.Probes && wait < LongestWait; probe++)
        {
            wait *= 2;
        }

        return (wait < LongestWait || wait == interval ? wait : LongestWait) - (interval / 2);
    }
}
