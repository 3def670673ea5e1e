using Gateway.Readout;
using Metering;
using Metering.Events;

namespace Gateway.Clocks;

/// <summary>
/// Watches over the gateway's clock: notices that the system's clock jumped, by comparing it with the time that has passed; has adjustments told
/// (events 4 and 5), the beginning and end of daylight saving time (3), and a clock that nobody keeps right (6).
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="zone">The zone of clocks and schedules.</param>
/// <param name="state">Where it stands what was told, so that a restart tells nothing again and misses nothing.</param>
/// <param name="store">Is told when that cannot be kept.</param>
/// <param name="events">Is told the rest.</param>
/// <param name="isSynchronised">Whether the system's clock is kept right.</param>
internal sealed class ClockWatch(GatewayClock clock, TimeZoneInfo zone, IStateStore state, StoreHealth store, IEventLog events, Func<bool> isSynchronised) : BackgroundService
{
    /// <summary>How often the clocks are compared: a schedule that waits for the wrong time waits a second too long.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Less in a second is no jump: time servers slew a clock by half a millisecond a second, and step it from 0.1 s on; below 2 s a set clock is the same one.</summary>
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(2);

    /// <summary>Both clocks are read within this, or not compared: a thread can be held up between the two.</summary>
    private static readonly TimeSpan OneLook = TimeSpan.FromMilliseconds(100);

    /// <summary>A machine that has just started needs minutes to hear from its time server.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string SeasonState = "clock.season";
    private const string InvalidState = "clock.invalid";
    private const string Summer = "summer";
    private const string Winter = "winter";

    private readonly TimeProvider _system = clock.SystemTime;
    private (long Timestamp, DateTimeOffset Wall)? _last;
    private long? _unsynchronisedSince;

    /// <summary>Adjustments are told from here on.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        clock.WhenAdjusted(Tell);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Looks once.</summary>
    internal async Task LookAsync()
    {
        LookForJump();
        try
        {
            await LookAtSeasonAsync();
            await LookAtSynchronisationAsync();
        }
        catch (StoreException e)
        {
            // it is kept with the next look; until then it may be told twice
            store.Failed(e);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, _system);
        try
        {
            do
            {
                await LookAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // as asked for, also by a start that is refused
        }
    }

    private void LookForJump()
    {
        var before = _system.GetTimestamp();
        var now = (Timestamp: _system.GetTimestamp(), Wall: _system.GetUtcNow());
        if (_system.GetElapsedTime(before) > OneLook)
        {
            return;
        }

        var last = _last;
        _last = now;
        if (last is { } known && now.Wall - known.Wall - _system.GetElapsedTime(known.Timestamp, now.Timestamp) is var by && by.Duration() >= Jump)
        {
            clock.SystemJumped(by);
        }
    }

    /// <summary>Two rows, as IDIS has them: the first bears the old time, the second the new one.</summary>
    internal void Tell(ClockAdjustment adjustment)
    {
        var (from, to) = (Text(adjustment.Before), Text(adjustment.After));
        events.Report(EventCode.ClockAdjustedOldTime, adjustment.Before, $"the clock showed {from} before it was set to {to}: {adjustment.Cause}");
        events.Report(EventCode.ClockAdjustedNewTime, adjustment.After, $"the clock shows {to} since it was set from {from}: {adjustment.Cause}");
    }

    /// <summary>A change is told once, also one that came while the gateway was off or by setting the clock; another zone is no change of the season.</summary>
    private async Task LookAtSeasonAsync()
    {
        var now = clock.GetUtcNow();
        var season = zone.IsDaylightSavingTime(now) ? Summer : Winter;
        var known = state.State.GetValueOrDefault(SeasonState);
        if (known == $"{season} {zone.Id}")
        {
            return;
        }

        await state.SetAsync(SeasonState, $"{season} {zone.Id}");
        if (known == $"{(season == Summer ? Winter : Summer)} {zone.Id}")
        {
            events.Report(EventCode.DaylightSavingChanged, $"daylight saving time {(season == Summer ? "began" : "ended")} in {zone.Id}: it is {Text(now)}");
        }
    }

    private async Task LookAtSynchronisationAsync()
    {
        var isTold = state.State.ContainsKey(InvalidState);
        if (clock.Offset != TimeSpan.Zero || isSynchronised())
        {
            _unsynchronisedSince = null;
            if (isTold)
            {
                await state.RemoveAsync(InvalidState);
            }

            return;
        }

        _unsynchronisedSince ??= _system.GetTimestamp();
        if (!isTold && _system.GetElapsedTime(_unsynchronisedSince.Value) >= Patience)
        {
            await state.SetAsync(InvalidState, "told");
            events.Report(
                EventCode.ClockInvalid, "", "the system's clock is not synchronised, and no head-end has set the gateway's. Give the machine a time server, or set the clock over DLMS");
        }
    }

    private string Text(DateTimeOffset at) => FormattableString.Invariant($"{TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd HH:mm:ss zzz}");
}
