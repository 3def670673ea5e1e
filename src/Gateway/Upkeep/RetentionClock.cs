using System.Globalization;
using Metering;

namespace Gateway.Upkeep;

/// <summary>
/// The clock by which readings grow old. It follows the gateway's clock at most twice as fast as time passes, and shows nothing later than that: a
/// clock that is set years forward by mistake costs no reading that matters before somebody sets it right. It does not go back with a clock that
/// starts in 1970 and is set right a minute later; one that stays behind for a day is believed. Where nothing can be lost, since even the oldest
/// reading is young enough, it catches up at once. Kept in the state store:
/// <code>
/// retention.clock    2026-11-21T12:00:00.0000000+00:00
/// </code>
/// </summary>
internal sealed class RetentionClock
{
    private const string MomentState = "retention.clock";

    /// <summary>As fast as it may run: a gateway that was off for a month has caught up a month later.</summary>
    private const int Speed = 2;

    /// <summary>A gateway's clock that is behind for as long is right, and this one was led astray.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly IStateStore _state;
    private readonly Lock _gate = new();
    private DateTimeOffset _moment;
    private TimeSpan _aheadFor;
    private long _movedAt;

    /// <summary>The clock as it was kept; one that never ran, or whose entry cannot be read, waits for <see cref="CatchUp"/>, and until then nothing is old.</summary>
    /// <param name="time">The gateway's clock.</param>
    /// <param name="state">Where it is kept.</param>
    public RetentionClock(TimeProvider time, IStateStore state)
    {
        (_time, _state, _movedAt) = (time, state, time.GetTimestamp());
        _ = DateTimeOffset.TryParseExact(
            state.State.GetValueOrDefault(MomentState), "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out _moment);
    }

    /// <summary>What it shows, UTC; <see cref="DateTimeOffset.MinValue"/> before it was set for the first time.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                return Move();
            }
        }
    }

    /// <summary>How far it is behind the gateway's clock; zero before it was set for the first time.</summary>
    public TimeSpan Behind => Now is var now && now == DateTimeOffset.MinValue ? TimeSpan.Zero : _time.GetUtcNow() - now;

    /// <summary>Goes on to a moment at which every reading is still young enough, if the gateway's clock is that far.</summary>
    public void CatchUp(DateTimeOffset harmless)
    {
        lock (_gate)
        {
            Move();
            var now = Earlier(harmless, _time.GetUtcNow());
            _moment = _moment < now ? now : _moment;
        }
    }

    /// <summary>Keeps it; durable when the task ends.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public Task SaveAsync()
    {
        lock (_gate)
        {
            Move();
            return _state.SetAsync(MomentState, _moment.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Time has passed; gives what the clock shows now.</summary>
    private DateTimeOffset Move()
    {
        var (elapsed, now) = (_time.GetElapsedTime(_movedAt), _time.GetUtcNow());
        _movedAt = _time.GetTimestamp();
        if (_moment == DateTimeOffset.MinValue)
        {
            return _moment;
        }

        _aheadFor = now < _moment ? _aheadFor + elapsed : TimeSpan.Zero;
        if (now >= _moment)
        {
            _moment = Earlier(_moment + (Speed * elapsed), now);
        }
        else if (_aheadFor >= Believed)
        {
            (_moment, _aheadFor) = (now, TimeSpan.Zero);
        }

        return Earlier(_moment, now);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
