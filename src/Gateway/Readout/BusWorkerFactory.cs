using MBus.LevelConverter;
using Metering;
using Metering.Events;

namespace Gateway.Readout;

/// <summary>Makes workers that know the stores and tell of what they read.</summary>
internal sealed class BusWorkerFactory(
    IMeterStore meters,
    IReadoutStore readouts,
    IStateStore state,
    StoreHealth store,
    LiveReadings live,
    MeterKeys keys,
    MeterReplacement replacement,
    ReadoutIntervals intervals,
    IEventLog events,
    ToldFaults told,
    IEnumerable<IReadoutObserver> observers,
    TimeProvider time,
    ILogger<BusWorker> log)
{
    private readonly ReadoutServices _services = new()
    {
        Meters = meters,
        Readouts = readouts,
        Store = store,
        Live = live,
        Habits = new LearntHabits(state),
        Keys = keys,
        Replacement = replacement,
        Events = events,
        Told = told,
        IntervalOf = meter => intervals.Of(meter).Period,
        Observers = [.. observers],
    };

    /// <summary>A worker for a bus.</summary>
    public BusWorker Create(string bus, ILevelConverter converter) => new(bus, converter, _services, time, log);
}
