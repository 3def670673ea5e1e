using Gateway.Configuration;
using Metering;

namespace Gateway.Readout;

/// <summary>Starts a worker for every configured bus, and reads the meters that have never been read.</summary>
internal sealed class BusService(
    GatewayOptions options, BusWorkers workers, BusWorkerFactory factory, IMeterStore meters, IReadoutStore readouts, TimeProvider time) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, bus) in options.Buses)
        {
            workers.Start(factory.Create(name, LevelConverters.Create(bus, time)));
        }

        // a new meter shows nothing to a head-end before its first readout, so it does not wait for the clock
        foreach (var meter in meters.Meters.Values.Where(meter => meter.Active && readouts.Last(meter.Id).Readout is null))
        {
            _ = workers.Find(meter.Bus)?.ReadAsync(meter.Id, ReadoutPrecedence.Schedule);
        }

        return Task.CompletedTask;
    }

    /// <summary>The workers end here, while the store and the simulated bus that they use are still open.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => workers.DisposeAsync().AsTask();
}
