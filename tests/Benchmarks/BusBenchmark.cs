using System.Diagnostics;
using System.Globalization;
using System.Net;
using MBus.LevelConverter;
using MBus.Master;
using Simulation;
using Testing;

namespace Benchmarks;

/// <summary>
/// The time to read all meters of a clean bus by secondary address, beside the time that the bytes need on the wire. First on a clock
/// that moves only while the master waits; then in real time over TCP, the master alone and with the service's worker and store.
/// </summary>
internal static class BusBenchmark
{
    private const int Seed = 1;
    private const int Meters = 12;

    /// <summary>At 300 Bd twelve meters take 72 s a round; two tell as much.</summary>
    private const int MetersAt300 = 2;

    /// <summary>The shortest pause that a slave makes before it answers (EN 13757-2).</summary>
    private const int ResponseBits = 11;

    private static readonly int[] VirtualRates = [300, 2400, 9600, 38400];
    private static readonly int[] DefaultRates = [2400, 9600];

    public static async Task RunAsync(string[] options)
    {
        PrintHead("on a virtual clock");
        foreach (var rate in VirtualRates)
        {
            await ReadOnVirtualClockAsync(BusTiming.Tcp(rate));
        }

        PrintHead("in real time, over TCP");
        foreach (var rate in options is [] ? DefaultRates : options.Select(option => int.Parse(option, CultureInfo.InvariantCulture)))
        {
            await ReadInRealTimeAsync(BusTiming.Tcp(rate));
        }
    }

    private static async Task ReadOnVirtualClockAsync(BusTiming timing)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var (bus, meters) = Install(clock, timing);
        await using var line = new VirtualLine(bus, clock) { Timing = timing };
        var master = new BusMaster(line, clock);
        var ideal = await clock.Play(() => ReadAsync(master, meters));
        Print("BusMaster", timing, meters.Count, [clock.GetUtcNow() - DateTimeOffset.UnixEpoch], ideal);
    }

    private static async Task ReadInRealTimeAsync(BusTiming timing)
    {
        var (bus, meters) = Install(TimeProvider.System, timing);
        using var port = new PacedPort(new BusWire(bus), timing.BaudRate);
        var (workersBus, _) = Install(TimeProvider.System, timing);
        using var workersPort = new PacedPort(new BusWire(workersBus), timing.BaudRate);
        await using var converter = Connect(port, timing);
        await using var service = await ReadingService.StartAsync(Connect(workersPort, timing), meters);
        var master = new BusMaster(converter, TimeProvider.System);
        var (alone, stored) = (new List<TimeSpan>(), new List<TimeSpan>());
        var ideal = TimeSpan.Zero;
        for (var round = -1; round < Measurement.Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            ideal = await ReadAsync(master, meters);
            alone.Add(watch.Elapsed);
            watch.Restart();
            await service.ReadAsync();
            stored.Add(watch.Elapsed);
        }

        Print("BusMaster", timing, meters.Count, alone[1..], ideal);
        Print("BusWorker, readouts stored", timing, meters.Count, stored[1..], ideal);
    }

    private static (SimulatedBus Bus, IReadOnlyList<SecondaryAddress> Meters) Install(TimeProvider time, BusTiming timing)
    {
        var bus = SimulatedBus.Create(Seed, timing.BaudRate == 300 ? MetersAt300 : Meters, time, timing.BaudRate);
        foreach (var meter in bus.Meters)
        {
            meter.ResponseBits = ResponseBits;
        }

        return (bus, [.. bus.Meters.Where(meter => meter.HasSecondaryAddress).Select(meter => meter.Address)]);
    }

    private static TcpLevelConverter Connect(PacedPort port, BusTiming timing) =>
        new(IPAddress.Loopback.ToString(), port.Number, timing, TimeProvider.System);

    /// <summary>Reads all meters.</summary>
    /// <returns>How long it had to take.</returns>
    private static async Task<TimeSpan> ReadAsync(BusMaster master, IReadOnlyList<SecondaryAddress> meters)
    {
        var ideal = TimeSpan.Zero;
        foreach (var meter in meters)
        {
            var result = await master.ReadAsync(meter);
            ideal += result.IsComplete
                ? IdealTime(master.Converter.Timing, [.. result.Telegrams.Select(telegram => telegram.Bytes.Length)])
                : throw new InvalidOperationException($"{meter}: {result.Fault}");
        }

        return ideal;
    }

    /// <summary>How long a readout by secondary address takes when nobody waits longer than the standard makes him.</summary>
    /// <param name="timing">The baud rate.</param>
    /// <param name="telegrams">The lengths of the meter's telegrams.</param>
    private static TimeSpan IdealTime(BusTiming timing, IReadOnlyCollection<int> telegrams)
    {
        const int Selection = 17;
        const int Confirmation = 1;
        const int Request = 5;
        return timing.WireTime(Selection + Confirmation + telegrams.Sum(telegram => Request + telegram)) + (timing.BitTimes(ResponseBits) * (1 + telegrams.Count));
    }

    private static void PrintHead(string name) => Print([name, "Bd", "meters", "ideal s", "elapsed s", "range", "ideal/elapsed", "range"]);

    private static void Print(string name, BusTiming timing, int meters, List<TimeSpan> elapsed, TimeSpan ideal)
    {
        List<double> seconds = [.. elapsed.Select(time => time.TotalSeconds)];
        List<double> ratios = [.. elapsed.Select(time => ideal / time)];
        Print(
        [
            name,
            timing.BaudRate.ToString(CultureInfo.InvariantCulture),
            meters.ToString(CultureInfo.InvariantCulture),
            ideal.TotalSeconds.ToString("N3", CultureInfo.InvariantCulture),
            Measurement.Median(seconds, "N3"),
            Measurement.Range(seconds, "N3"),
            Measurement.Median(ratios, "N4"),
            Measurement.Range(ratios, "N4"),
        ]);
    }

    private static void Print(string[] cells) =>
        Console.WriteLine($"{cells[0],-28} {cells[1],6} {cells[2],7} {cells[3],8} {cells[4],10} {cells[5],16} {cells[6],14} {cells[7],15}");
}
