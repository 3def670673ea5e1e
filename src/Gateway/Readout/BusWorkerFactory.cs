using Gateway.Diagnosis;
using Gateway.LogicalDevices;
using MBus.LevelConverter;
using Metering;

namespace Gateway.Readout;

/// <summary>Makes workers that know the stores and tell the mapped objects of what they read.</summary>
internal sealed class BusWorkerFactory(IMeterStore meters, IReadoutStore readouts, MappedObjects mapped, TimeProvider time, ILogger<BusWorker> log)
{
    /// <summary>A worker for a bus, whose line is recorded.</summary>
    public BusWorker Create(string bus, ILevelConverter converter)
    {
        var line = new LineRecorder(converter, time);
        return new(bus, line, meters, readouts, new BusStatistics(line, time), time, log) { Stored = mapped.ObserveAsync };
    }
}
