using Gateway.Events;
using Gateway.Readout;
using Metering;
using Metering.Profiles;

namespace Gateway.Upkeep;

/// <summary>What the store holds, and what is to come of it.</summary>
/// <param name="store">The readings.</param>
/// <param name="meters">The meters.</param>
/// <param name="intervals">How often each is read.</param>
/// <param name="retention">How long readings are kept.</param>
/// <param name="folder">The data directory.</param>
/// <param name="time">The gateway's clock.</param>
internal sealed class StoreStatistics(
    IStoreUpkeep store, IMeterStore meters, ReadoutIntervals intervals, Retention retention, string folder, TimeProvider time)
{
    /// <summary>Readings of the last week tell how many there are in a day, also where meters are read once a day.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    /// <summary>How long it does not matter that readings came meanwhile: 10 s.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private KeptFor<(StoreFigures Figures, StoreForecast Forecast, long? Free)>? _kept;

    /// <summary>
    /// What the store holds, as it was some seconds ago at most, and how many bytes are free on its disk, null where the system does not say. To look is two
    /// looks into the store for each meter, so all who ask share one.
    /// </summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    public (StoreFigures Figures, StoreForecast Forecast, long? Free) Kept => (_kept ??= new(Take, Period, time)).Value;

    /// <summary>The same; null: the store could not be read, which is told where it is used.</summary>
    public (StoreFigures Figures, StoreForecast Forecast, long? Free)? TryKept
    {
        get
        {
            try
            {
                return Kept;
            }
            catch (Exception e) when (e is StoreException or IOException)
            {
                return null;
            }
        }
    }

    /// <summary>The longest retention that a meter has.</summary>
    public TimeSpan Longest => meters.Meters.Values.Select(retention.Of).Append(retention.Of("")).Max();

    private (StoreFigures Figures, StoreForecast Forecast, long? Free) Take()
    {
        var now = time.GetUtcNow();
        var figures = store.Figures(now - Recent);
        var free = DiskSpace.FreeOn(folder);
        var (scheduled, kept) = Schedule();
        return (figures, StoreForecast.Of(figures, scheduled, kept, free ?? long.MaxValue, now), free);
    }

    /// <summary>How many readings a day the schedule asks for, and how long each is kept in the mean.</summary>
    private (double ReadingsPerDay, TimeSpan Kept) Schedule()
    {
        var (readings, days) = (0.0, 0.0);
        foreach (var meter in meters.Meters.Values.Where(meter => meter.Active))
        {
            var perDay = TimeSpan.FromDays(1) / intervals.Of(meter).Period;
            readings += perDay;
            days += perDay * (retention.Of(meter) + ProfileReadings.KeptLonger + RetentionRun.Batch).TotalDays;
        }

        return (readings, readings > 0 ? TimeSpan.FromDays(days / readings) : retention.Of(""));
    }
}
