using System.Net;
using System.Net.Sockets;
using Gateway.Tests.Harness;
using Metering;
using Simulation;
using Testing;

namespace Gateway.Tests;

/// <summary>The whole gateway with configured buses behind level converters that listen on this machine.</summary>
public class BusTests
{
    private const int BaudRate = 38_400;

    [Fact]
    public async Task A_dead_and_a_garbled_meter_are_logged_once_and_the_others_are_read()
    {
        var bus = SimulatedBus.Create(5, 5, TimeProvider.System, BaudRate);
        bus.Meters[0].Faults = new() { Silence = 1 };
        bus.Meters[1].Faults = new() { WrongChecksum = 1 };
        await using var listener = Listen(bus);
        using var data = new TemporaryFolder();
        await StoreAsync(data, bus, "cellar");
        await using var gateway = await RunningGateway.StartAsync(data, [.. Settings("cellar", listener.EndPoint.Port), "Gateway:Dlms:AllowLls=true", "Gateway:MaxAge=00:00:00"]);
        await Eventually.HoldsAsync(() => gateway.Readouts.Last(new MeterId(5)).Readout is not null, "the cycle has come to its end");

        // head-ends ask for everything again, as the gateway never has values young enough
        foreach (var meter in gateway.Meters.Meters.Values)
        {
            await using var client = await HeadEndClient.ManagementAsync(gateway.DlmsPort, meter.LogicalDeviceAddress, gateway.Password);
            foreach (var register in (await client.GetObjectListAsync()).Where(element => element.ClassId == Cosem.ClassId.Register).Take(2))
            {
                await client.ReadAsync(Cosem.ClassId.Register, register.LogicalName);
            }
        }

        await gateway.Get<Gateway.Readout.FreshReadings>().GetAsync(gateway.Meters.Meters[1], default);

        Assert.All([1, 2], number => Assert.Empty(gateway.Readouts.ReadAppended(new MeterId(number), 0)));
        Assert.All([3, 4, 5], number => Assert.True(gateway.Readouts.ReadAppended(new MeterId(number), 0).Count() > 1));
        Assert.Single(gateway.Log, line => line.Contains("cannot be read", StringComparison.Ordinal) && line.Contains("no answer", StringComparison.Ordinal));
        Assert.Single(gateway.Log, line => line.Contains("cannot be read", StringComparison.Ordinal) && line.Contains("is no frame", StringComparison.Ordinal));
        Assert.Equal(2, gateway.Log.Count(line => line.Contains("Bus cellar", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_closed_converter_stops_no_other_bus_and_is_used_again_when_it_is_back()
    {
        var (cellar, attic) = (SimulatedBus.Create(5, 1, TimeProvider.System, BaudRate), SimulatedBus.Create(6, 1, TimeProvider.System, BaudRate));
        await using var listener = Listen(attic);
        var port = FreePort();
        using var data = new TemporaryFolder();
        await StoreAsync(data, cellar, "cellar");
        await StoreAsync(data, attic, "attic");

        await using var gateway = await RunningGateway.StartAsync(data, [.. Settings("cellar", port), .. Settings("attic", listener.EndPoint.Port), "Gateway:MaxAge=00:00:00"]);
        var fresh = gateway.Get<Gateway.Readout.FreshReadings>();
        await gateway.LogsAsync("Bus cellar: the line failed");
        Assert.Equal(LastReadoutState.Ok, (await fresh.GetAsync(gateway.Meters.Meters[2], default)).State);

        await using (SimulatedBusListener.Start(cellar, new IPEndPoint(IPAddress.Loopback, port), BaudRate, TimeProvider.System))
        {
            await Eventually.HoldsAsync(async () => (await fresh.GetAsync(gateway.Meters.Meters[1], default)).State == LastReadoutState.Ok, "the cellar is read");
            await gateway.LogsAsync("Bus cellar: the line tcp://127.0.0.1");
        }

        await Eventually.HoldsAsync(async () => (await fresh.GetAsync(gateway.Meters.Meters[1], default)).State == LastReadoutState.OldAfterFailure, "the line is lost again");
        Assert.Equal(LastReadoutState.Ok, (await fresh.GetAsync(gateway.Meters.Meters[2], default)).State);
        Assert.Equal(2, gateway.Log.Count(line => line.Contains("Bus cellar: the line failed", StringComparison.Ordinal)));
        Assert.DoesNotContain(gateway.Log, line => line.Contains("Bus attic", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_serial_port_that_is_not_there_is_logged_once()
    {
        using var data = new TemporaryFolder();
        await StoreAsync(data, SimulatedBus.Create(5, 3, TimeProvider.System, BaudRate), "cellar");

        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:Buses:cellar:Address=/dev/no-such-port");
        await Eventually.HoldsAsync(() => gateway.Readouts.Last(new MeterId(3)).FailedAt is not null, "all were tried");

        Assert.Contains("/dev/no-such-port", Assert.Single(gateway.Log, line => line.Contains("the line failed", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_line_is_told_to_every_monitor_and_to_the_log_once()
    {
        using var data = new TemporaryFolder();
        await StoreAsync(data, SimulatedBus.Create(5, 1, TimeProvider.System, BaudRate), "cellar");
        await using var gateway = await RunningGateway.StartAsync(data, Settings("cellar", FreePort()));
        await gateway.LogsAsync("Bus cellar: the line failed");

        using var http = new HttpClient();
        for (var poll = 0; poll < 3; poll++)
        {
            Assert.Equal("Degraded", await http.GetStringAsync(new Uri($"http://127.0.0.1:{gateway.HttpPort}/health/ready")));
        }

        Assert.Single(gateway.Log, line => line.Contains("cellar", StringComparison.Ordinal) && line.Contains("line", StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Log, line => line.Contains("Health check", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_dead_bus()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        using var data = new TemporaryFolder();
        await StoreAsync(data, SimulatedBus.Create(5, 30, TimeProvider.System, BaudRate), "cellar");
        var gateway = await RunningGateway.StartAsync(
            data, $"Gateway:Buses:cellar:Address=tcp://{mute.LocalEndpoint}", "Gateway:Buses:cellar:BaudRate=300", "Gateway:Buses:cellar:ExtraTimeout=00:00:30");
        using var socket = await mute.AcceptSocketAsync().InTimeAsync();
        Assert.True(await socket.ReceiveAsync(new byte[8]).InTimeAsync() > 0);

        var log = await gateway.StopAsync().InTimeAsync();

        Assert.DoesNotContain(log, line => line.Contains(" ERR ", StringComparison.Ordinal));
    }

    private static SimulatedBusListener Listen(SimulatedBus bus) => SimulatedBusListener.Start(bus, new IPEndPoint(IPAddress.Loopback, 0), BaudRate, TimeProvider.System);

    private static string[] Settings(string bus, int port) =>
    [
        $"Gateway:Buses:{bus}:Address=tcp://127.0.0.1:{port}",
        $"Gateway:Buses:{bus}:BaudRate={BaudRate}",
        $"Gateway:Buses:{bus}:ExtraTimeout=00:00:00.05",
    ];

    /// <summary>Enters the meters as an installer does, before the service starts.</summary>
    private static async Task StoreAsync(TemporaryFolder data, SimulatedBus bus, string name)
    {
        await using var database = Metering.Storage.SqliteDatabase.Open(data.File("gateway.db"));
        var meters = new Metering.Storage.SqliteMeterStore(database);
        foreach (var meter in bus.Meters)
        {
            await meters.AddAsync(new Meter
            {
                Bus = name,
                PrimaryAddress = meter.PrimaryAddress,
                Identity = meter.Address,
                BaudRate = BaudRate,
            });
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
