using Gateway.Configuration;
using Metering;

namespace Gateway.Readout;

/// <summary>Starts a worker for every configured bus.</summary>
internal sealed partial class BusService(
    GatewayOptions options, BusWorkers workers, BusWorkerFactory factory, ToldFaults told, IMeterStore meters, TimeProvider time, ILogger<BusService> log) : LifecycleService
{
    /// <summary>The ports are taken: a start that could not have them has read nothing.</summary>
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, bus) in options.Buses)
        {
            var worker = factory.Create(name, LevelConverters.Create(bus, time));
            worker.IsContinuous = bus.Continuous;
            workers.Start(worker);
        }

        told.KeepBuses([.. options.Buses.Keys, SimulationRule.Bus]);
        foreach (var bus in meters.Meters.Values.Where(meter => meter is { Active: true, Simulated: false } && workers.Find(meter.Bus) is null).GroupBy(meter => meter.Bus, StringComparer.OrdinalIgnoreCase))
        {
            var count = bus.Count();
            LogNoSuchBus(log, count, bus.Key);
        }

        return Task.CompletedTask;
    }

    /// <summary>The workers end here, while the store and the simulated bus that they use are still open.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await workers.DisposeAsync();

        // nothing is told any more: what came while others were being stored, and where no bus is
        await told.StoreAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bus {Bus} is not configured (Gateway:Buses:{Bus}:Address); meters that belong to it and are not read: {Count}")]
    private static partial void LogNoSuchBus(ILogger logger, int count, string bus);
}
