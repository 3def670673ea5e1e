using Gateway.LogicalDevices;
using MBus.LevelConverter;
using Metering;

namespace Gateway.Readout;

/// <summary>Makes workers that know the stores and tell the mapped objects of what they read.</summary>
internal sealed class BusWorkerFactory(IMeterStore meters, IReadoutStore readouts, MappedObjects mapped, TimeProvider time, ILogger<BusWorker> log)
{
    /// <summary>A worker for a bus.</summary>
    public BusWorker Create(string bus, ILevelConverter converter) => new(bus, converter, meters, readouts, time, log) { Stored = mapped.ObserveAsync };
}
