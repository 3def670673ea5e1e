using Metering;

namespace Gateway.Readout;

/// <summary>Reads the meters that have never been read: a new meter shows nothing to a head-end before, so it does not wait for the clock.</summary>
internal sealed class FirstReadouts(BusWorkers workers, IMeterStore meters, IReadoutStore readouts) : LifecycleService
{
    /// <summary>The workers run.</summary>
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var meter in meters.Meters.Values.Where(meter => meter.Active && readouts.Last(meter.Id).Readout is null))
        {
            _ = workers.Find(meter.Bus)?.ReadAsync(meter.Id, ReadoutPrecedence.Schedule);
        }

        return Task.CompletedTask;
    }
}
