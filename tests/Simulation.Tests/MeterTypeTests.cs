using MBus.Application;
using Simulation.Meters;
using Testing;

namespace Simulation.Tests;

public sealed class MeterTypeTests
{
    private const int Seed = 7;

    private static readonly int Count = Stairwell.FirstSpecimen + MeterTypes.Specimens.Count;

    public static TheoryData<string> Types => [.. MeterTypes.All.Concat(MeterTypes.Specimens).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Telegrams_decode_without_error_now_and_ten_years_later(string type)
    {
        foreach (var years in new[] { 0, 10 })
        {
            var (meter, transcript) = MeterOf(type, Transcript.Now.AddYears(years));
            foreach (var bytes in transcript.Read(meter))
            {
                var telegram = Telegram.Decode(bytes, meter.Key.Span);
                var records = telegram.Records;
                var values = new List<string>();
                while (records.MoveNext())
                {
                    var record = records.Current;
                    values.Add($"{Convert.ToHexString(record.Bytes.Span)} {record.Vib.Description} {record.ValueText} {record.Vib.Unit}");
                }

                Assert.Equal(TelegramErrorCode.None, records.Error.Code);
                Assert.NotEmpty(values);
                TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", values));
            }
        }
    }

    private static (SimulatedMeter Meter, Transcript Transcript) MeterOf(string type, DateTimeOffset now, int seed = Seed)
    {
        var bus = SimulatedBus.Create(seed, Count, new ManualTimeProvider(now));
        return (bus.Meters.First(meter => meter.TypeName == type), new Transcript(bus));
    }
}
