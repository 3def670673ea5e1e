using System.Globalization;
using MBus.LevelConverter;
using MBus.Master;
using Testing;

namespace Benchmarks;

/// <summary>
/// 500 meters by secondary address at 2400 baud, telegrams of 87 bytes, 50 ms to begin an answer, on a clock that moves only while the
/// master waits: how many minutes one cycle takes, beside what the bytes and the meters need.
/// </summary>
internal static class LargeBusBenchmark
{
    private const int Seed = 1;
    private const int Meters = 500;
    private const int BaudRate = 2400;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync()
    {
        Console.WriteLine($"{"way to the bus",-16} {"meters",7} {"limit min",10} {"elapsed min",12} {"limit/elapsed",14}");
        foreach (var (name, timing) in new[] { ("serial port", BusTiming.Serial(BaudRate)), ("TCP", BusTiming.Tcp(BaudRate)) })
        {
            var clock = new WireClock();
            var bus = new SyntheticBus(clock, timing, Seed, [.. Enumerable.Range(0, Meters).Select(number => new SyntheticMeter(number, Delay, isDead: false))]);
            var master = new BusMaster(bus, clock);
            var limit = TimeSpan.Zero;
            foreach (var meter in bus.Meters)
            {
                limit += (await master.ReadAsync(meter.Address)).IsComplete ? bus.IdealTime(meter) : throw new InvalidOperationException("A meter was not read.");
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-16} {Meters,7} {limit.TotalMinutes,10:N3} {clock.Now.TotalMinutes,12:N3} {limit / clock.Now,14:N4}"));
        }
    }
}
