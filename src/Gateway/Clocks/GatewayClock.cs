using System.Collections.Immutable;
using System.Globalization;
using Cosem;
using Cosem.InterfaceClasses;
using Metering;

namespace Gateway.Clocks;

/// <summary>
/// The gateway's clock: the system's time and an offset that head-ends set. It stamps what is read and what happens, and schedules follow it. The
/// system's clock is never touched; timers and durations are the system's, and know of no adjustment.
/// </summary>
internal sealed class GatewayClock : TimeProvider, IClockAdjustment, IDisposable
{
    private const string OffsetState = "clock.offset";

    /// <summary>A clock set this close to the system's is the system's: 2 s, what a network and a head-end cost.</summary>
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(2);

    /// <summary>No clock of a gateway shows a time before this or after the other: what a calendar can still count with.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IStateStore _state;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImmutableArray<Action<ClockAdjustment>> _listeners = [];
    private long _offset;

    /// <summary>The clock with the offset that is kept.</summary>
    public GatewayClock(TimeProvider system, IStateStore state, TimeSpan measuringPeriod)
    {
        (SystemTime, _state, MeasuringPeriod) = (system, state, measuringPeriod);
        _offset = long.TryParse(state.State.GetValueOrDefault(OffsetState), CultureInfo.InvariantCulture, out var ticks) && IsPossible(ticks) ? ticks : 0;
    }

    /// <summary>The offset that is kept is that of another machine's clock: forgets it.</summary>
    public static Task ForgetAsync(IStateStore state) => state.RemoveAsync(OffsetState);

    /// <summary>The system's time.</summary>
    public TimeProvider SystemTime { get; }

    /// <inheritdoc />
    public TimeSpan MeasuringPeriod { get; }

    /// <summary>How far the clock is ahead of the system's.</summary>
    public TimeSpan Offset => new(Interlocked.Read(ref _offset));

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => SystemTime.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => SystemTime.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        var system = SystemTime.GetUtcNow();
        var ticks = system.Ticks + Interlocked.Read(ref _offset);
        return new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
    }

    /// <inheritdoc />
    public override long GetTimestamp() => SystemTime.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        SystemTime.CreateTimer(callback, state, dueTime, period);

    /// <summary>From now on has somebody told when the clock shows another time, set by a head-end or with the system's; he is called before anybody goes on, and waits for nothing.</summary>
    public void WhenAdjusted(Action<ClockAdjustment> listener) => ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Add(one), listener);

    /// <summary>The system's clock was found to have jumped, and this one with it.</summary>
    /// <param name="by">How far; negative: backwards.</param>
    public void SystemJumped(TimeSpan by)
    {
        var now = GetUtcNow();
        Tell(new ClockAdjustment(now - by, now, "the system's clock was set, or the machine has slept"));
    }

    /// <inheritdoc />
    public ValueTask<DataAccessResult> SetAsync(DateTimeOffset moment, CancellationToken cancellationToken) => SetAsync(moment, "a head-end", cancellationToken);

    /// <inheritdoc cref="SetAsync(DateTimeOffset, CancellationToken)" />
    /// <param name="moment">What time it is.</param>
    /// <param name="who">Who says so, in words for the events.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<DataAccessResult> SetAsync(DateTimeOffset moment, string who, CancellationToken cancellationToken)
    {
        if (moment < Earliest || moment >= Latest)
        {
            return DataAccessResult.OtherReason;
        }

        var offset = moment - SystemTime.GetUtcNow();
        if (offset.Duration() <= Same)
        {
            offset = TimeSpan.Zero;
        }

        // one after the other: what is stored is what holds
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (offset == Offset)
            {
                return DataAccessResult.Success;
            }

            await _state.SetAsync(OffsetState, offset.Ticks.ToString(CultureInfo.InvariantCulture));
            var before = GetUtcNow();
            Interlocked.Exchange(ref _offset, offset.Ticks);
            Tell(new ClockAdjustment(before, GetUtcNow(), $"{who} has set it"));
        }
        finally
        {
            _turn.Release();
        }

        return DataAccessResult.Success;
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private void Tell(ClockAdjustment adjustment)
    {
        foreach (var listener in _listeners)
        {
            listener(adjustment);
        }
    }

    /// <summary>Whether the clock would show a possible time now.</summary>
    private bool IsPossible(long offset)
    {
        var now = SystemTime.GetUtcNow().Ticks;
        return offset >= Earliest.Ticks - now && offset < Latest.Ticks - now;
    }
}
