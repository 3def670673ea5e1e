using System.Net;
using Gateway.Configuration;
using MBus.LevelConverter;
using MBus.Master;
using Metering;
using Simulation;

namespace Gateway.Readout;

/// <summary>
/// Runs the bus of invented meters behind a free port of this machine and reads it as any other bus. Its meters are stored at the
/// first start; every one of their names begins with SIMULATED.
/// </summary>
internal sealed class SimulatedBusService(
    GatewayOptions options, BusWorkers workers, BusWorkerFactory factory, IMeterStore meters, TimeProvider time) : LifecycleService, IAsyncDisposable
{
    /// <summary>The same meters at every start, so that their histories go on.</summary>
    private const int Seed = 1;

    /// <summary>The rate of most meters as delivered.</summary>
    private const int BaudRate = 2400;

    /// <summary>On the loopback address an answer is there at once, or there is none.</summary>
    private static readonly TimeSpan ExtraResponseTime = TimeSpan.FromMilliseconds(50);

    private SimulatedBus? _bus;
    private SimulatedBusListener? _listener;

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var bus = _bus = SimulatedBus.Create(Seed, options.SimulatedMeters, time, BaudRate);
        foreach (var meter in bus.Meters.Where(meter => !meters.Meters.Values.Any(known => IsSame(known, meter))))
        {
            await meters.AddAsync(ToMeter(meter));
        }

        // with fewer meters than at an earlier start the rest rests
        foreach (var known in meters.Meters.Values.Where(known => known.Bus == SimulationRule.Bus))
        {
            var isThere = bus.Meters.Any(meter => IsSame(known, meter));
            if (known.Active != isThere)
            {
                await meters.ChangeAsync(known.Id, meter => meter with { Active = isThere });
            }
        }
    }

    /// <summary>The ports are taken: a start that could not have them has read nothing.</summary>
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        _listener = SimulatedBusListener.Start(_bus!, new IPEndPoint(IPAddress.Loopback, 0), BaudRate, time);
        var timing = BusTiming.Tcp(BaudRate) with { ExtraResponseTime = ExtraResponseTime };
        workers.Start(factory.Create(SimulationRule.Bus, new TcpLevelConverter(IPAddress.Loopback.ToString(), _listener.EndPoint.Port, timing, time)));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }
    }

    private static bool IsSame(Meter known, SimulatedMeter meter) =>
        known.Bus == SimulationRule.Bus && known.PrimaryAddress == meter.PrimaryAddress;

    private static Meter ToMeter(SimulatedMeter meter) => new()
    {
        Name = $"{SimulationRule.Bus} {meter.Make} {meter.TypeName}",
        Bus = SimulationRule.Bus,
        Addressing = meter.HasSecondaryAddress ? AddressingMode.Secondary : AddressingMode.Primary,
        PrimaryAddress = meter.PrimaryAddress,
        Identity = meter.HasSecondaryAddress ? meter.Address : default(SecondaryAddress?),
        Simulated = true,
    };
}
