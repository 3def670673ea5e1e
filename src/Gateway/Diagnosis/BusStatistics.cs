using MBus.Master;
using Metering;

namespace Gateway.Diagnosis;

/// <summary>What the readouts of a bus took.</summary>
internal sealed class BusStatistics
{
    private long _busy;

    /// <summary>How long the bus was in use.</summary>
    public TimeSpan Busy => new(Interlocked.Read(ref _busy));

    /// <summary>Is told of every readout.</summary>
    public void Note(Meter meter, ReadoutResult result, TimeSpan busy) => Interlocked.Add(ref _busy, busy.Ticks);
}
