using System.Globalization;
using MBus.LevelConverter;
using Testing;

namespace Benchmarks;

/// <summary>
/// 500 meters by secondary address at 2400 baud, telegrams of 87 bytes, 50 ms to begin an answer, on a clock that moves only while the bus
/// is waited for: how many minutes one cycle takes, beside what the bytes and the meters need. By a master alone and by the service's worker.
/// </summary>
internal static class LargeBusBenchmark
{
    private const int Seed = 1;
    private const int Meters = 500;
    private const int BaudRate = 2400;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync()
    {
        Console.WriteLine($"{"way to the bus",-16} {"read by",8} {"meters",7} {"limit min",10} {"elapsed min",12} {"limit/elapsed",14}");
        foreach (var (name, timing) in new[] { ("serial port", BusTiming.Serial(BaudRate)), ("TCP", BusTiming.Tcp(BaudRate)) })
        {
            await RunAsync(name, "master", timing, SyntheticRun.ByMasterAsync);
            await RunAsync(name, "worker", timing, (bus, clock, cycles) => Task.FromResult(SyntheticRun.ByWorker(bus, clock, cycles)));
        }
    }

    private static async Task RunAsync(
        string name, string reader, BusTiming timing, Func<SyntheticBus, ManualTimeProvider, int, Task<(TimeSpan Elapsed, int Read)>> read)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var bus = new SyntheticBus(clock, timing, Seed, [.. Enumerable.Range(0, Meters).Select(number => new SyntheticMeter(number, Delay, isDead: false))]);
        var (elapsed, complete) = await read(bus, clock, 1);
        var limit = bus.Meters.Aggregate(TimeSpan.Zero, (sum, meter) => sum + bus.IdealTime(meter));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-16} {reader,8} {complete,7} {limit.TotalMinutes,10:N3} {elapsed.TotalMinutes,12:N3} {limit / elapsed,14:N4}"));
    }
}
