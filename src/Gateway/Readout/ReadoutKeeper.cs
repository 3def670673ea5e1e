using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>Keeps what a readout brought: the store first, then what others make of it.</summary>
internal sealed partial class ReadoutKeeper(string bus, ReadoutServices services, TimeProvider time, ILogger log)
{
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
    public async Task FailedAsync(Meter meter)
    {
        try
        {
            await services.Readouts.RecordFailureAsync(meter.Id, time.GetUtcNow());
        }
        catch (StoreException e)
        {
            LogNotStored(log, e, bus, meter.Words());
        }
    }

    private async Task KeepTelegramsAsync(Meter meter, ReadoutResult result, bool isStored)
    {
        meter = await LearnIdentityAsync(meter, result);
        var readout = new MeterReadout
        {
            Meter = meter.Id,
            ReadAt = result.StartedAt,
            Telegrams = [.. result.Telegrams.Select(telegram => telegram.Bytes)],
            IsComplete = result.IsComplete,
        };
        if (!isStored)
        {
            services.Live.Show(readout);
            return;
        }

        await services.Readouts.AppendAsync(readout);
        try
        {
            await services.Stored(meter);
        }
        catch (StoreException e)
        {
            // the readout is safe; what others make of it is not the meter's fault
            LogNotRemembered(log, e, bus, meter.Words());
        }
    }

    private async Task<Meter?> NoteAsync(Meter meter, ReadoutResult result)
    {
        try
        {
            await services.Habits.NoteAsync(meter.Id, result.Habits);
        }
        catch (StoreException e)
        {
            LogNotRemembered(log, e, bus, meter.Words());
        }

        return meter.Addressing == AddressingMode.Primary ? await services.Replacement.ObserveAsync(meter, result, time.GetUtcNow()) : null;
    }

    /// <summary>A meter that was entered by its primary address alone says who it is in its first answer.</summary>
    private async Task<Meter> LearnIdentityAsync(Meter meter, ReadoutResult result) =>
        meter.Identity is null && result.Identity is { } identity ? await services.Meters.ChangeAsync(meter with { Identity = identity }) : meter;

    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the readout of meter {Meter} could not be stored")]
    private static partial void LogNotStored(ILogger logger, Exception exception, string bus, string meter);

    [LoggerMessage(Level = LogLevel.Error, Message = "Bus {Bus}: the readout of meter {Meter} is stored; what was learnt from it could not be remembered")]
    private static partial void LogNotRemembered(ILogger logger, Exception exception, string bus, string meter);
}
