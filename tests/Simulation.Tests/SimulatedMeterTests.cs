using System.Globalization;
using MBus.Application;
using MBus.Link;
using Simulation.Meters;

namespace Simulation.Tests;

public sealed class SimulatedMeterTests
{
    private static readonly DateTime Now = new(2026, 2, 3, 10, 20, 30);

    public static TheoryData<string> Names => [.. MeterTypes.All.Select(type => type.Name)];

    [Fact]
    public void There_are_eight_makes_and_six_media()
    {
        Assert.True(MeterTypes.All.Select(type => type.Manufacturer).Distinct().Count() >= 8);
        Assert.True(MeterTypes.All.Select(type => type.Medium).Distinct().Count() >= 6);
        Assert.True(SimulatedBus.Create(1, 8).Meters.Select(meter => meter.Address.Medium).Distinct().Count() >= 6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_telegram_is_read_without_a_fault(string name)
    {
        var meter = Meter(name);
        for (var number = 0; number < meter.TelegramCount(onlyInstantaneous: false); number++)
        {
            var telegram = Telegram.Decode(meter.Telegram(number, onlyInstantaneous: false, Now), meter.Key.Span);
            Assert.Equal(LinkError.None, telegram.LinkError);
            Assert.NotEmpty(Values(telegram));
            Assert.Equal(number < meter.TelegramCount(onlyInstantaneous: false) - 1, MoreFollow(telegram));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Counters_never_run_backwards_and_yesterdays_telegram_can_be_made_again(string name)
    {
        var before = Meter(name);
        var after = Meter(name);
        for (var day = 0; day < 40; day++)
        {
            var first = Telegram.Decode(before.Telegram(0, onlyInstantaneous: false, Now.AddDays(day)), before.Key.Span);
            var again = Telegram.Decode(after.Telegram(0, onlyInstantaneous: false, Now.AddDays(day)), after.Key.Span);
            var later = Telegram.Decode(after.Telegram(0, onlyInstantaneous: false, Now.AddDays(day + 1)), after.Key.Span);
            Assert.Equal(Values(first), Values(again));
            foreach (var (key, value) in Counters(first))
            {
                Assert.True(Counters(later)[key] >= value, $"{name} {key} on day {day}");
            }
        }
    }

    [Fact]
    public void A_stored_value_is_what_the_counter_showed_then()
    {
        var type = "Kamstrup Multical 403";
        var thisMonth = Telegram.Decode(Meter(type).Telegram(0, onlyInstantaneous: false, Now));
        var start = Telegram.Decode(Meter(type).Telegram(0, onlyInstantaneous: false, new DateTime(2026, 2, 1)));
        Assert.Equal(Value(start, "0406"), Value(thisMonth, "4406"));
        Assert.Equal("2026-02-01", Value(thisMonth, "426C"));
    }

    [Fact]
    public void An_application_reset_to_instantaneous_values_leaves_out_what_is_stored()
    {
        var telegram = Telegram.Decode(Meter("Kamstrup Multical 403").Telegram(0, onlyInstantaneous: true, Now));
        Assert.NotEmpty(Values(telegram));
        foreach (var record in telegram.Records)
        {
            Assert.Equal(DataFunction.Instantaneous, record.Dib.Function);
            Assert.Equal(0UL, record.Dib.Storage);
        }
    }

    [Fact]
    public void The_fixed_structure_has_two_counters()
    {
        var telegram = Telegram.Decode(Meter("Schlumberger Cyble").Telegram(0, onlyInstantaneous: false, Now));
        Assert.Equal(TelegramKind.Fixed, telegram.Kind);
        Assert.Equal(2, Values(telegram).Count);
    }

    [Fact]
    public void An_encrypted_meter_is_read_with_the_well_known_key_only()
    {
        var frame = Meter("Diehl Hydrus").Telegram(0, onlyInstantaneous: false, Now);
        Assert.Empty(Values(Telegram.Decode(frame)));
        Assert.NotEmpty(Values(Telegram.Decode(frame, SimulatedMeter.WellKnownKey.Span)));
    }

    [Fact]
    public void Every_name_says_that_it_is_simulated() =>
        Assert.All(SimulatedBus.Create(1, 40).Meters, meter => Assert.StartsWith("SIMULATED ", meter.Name, StringComparison.Ordinal));

    [Fact]
    public void Text_records_for_maker_or_customer_say_that_it_is_simulated()
    {
        Assert.Equal("SIMULATED", Value(Telegram.Decode(Meter("Itron Cyble").Telegram(0, onlyInstantaneous: false, Now)), "0DFD11"));
        Assert.Equal("SIMULATED", Value(Telegram.Decode(Meter("Schneider iEM3255").Telegram(0, onlyInstantaneous: false, Now)), "0DFD0A"));
    }

    private static SimulatedMeter Meter(string type) =>
        new(MeterTypes.All.Single(meter => meter.Name == type), 0x12345678, new PrimaryAddress(5), seed: 7);

    private static List<string> Values(Telegram telegram)
    {
        List<string> values = [];
        var records = telegram.Records;
        while (records.MoveNext())
        {
            values.Add($"{Convert.ToHexString(records.Current.Bytes.Span[..records.Current.KeyLength])} {records.Current.ValueText}");
        }

        Assert.True(records.Error.Code is TelegramErrorCode.None or TelegramErrorCode.Encrypted, $"{records.Error}");
        return values;
    }

    private static string? Value(Telegram telegram, string key) =>
        Values(telegram).Single(value => value.StartsWith(key + " ", StringComparison.Ordinal))[(key.Length + 1)..];

    private static Dictionary<string, decimal> Counters(Telegram telegram)
    {
        Dictionary<string, decimal> counters = [];
        foreach (var record in telegram.Records)
        {
            if (record.Vib.Quantity is "energy" or "volume" && record.Dib.Storage == 0)
            {
                var key = telegram.Kind == TelegramKind.Fixed ? "first counter" : Convert.ToHexString(record.Bytes.Span[..record.KeyLength]);
                counters.Add(key, decimal.Parse(record.ValueText!, CultureInfo.InvariantCulture));
            }
        }

        return counters;
    }

    private static bool MoreFollow(Telegram telegram)
    {
        var records = telegram.Records;
        while (records.MoveNext())
        {
            // The end says it.
        }

        return records.MoreTelegramsFollow;
    }
}
