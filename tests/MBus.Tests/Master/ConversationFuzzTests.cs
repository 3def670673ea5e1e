using MBus.Application;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Testing;

namespace MBus.Tests.Master;

/// <summary>
/// Meters are read over lines on which everything goes wrong. What holds on each of them: no telegram of one meter is taken as another's,
/// no reading sends or waits without bound, and nothing is thrown but what the line itself throws.
/// </summary>
public sealed class ConversationFuzzTests
{
    private const int ReadingsPerLine = 50;
    private const int TelegramLimit = 4;

    // Two rounds of SND_NKE, selection, application reset, three selections and requests a telegram, and one with the other bit.
    private const int MostMessages = 2 * (3 + (TelegramLimit * 3 * 2) + 1);

    private static readonly TimeSpan SlowestAnswer = TimeSpan.FromSeconds(2.5);

    [Theory]
    [InlineData(true, "two with one identification, and one that answers from address 0")]
    [InlineData(false, "some that do not say who they are")]
    public async Task No_conversation_however_disturbed_gives_a_meter_the_telegram_of_another(bool named, string what)
    {
        var (taken, complete) = (0, 0);
        for (var line = Rounds.Of(quick: 2_500, ci: 500_000, full: 2_500_000) / ReadingsPerLine; line > 0; line--)
        {
            var random = new Random(line);
            var clock = new WireClock();
            FuzzedMeter[] meters = named ? Named() : Nameless();
            var bus = new FuzzedLine(clock, random, meters);
            var master = new BusMaster(bus, clock);
            var habits = new MeterHabits[meters.Length];
            Array.Fill(habits, MeterHabits.Unknown);
            for (var reading = 0; reading < ReadingsPerLine; reading++)
            {
                var meter = meters[random.Next(meters.Length)];
                var options = Options(random, meter, habits[meter.Number]);
                if (await ReadAsync(master, bus, clock, meter, options, random) is not { } result)
                {
                    continue;
                }

                habits[meter.Number] = result.Habits;
                taken += result.Telegrams.Count;
                complete += result.IsComplete ? 1 : 0;
                Assert.True(!(result.Habits.FirstByteTime > TimeSpan.FromSeconds(10)), "No meter is waited for longer.");
                Assert.All(result.Telegrams, telegram => CheckOwner(telegram, meter, meters, $"{what}, line {line}, reading {reading}"));
                Assert.True(result.Stranger is not { } stranger || stranger != meter.Says, "A meter is no stranger to itself.");
            }
        }

        Assert.True(taken > complete && complete > 0, $"{taken} telegrams of {complete} complete readings.");
    }

    private static FuzzedMeter[] Named() =>
    [
        new(0, primary: 1, answersAs: 1, SecondaryAddress.Parse("1234567874520104"), TelegramHeaderKind.Long, telegrams: 1),
        new(1, primary: 2, answersAs: 2, SecondaryAddress.Parse("876543212D2C3404"), TelegramHeaderKind.Long, telegrams: 3),
        new(2, primary: 3, answersAs: 3, SecondaryAddress.Parse("123456782D2C3404"), TelegramHeaderKind.Long, telegrams: 2),
        new(3, primary: 4, answersAs: 0, SecondaryAddress.Parse("1234567074520104"), TelegramHeaderKind.Long, telegrams: 1),
        new(4, primary: 5, answersAs: 5, SecondaryAddress.Parse("0000123474520107"), TelegramHeaderKind.Fixed, telegrams: 1),
    ];

    private static FuzzedMeter[] Nameless() =>
    [
        new(0, primary: 1, answersAs: 1, SecondaryAddress.Parse("1234567874520104"), TelegramHeaderKind.Long, telegrams: 2),
        new(1, primary: 2, answersAs: 2, SecondaryAddress.Parse("876543212D2C3404"), TelegramHeaderKind.Long, telegrams: 1),
        new(2, primary: 3, answersAs: 3, SecondaryAddress.Parse("000000032D2C3404"), TelegramHeaderKind.None, telegrams: 1),
        new(3, primary: 4, answersAs: 4, SecondaryAddress.Parse("000000042D2C3404"), TelegramHeaderKind.Short, telegrams: 2),
        new(4, primary: 5, answersAs: 5, SecondaryAddress.Parse("0000000574520107"), TelegramHeaderKind.None, telegrams: 3),
    ];

    private static ReadoutOptions Options(Random random, FuzzedMeter meter, MeterHabits habits) => new()
    {
        Identity = meter.Says,
        Habits = habits,
        TelegramLimit = TelegramLimit,
        Effort = random.Next(8) == 0 ? ReadoutEffort.Probe : ReadoutEffort.Full,
        ApplicationReset = random.Next(16) == 0 ? (byte)0x50 : null,
        ExtraResponseTime = random.Next(16) == 0 ? TimeSpan.FromMilliseconds(random.Next(1_000)) : null,
        FirstFrameCountBit = random.Next(16) == 0 ? random.Next(2) == 0 : null,
    };

    /// <summary>One reading within its bounds; null when the line failed.</summary>
    private static async Task<ReadoutResult?> ReadAsync(
        BusMaster master, FuzzedLine line, WireClock clock, FuzzedMeter meter, ReadoutOptions options, Random random)
    {
        clock.Now += TimeSpan.FromMilliseconds(random.Next(4) == 0 ? random.Next(5_000) : 1);
        var start = clock.Now;
        line.Sent = 0;
        try
        {
            var reading = meter.HasSecondaryAddress && random.Next(2) == 0
                ? master.ReadAsync(meter.Identity, options)
                : master.ReadAsync(meter.Primary, options);
            Assert.True(reading.IsCompleted, "It waits for something that is not the line.");
            return await reading;
        }
        catch (LevelConverterException)
        {
            return null;
        }
        finally
        {
            Assert.InRange(line.Sent, 0, MostMessages);
            Assert.InRange(clock.Now - start, TimeSpan.Zero, LongestReading(line.Timing, options, line.Sent));
        }
    }

    /// <summary>
    /// Each message waits for its answer, for a longest frame and a gap, and for silence after it; between two rounds is a longer silence.
    /// </summary>
    private static TimeSpan LongestReading(BusTiming timing, ReadoutOptions options, int messages)
    {
        var standard = timing.ResponseTime - timing.ExtraResponseTime;
        var seen = 1.5 * (options.Habits.FirstByteTime ?? TimeSpan.Zero);
        var extra = SlowestAnswer > seen ? SlowestAnswer : seen;
        var frame = timing.WireTime(LinkFrame.MaximumLength);
        var message = frame + standard + extra + frame + timing.CharacterGap + (2 * frame) + timing.IdleTime;
        return (messages * message) + SlowestAnswer + (2 * frame);
    }

    /// <summary>A telegram is the meter's own, or one that nobody sent: damaged, its checksum right by chance, and it names no other.</summary>
    private static void CheckOwner(LinkFrame telegram, FuzzedMeter meter, FuzzedMeter[] meters, string where)
    {
        var bytes = telegram.Bytes.Span;
        if (meter.HasSent(bytes))
        {
            return;
        }

        foreach (var other in meters)
        {
            Assert.False(other.HasSent(bytes), $"{where}: meter {meter.Number} got a telegram of {other.Number}.");
        }

        Assert.Equal(LinkError.None, LinkFrame.TryParse(telegram.Bytes, out _));
        Assert.True(meter.Says is not { } identity || AnswerIdentity.Fits(telegram, SecondaryAddress.Any with { Identification = identity.Identification }), where);
    }
}
