using Gateway.Api;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Metering.Events;

namespace Gateway.Web;

/// <summary>What the pages of one meter show of it.</summary>
internal sealed class MeterView(
    IMeterStore meters,
    IReadoutStore readouts,
    MeterKeys keys,
    LiveReadings readings,
    MappedObjects mapped,
    IEventStore events,
    ShownMeters shown,
    Installation installation)
{
    /// <summary>The meter; null: there is none with this number.</summary>
    public Meter? Find(int id) => meters.Find(new MeterId(id));

    /// <summary>Whether there was a meter with this number that was removed: its log says so, which outlives it.</summary>
    public bool WasRemoved(int id) => id > 0 && Find(id) is null && events.Last(new EventLogName(new MeterId(id), EventLogKind.Standard)) is not null;

    /// <summary>When a meter was read last, also one that was removed; null: never, or nothing of it is kept any more.</summary>
    public DateTimeOffset? LastReadAt(int id) => readouts.Last(new MeterId(id)).Readout?.ReadAt;

    /// <summary>Settings, state and statistics of a meter, and how it stands.</summary>
    public ShownMeter Of(Meter meter) => shown.Of(meter);

    /// <summary>Its last values.</summary>
    public ValuesResource ValuesOf(Meter meter) => ValueEndpoints.Of(meter, readings, keys, mapped, installation.Zone);

    /// <summary>The telegrams of its last readout, as far as its key opens them; none before the first one.</summary>
    public IReadOnlyList<ExplainedTelegram> TelegramsOf(Meter meter, out DateTimeOffset? readAt)
    {
        var last = readings.Last(meter.Id).Readout;
        readAt = last?.ReadAt;
        return last is null ? [] : [.. keys.Decode(meter, last).Telegrams.Select((telegram, i) => ExplainedTelegram.Of(telegram, last.Telegrams[i]))];
    }

    /// <summary>Its last events, the newest first.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="most">So many at most.</param>
    /// <exception cref="StoreException">The store could not be read.</exception>
    public IReadOnlyList<EventResource> EventsOf(int id, int most) =>
        [.. events.Latest(new EventFilter { Meter = new MeterId(id) }, most).Select(entry => EventResource.Of(entry, meters))];

    /// <summary>The first reading that is kept; null: there is none.</summary>
    /// <exception cref="StoreException">The store could not be read.</exception>
    public DateTimeOffset? FirstReadAt(Meter meter) =>
        readouts.ReadTimes(meter.Id, Charts.WallTime.Earliest, Charts.WallTime.Latest).Select(time => (DateTimeOffset?)time.ReadAt).FirstOrDefault();
}
