using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>Keeps what a readout brought: the store first, then what others make of it.</summary>
internal sealed partial class ReadoutKeeper(string bus, ReadoutServices services, TimeProvider time, ILogger log)
{
    /// <summary>A head-end that asks a lost bus a hundred times a second is a failure a minute for each meter, and not a hundred writes a second.</summary>
    private static readonly TimeSpan OneMiss = TimeSpan.FromMinutes(1);

    /// <summary>Stores the telegrams, or that nothing came; what is not stored is shown.</summary>
    /// <returns>Another meter that has proven to be in the place of this one, or null.</returns>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public async Task<Meter?> KeepAsync(Meter meter, ReadoutResult result, bool isStored)
    {
        if (result.Telegrams.Count > 0)
        {
            await KeepTelegramsAsync(meter, result, isStored);
        }
        else if (isStored)
        {
            await services.Readouts.RecordFailureAsync(meter.Id, result.StartedAt);
        }

        return await NoteAsync(meter, result);
    }

    /// <summary>The meter was to be read, and its bus did not let it.</summary>
    public async Task MissedAsync(Meter meter)
    {
        var now = time.GetUtcNow();
        if (now - services.Readouts.Last(meter.Id).FailedAt is { } age && age >= TimeSpan.Zero && age < OneMiss)
        {
            return;
        }

        try
        {
            await services.Readouts.RecordFailureAsync(meter.Id, now);
        }
        catch (StoreException e)
        {
            NotStored(meter, e);
        }
    }

    /// <summary>The meter was removed: what was learnt from it goes.</summary>
    public async Task ForgetAsync(Meter meter)
    {
        await TryAsync(meter, () => services.Habits.ForgetAsync(meter.Id));
        foreach (var observer in services.Observers)
        {
            await TryAsync(meter, () => observer.ForgetAsync(meter));
        }
    }

    /// <summary>What was to be stored of a meter was not: the store's own fault is told once, any other with its meter.</summary>
    public void NotStored(Meter meter, StoreException fault)
    {
        if (!services.Store.Failed(fault))
        {
            LogNotStored(log, bus, meter.Words(), fault.Message);
        }
    }

    private void NotRemembered(Meter meter, StoreException fault)
    {
        if (!services.Store.Failed(fault))
        {
            LogNotRemembered(log, bus, meter.Words(), fault.Message);
        }
    }

    private async Task KeepTelegramsAsync(Meter asked, ReadoutResult result, bool isStored)
    {
        if (await CheckIdentityAsync(asked, result) is not { } meter)
        {
            return;
        }

        var readout = new MeterReadout
        {
            Meter = meter.Id,
            ReadAt = result.StartedAt,
            Telegrams = [.. result.Telegrams.Select(telegram => telegram.Bytes)],
            IsComplete = result.IsComplete,
        };
        var before = services.Readouts.Last(meter.Id).Readout;
        if (isStored)
        {
            readout = await services.Readouts.AppendAsync(readout);
            services.Store.Stored();
        }
        else
        {
            services.Live.Show(readout);
        }

        var kept = new KeptReadout(meter, services.Keys.Decode(meter, readout), before, isStored);
        foreach (var observer in services.Observers)
        {
            await TryAsync(meter, () => observer.ObserveAsync(kept));
        }
    }

    /// <summary>The readout is there; what others make of it is not the meter's fault.</summary>
    private async Task TryAsync(Meter meter, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreException e)
        {
            NotRemembered(meter, e);
        }
    }

    private async Task<Meter?> NoteAsync(Meter meter, ReadoutResult result)
    {
        await TryAsync(meter, () => services.Habits.NoteAsync(meter.Id, result.Habits));
        try
        {
            return meter.Addressing == AddressingMode.Primary ? await services.Replacement.ObserveAsync(meter, result, time.GetUtcNow()) : null;
        }
        catch (StoreException e)
        {
            // the readout is stored, and the next one proves the exchange again
            NotRemembered(meter, e);
            return null;
        }
    }

    /// <summary>
    /// The meter as it is entered now: a person may have changed it while it was read, and loses nothing by it. One that was entered by its
    /// primary address alone says who it is in its first answer.
    /// </summary>
    /// <returns>Null: it was removed meanwhile, or is entered as another one, whose values these are not.</returns>
    private async Task<Meter?> CheckIdentityAsync(Meter asked, ReadoutResult result)
    {
        if (services.Meters.Find(asked.Id) is not { } meter)
        {
            return null;
        }

        if (meter.Identity is null && asked.Identity is null && result.Identity is { } identity)
        {
            meter = await services.Meters.ChangeAsync(meter.Id, now => now.Identity is null ? now with { Identity = identity } : now);
        }

        return meter.Identity == asked.Identity ? meter : meter.Identity is { } wanted && result.Identity is { } answered && wanted.Matches(answered) ? meter : null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the readout of meter {Meter} could not be stored: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string bus, string meter, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: what was learnt from meter {Meter} could not be remembered: {Reason}")]
    private static partial void LogNotRemembered(ILogger logger, string bus, string meter, string reason);
}
