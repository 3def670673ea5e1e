using Gateway.Readout;
using Metering;
using Metering.Profiles;

namespace Gateway.Upkeep;

/// <summary>Removes what is older than its retention, a meter at a time. Between two meters it rests as long as it has worked, so that the buses come first.</summary>
internal sealed partial class RetentionRun(
    IMeterStore meters,
    IReadoutStore readouts,
    IStoreUpkeep upkeep,
    IStateStore state,
    MeterMemory memory,
    Retention retention,
    RetentionClock clock,
    StoreHealth store,
    TimeProvider time,
    ILogger<RetentionRun> log)
{
    /// <summary>A meter's readings go a day's worth at a time: whole pages of the store, and not every page every hour.</summary>
    public static readonly TimeSpan Batch = TimeSpan.FromDays(1);

    private volatile string? _fault;

    /// <summary>What keeps old readings from being removed; null: nothing.</summary>
    public string? Fault => _fault;

    /// <summary>Looks once through all meters, the removed ones too. What a fault of the store keeps from going goes with the next look.</summary>
    /// <exception cref="OperationCanceledException">It was ended; what was removed is gone.</exception>
    public async Task OnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var removed = await RemoveAsync(cancellationToken);
            await clock.SaveAsync();
            if (removed > 0)
            {
                LogRemoved(log, removed);
            }

            await new RetentionFacts(time.GetUtcNow(), removed).StoreAsync(state);
            store.Stored();
            _fault = null;
        }
        catch (StoreException e)
        {
            store.Failed(e);
            _fault = e.Message;
        }
    }

    private async Task<long> RemoveAsync(CancellationToken cancellationToken)
    {
        var known = upkeep.Forgettable();
        clock.CatchUp(known.Select(meter => meter.Oldest + retention.Of(meter.Group)).Min() ?? DateTimeOffset.MaxValue);
        var removed = 0L;
        foreach (var meter in known)
        {
            var before = retention.Before(PeriodOf(meter));
            if (meter.Oldest is { } oldest && oldest - DateTimeOffset.MinValue > Batch && oldest + Batch <= before)
            {
                var began = time.GetTimestamp();
                removed += await readouts.ForgetAsync(meter.Meter, before, cancellationToken);
                await Task.Delay(time.GetElapsedTime(began), time, cancellationToken);
            }
        }

        foreach (var gone in known.Where(meter => meter.IsRemoved))
        {
            await memory.ForgetAsync(gone.Meter);
        }

        return removed;
    }

    /// <summary>A meter's quota is counted from its readings.</summary>
    private TimeSpan PeriodOf(ForgettableReadings readings)
    {
        var period = retention.Of(readings.Group);
        var quota = meters.Find(readings.Meter)?.Readout.Quota?.Period ?? TimeSpan.Zero;
        return (quota > period ? quota : period) + ProfileReadings.KeptLonger;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Telegrams older than their retention that were removed: {Telegrams}")]
    private static partial void LogRemoved(ILogger logger, long telegrams);
}
