using System.Globalization;
using Cosem;
using Cosem.InterfaceClasses;
using Metering;

namespace Gateway.Configuration;

/// <summary>
/// The gateway's clock: the system's time and an offset that head-ends set. The system's clock is never touched; timers and durations
/// are the system's.
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
    private long _offset;

    /// <summary>The clock with the offset that is kept.</summary>
    public GatewayClock(TimeProvider system, IStateStore state, TimeSpan measuringPeriod)
    {
        (SystemTime, _state, MeasuringPeriod) = (system, state, measuringPeriod);
        _offset = long.TryParse(state.State.GetValueOrDefault(OffsetState), CultureInfo.InvariantCulture, out var ticks) && IsPossible(ticks) ? ticks : 0;
    }

    /// <summary>The system's time.</summary>
    public TimeProvider SystemTime { get; }

    /// <inheritdoc />
    public TimeSpan MeasuringPeriod { get; }

    /// <summary>Is told when the clock was set, with the time before and after.</summary>
    public Action<DateTimeOffset, DateTimeOffset>? Adjusted { get; set; }

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

    /// <inheritdoc />
    public async ValueTask<DataAccessResult> SetAsync(DateTimeOffset moment, CancellationToken cancellationToken)
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
            await _state.SetAsync(OffsetState, offset.Ticks.ToString(CultureInfo.InvariantCulture));
            var before = GetUtcNow();
            Interlocked.Exchange(ref _offset, offset.Ticks);
            Adjusted?.Invoke(before, GetUtcNow());
        }
        finally
        {
            _turn.Release();
        }

        return DataAccessResult.Success;
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    /// <summary>Whether the clock would show a possible time now.</summary>
    private bool IsPossible(long offset)
    {
        var now = SystemTime.GetUtcNow().Ticks;
        return offset >= Earliest.Ticks - now && offset < Latest.Ticks - now;
    }
}
