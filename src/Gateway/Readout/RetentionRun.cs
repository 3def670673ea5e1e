using Gateway.LogicalDevices;
using Metering;

namespace Gateway.Readout;

/// <summary>Removes what is older than its retention, a meter at a time. Between two meters it rests as long as it has worked, so that the buses come first.</summary>
internal sealed partial class RetentionRun(
    IMeterStore meters, IReadoutStore readouts, IStoreUpkeep upkeep, IStateStore state, Retention retention, RetentionClock clock, TimeProvider time, ILogger<RetentionRun> log)
{
    /// <summary>A meter's readings go a day's worth at a time: whole pages of the store, and not every page every hour.</summary>
    private static readonly TimeSpan Batch = TimeSpan.FromDays(1);

    /// <summary>Entries of the state store that belong to a meter, whose number they end with.</summary>
    private static readonly string[] EntriesOfMeters = [LearntHabits.State, MappedObjects.State];

    private volatile string? _fault;

    /// <summary>What keeps old readings from being removed; null: nothing.</summary>
    public string? Fault => _fault;

    /// <summary>Looks once through all meters, the removed ones too. A fault of the store is told once, until a run has none.</summary>
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
            if (_fault is not null)
            {
                _fault = null;
                LogWorks(log);
            }
        }
        catch (StoreException e)
        {
            if (_fault is null)
            {
                LogFault(log, e.Message);
            }

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

        await RemoveStateAsync(known);
        return removed;
    }

    /// <summary>A meter's quota is counted from its readings.</summary>
    private TimeSpan PeriodOf(ForgettableReadings readings)
    {
        var period = retention.Of(readings.Group);
        var quota = meters.Find(readings.Meter)?.Readout.Quota?.Period ?? TimeSpan.Zero;
        return (quota > period ? quota : period) + Retention.Spare;
    }

    /// <summary>What was learnt of removed meters is of no use to anybody: they are never read or shown again.</summary>
    private async Task RemoveStateAsync(IReadOnlyList<ForgettableReadings> known)
    {
        var kept = state.State;
        var names = known.Where(meter => meter.IsRemoved).SelectMany(meter => EntriesOfMeters.Select(entry => $"{entry}{meter.Meter}"));
        foreach (var name in names.Where(kept.ContainsKey))
        {
            await state.RemoveAsync(name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Telegrams} telegrams were older than their retention and were removed")]
    private static partial void LogRemoved(ILogger logger, long telegrams);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old readings cannot be removed, which is tried again every hour: {Reason}")]
    private static partial void LogFault(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Old readings can be removed again")]
    private static partial void LogWorks(ILogger logger);
}
