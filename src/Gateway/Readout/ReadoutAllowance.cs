using System.Collections.Concurrent;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// Whether a meter may be read now: a battery pays for each readout, whoever asks. What was read stands in the store, so that a restart
/// forgets nothing. A meter's own refusal is kept in memory alone: after a restart it is asked once, and refuses again if it still does.
/// </summary>
internal sealed class ReadoutAllowance(IReadoutStore readouts)
{
    /// <summary>How long a meter that refuses is left alone at first, when it has no minimum interval: an hour, the shortest quota met.</summary>
    private static readonly TimeSpan ShortestRefusal = TimeSpan.FromHours(1);

    /// <summary>And at last: a meter whose quota is for a month is asked once a day.</summary>
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromDays(1);

    /// <summary>A store that cannot say how often a meter was read is asked again.</summary>
    private static readonly TimeSpan StoreRetry = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<MeterId, Refusal> _refusals = new();
    private readonly ConcurrentDictionary<MeterId, Counted> _counted = new();
    private readonly ConcurrentDictionary<MeterId, DateTimeOffset> _refusedAt = new();

    /// <summary>Why a meter may not be read now and until when, the latest of all reasons; null: it may.</summary>
    public ReadoutHold? Hold(Meter meter, DateTimeOffset now)
    {
        var hold = Later(MinimumInterval(meter, now), Quota(meter, now));
        return _refusals.TryGetValue(meter.Id, out var refusal) && refusal.Until > now && refusal.Until - now <= refusal.Length
            ? Later(hold, new ReadoutHold(refusal.Until, ReadoutHoldReason.Refusal))
            : hold;
    }

    /// <summary>The meter refused (application error 9): it is left alone, the longer the more often it refuses.</summary>
    /// <returns>
    /// Whether that is news: it is its first refusal since it was read, and the first of a day, since a quota by the hour is used up again and again.
    /// </returns>
    public bool Refused(Meter meter, DateTimeOffset now)
    {
        var isFirst = !_refusals.TryGetValue(meter.Id, out var last);
        var least = meter.Readout.MinimumInterval ?? ShortestRefusal;
        var length = isFirst || last is null ? least : TimeSpan.FromTicks(Math.Clamp(last.Length.Ticks * 2, least.Ticks, Math.Max(least.Ticks, LongestRefusal.Ticks)));
        _refusals[meter.Id] = new Refusal(now + length, length);
        var isOfAnotherDay = !_refusedAt.TryGetValue(meter.Id, out var before) || (now - before).Duration() > LongestRefusal;
        _refusedAt[meter.Id] = now;
        return isFirst && isOfAnotherDay;
    }

    /// <summary>The meter let itself be read.</summary>
    public void Granted(MeterId meter) => _refusals.TryRemove(meter, out _);

    /// <summary>Forgets a meter that was removed.</summary>
    public void Forget(MeterId meter)
    {
        _refusals.TryRemove(meter, out _);
        _refusedAt.TryRemove(meter, out _);
        _counted.TryRemove(meter, out _);
    }

    /// <summary>A readout from the future, made before the clock was set back, does not count: it would bar the meter for as long.</summary>
    private ReadoutHold? MinimumInterval(Meter meter, DateTimeOffset now) =>
        meter.Readout.MinimumInterval is { } interval && readouts.Last(meter.Id).Readout is { } last && last.ReadAt <= now && last.ReadAt + interval > now
            ? new ReadoutHold(last.ReadAt + interval, ReadoutHoldReason.MinimumInterval)
            : null;

    private ReadoutHold? Quota(Meter meter, DateTimeOffset now)
    {
        if (meter.Readout.Quota is not { } quota)
        {
            return null;
        }

        try
        {
            // as soon as the oldest of the last so many leaves the span, one more is free
            var times = TimesOf(meter.Id, quota, now).Where(at => at <= now && at + quota.Period > now).TakeLast(quota.Readouts).ToList();
            return times.Count < quota.Readouts ? null : new ReadoutHold(times[0] + quota.Period, ReadoutHoldReason.Quota);
        }
        catch (StoreException)
        {
            return new ReadoutHold(now + StoreRetry, ReadoutHoldReason.Quota);
        }
    }

    /// <summary>
    /// When the meter was read. The store is asked once for each readout that was stored and not for each who asks, since head-ends ask in
    /// each of their requests.
    /// </summary>
    private DateTimeOffset[] TimesOf(MeterId meter, ReadoutQuota quota, DateTimeOffset now)
    {
        var last = readouts.Last(meter).Readout;
        if (_counted.TryGetValue(meter, out var known) && ReferenceEquals(known.Last, last) && known.Quota == quota && known.At <= now)
        {
            return known.Times;
        }

        DateTimeOffset[] times = [.. readouts.Read(meter, now - quota.Period, DateTimeOffset.MaxValue).Select(readout => readout.ReadAt)];
        _counted[meter] = new Counted(last, quota, now, times);
        return times;
    }

    private static ReadoutHold? Later(ReadoutHold? one, ReadoutHold? other) =>
        one is null ? other : other is null || one.Until >= other.Until ? one : other;

    private sealed record Refusal(DateTimeOffset Until, TimeSpan Length);

    /// <summary>When a meter was read in the span of its quota before a moment and after it, and its last readout then.</summary>
    private sealed record Counted(MeterReadout? Last, ReadoutQuota Quota, DateTimeOffset At, DateTimeOffset[] Times);
}
