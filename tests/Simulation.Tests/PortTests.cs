using System.Net;
using MBus.LevelConverter;
using MBus.Master;

namespace Simulation.Tests;

public sealed class PortTests
{
    private const int Deadline = 60_000;

    // Silence is waited for in real time here, so it is short.
    private static readonly BusTiming Short = new() { BaudRate = 38400, ExtraResponseTime = TimeSpan.Zero };

    [Fact(Timeout = Deadline)]
    public async Task The_bus_is_read_and_searched_over_TCP()
    {
        var bus = FastBus(20);
        await using var port = new SimulatedTcpBus(bus, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System) { BaudRate = 38400 };
        await using var converter = new TcpLevelConverter("127.0.0.1", port.EndPoint.Port, Short, TimeProvider.System);
        await ReadAndSearchAsync(bus, converter);
    }

    [Fact(Timeout = Deadline)]
    public async Task Paced_bytes_arrive_over_TCP()
    {
        var bus = FastBus(1);
        await using var port = new SimulatedTcpBus(bus, new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System) { BaudRate = 38400, Paced = true };
        await using var converter = new TcpLevelConverter("127.0.0.1", port.EndPoint.Port, BusTiming.Tcp(38400), TimeProvider.System);
        Assert.True((await new BusMaster(converter, TimeProvider.System).ReadAsync(bus.Meters[0].Address)).IsComplete);
    }

    [Fact(Timeout = Deadline)]
    public async Task The_bus_is_read_and_searched_at_a_serial_port()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are used on Linux only.");
        var link = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var bus = FastBus(20);
        await using (var port = new SimulatedSerialBus(bus, link, TimeProvider.System))
        {
            Assert.Equal(link, port.Path);
            await using var converter = new SerialLevelConverter(link, Short);
            await ReadAndSearchAsync(bus, converter);
        }

        Assert.False(Path.Exists(link));
    }

    [Fact(Timeout = Deadline)]
    public async Task Meters_of_another_baud_rate_keep_silent_at_a_serial_port()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are used on Linux only.");
        var bus = FastBus(2);
        bus.Meters[1].BaudRate = 9600;
        await using var port = new SimulatedSerialBus(bus, link: null, TimeProvider.System);
        await using var converter = new SerialLevelConverter(port.Path, Short);
        var master = new BusMaster(converter, TimeProvider.System);
        Assert.Equal(ReadoutFault.NoAnswer, (await master.ReadAsync(bus.Meters[1].Address)).Fault);
        converter.Timing = Short with { BaudRate = 9600 };
        Assert.True((await master.ReadAsync(bus.Meters[1].Address)).IsComplete);
    }

    private static SimulatedBus FastBus(int meters)
    {
        var bus = SimulatedBus.Create(1, meters);
        foreach (var meter in bus.Meters)
        {
            meter.BaudRate = 38400;
        }

        return bus;
    }

    private static async Task ReadAndSearchAsync(SimulatedBus bus, ILevelConverter converter)
    {
        var master = new BusMaster(converter, TimeProvider.System);
        foreach (var meter in bus.Meters)
        {
            Assert.True((await master.ReadAsync(meter.Address, new() { Key = meter.Key })).IsComplete, meter.Name);
        }

        var options = new SecondarySearchOptions { ExpectedMeters = 2 };
        var steps = await new SecondarySearch(master, options).RunAsync().ToListAsync();
        Assert.Equal(2, steps.Count(step => step.Finding == SearchFinding.Meter));
    }
}
