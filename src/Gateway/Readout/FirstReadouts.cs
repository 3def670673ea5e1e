using Metering;

namespace Gateway.Readout;

/// <summary>Reads the meters that have never been read: a new meter shows nothing to a head-end before, so it does not wait for the clock.</summary>
internal sealed class FirstReadouts(BusWorkers workers, IMeterStore meters, IReadoutStore readouts) : IHostedLifecycleService
{
    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The workers run.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var meter in meters.Meters.Values.Where(meter => meter.Active && readouts.Last(meter.Id).Readout is null))
        {
            _ = workers.Find(meter.Bus)?.ReadAsync(meter.Id, ReadoutPrecedence.Schedule);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
