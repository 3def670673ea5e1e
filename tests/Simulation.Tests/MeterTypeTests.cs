using MBus.Application;
using MBus.Link;
using Simulation.Meters;
using Simulation.Values;
using Testing;
using static Simulation.Tests.TestMaster;

namespace Simulation.Tests;

public sealed class MeterTypeTests
{
    private static readonly string[] Accumulators =
        ["energy", "volume", "hca", "on-time", "op-time", "reactive-energy", "manufacturer-specific-ff-07", "manufacturer-specific-ff-08"];

    public static TheoryData<string> Types => [.. MeterTypes.All.Concat(MeterTypes.Specimens).Select(type => type.Name)];

    [Fact]
    public void There_are_the_media_that_the_shipped_mappings_know()
    {
        byte[] shipped = [0x00, 0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x0A, 0x0B, 0x0C, 0x0D, 0x13, 0x15, 0x16, 0x1B];
        Assert.Equal(shipped, MeterTypes.All.Select(type => type.Medium).Distinct().Order());
        Assert.True(MeterTypes.All.Select(type => type.Make).Distinct().Count() >= 8);
        Assert.Distinct(MeterTypes.All.Concat(MeterTypes.Specimens).Select(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Telegrams_decode_without_error_from_before_the_first_day_to_a_century_later(string type)
    {
        foreach (var year in new[] { 1999, 2018, 2026, 2036, 2126 })
        {
            var site = new Site(type, new DateTimeOffset(year, 2, 28, 23, 59, 59, TimeSpan.Zero));
            foreach (var telegram in site.Read())
            {
                Assert.Equal(LinkError.None, telegram.LinkError);
                var records = telegram.Records;
                var count = 0;
                while (records.MoveNext())
                {
                    count++;
                    Assert.False(records.Current.Vib.Kind == VifKind.Reserved, records.Current.Vib.ToHex());
                }

                Assert.Equal(TelegramErrorCode.None, records.Error.Code);
                Assert.True(count >= 2);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Accumulators_never_fall(string type)
    {
        var random = new Random(1);
        var site = new Site(type, Now);
        var rounds = Rounds.Of(quick: 15, ci: 300, full: 10_000);
        for (var round = 0; round < rounds; round++)
        {
            var earlier = new DateTimeOffset(2017, 6, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.NextInt64(12 * 31_557_600L));
            var later = earlier.AddSeconds(random.NextInt64(1, random.Next(3) switch { 0 => 60, 1 => 100_000, _ => 100_000_000 }));
            var (before, after) = (site.Accumulators(earlier), site.Accumulators(later));
            Assert.Equal(before.Keys, after.Keys);
            Assert.All(before, one => Assert.True(one.Value <= after[one.Key], $"{one.Key} from {earlier:s} to {later:s}"));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_year_consumes_something(string type)
    {
        var site = new Site(type, Now);
        var (before, after) = (site.Accumulators(Now), site.Accumulators(Now.AddYears(1)));
        Assert.True(before.Count == 0 || before.Any(one => one.Value < after[one.Key]));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_same_seed_gives_the_same_bytes_and_another_one_others(string type)
    {
        var bytes = new Site(type, Now).Bytes();
        Assert.Equal(bytes, new Site(type, Now).Bytes());
        Assert.NotEqual(bytes, new Site(type, Now, seed: 8).Bytes());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Maxima_of_the_period_are_not_below_the_actual_values(string type)
    {
        var random = new Random(2);
        var site = new Site(type, Now);
        var rounds = Rounds.Of(quick: 6, ci: 50, full: 1000);
        for (var round = 0; round < rounds; round++)
        {
            site.Clock.Set(Now.AddHours(random.Next(5 * 8766)));
            var records = site.Read().SelectMany(telegram => telegram.Records.ToList()).Where(record => record.Dib.Storage == 0).ToList();
            foreach (var maximum in records.Where(record => record.Dib.Function == DataFunction.Maximum && record.Value.IsNumber))
            {
                var actual = records.Where(record => record.Dib.Function == DataFunction.Instantaneous && record.Vib.ToHex() == maximum.Vib.ToHex());
                Assert.All(actual, record => Assert.True(record.Value.Number <= maximum.Value.Number));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Storage_1_is_what_the_counter_showed_at_the_set_date(string type)
    {
        var site = new Site(type, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var records = site.Read().SelectMany(telegram => telegram.Records.ToList()).Where(record => record.Value.IsNumber).ToList();
        foreach (var stored in records.Where(record => record.Dib is { Storage: 1, Function: DataFunction.Instantaneous }))
        {
            if (Accumulators.Contains(stored.Vib.Quantity) && stored.Vib.Quantity != "on-time")
            {
                var now = records.First(record => record.Dib.Storage == 0 && record.Dib.Function == DataFunction.Instantaneous && record.Dib.Subunit == stored.Dib.Subunit
                    && record.Dib.Tariff == stored.Dib.Tariff && record.Vib.ToHex() == stored.Vib.ToHex());
                Assert.Equal(now.Value.Number, stored.Value.Number);
            }
        }
    }

    [Fact]
    public void The_encrypted_meter_opens_with_its_key_only()
    {
        var site = new Site("HYDRUS", Now);
        var frame = Convert.FromHexString(site.Bytes()[0]);
        Assert.Equal("SIMULATED KEY 01"u8.ToArray(), site.Meter.Key.ToArray());
        Assert.Equal(TelegramErrorCode.Encrypted, Telegram.Decode(frame).Records.Error.Code);
        Assert.Equal("volume", Telegram.Decode(frame, site.Meter.Key.Span).Records.ToList()[0].Vib.Quantity);
    }

    [Fact]
    public void Texts_say_that_the_meter_is_simulated()
    {
        foreach (var type in new[] { "Cyble M-Bus 1.4", "iEM3135", "WP-Dynamic HRI" })
        {
            Assert.Contains(new Site(type, Now).Read()[0].Records.ToList(), record => record.ValueText == "SIMULATED");
        }
    }

    [Fact]
    public void A_phase_that_is_not_connected_is_not_a_number()
    {
        var records = new Site("iEM3135", Now).Read()[0].Records.ToList();
        Assert.Equal(4, records.Count(record => record.Value.Flags.HasFlag(ValueFlags.NotANumber)));
    }

    [Fact]
    public void Status_is_mostly_zero_and_sometimes_power_low_or_a_temporary_error()
    {
        var counts = new Dictionary<byte, int>();
        for (var number = 0; number < 60; number++)
        {
            for (var hour = 0; hour < 1000; hour++)
            {
                var status = new MeterInstant(new Seed(1).Part(number), 0, Now.UtcDateTime.AddHours(hour)).Status;
                counts[status] = counts.GetValueOrDefault(status) + 1;
            }
        }

        Assert.Equal<byte>([0x00, 0x04, 0x10, 0x14], counts.Keys.Order());
        Assert.True(counts[0] > counts.Values.Sum() * 3 / 4);
    }

    [Fact]
    public void An_error_in_the_status_is_also_an_alarm()
    {
        var clock = new ManualTimeProvider(Now);
        var bus = SimulatedBus.Create(seed: 7, meters: 20, clock);
        var master = new TestMaster(bus);
        var alarms = 0;
        for (var hours = 0; hours < 48; hours++, clock.Advance(TimeSpan.FromHours(1)))
        {
            foreach (var meter in bus.Meters)
            {
                var alarm = master.Short(0x7A, meter.PrimaryAddress.Value);
                if (alarm != Ack)
                {
                    var telegram = Telegram.Decode(Hex.Bytes(alarm));
                    Assert.Equal(TelegramKind.Alarm, telegram.Kind);
                    Assert.Equal(Telegram.Decode(master.Read(meter)[0]).Header.Status, Assert.Single(telegram.Data.ToArray()));
                    alarms++;
                }
            }
        }

        Assert.InRange(alarms, 1, 200);
    }

    /// <summary>A bus on which the meter of one type is asked.</summary>
    private sealed class Site
    {
        private readonly TestMaster _master;

        public Site(string type, DateTimeOffset now, int seed = 7)
        {
            Clock = new ManualTimeProvider(now);
            var bus = SimulatedBus.Create(seed, Stairwell.FirstSpecimen + MeterTypes.Specimens.Count, Clock);
            Meter = bus.Meters.First(meter => meter.TypeName == type);
            _master = new TestMaster(bus);
        }

        public ManualTimeProvider Clock { get; }

        public SimulatedMeter Meter { get; }

        public List<string> Bytes() => [.. _master.Read(Meter).Select(Convert.ToHexString)];

        public List<Telegram> Read() => [.. _master.Read(Meter).Select(bytes => Telegram.Decode(bytes, Meter.Key.Span))];

        /// <summary>What only grows, by its key and place.</summary>
        public SortedDictionary<string, Int128> Accumulators(DateTimeOffset at)
        {
            Clock.Set(at);
            var numbers = new SortedDictionary<string, Int128>(StringComparer.Ordinal);
            foreach (var (number, telegram) in Read().Index())
            {
                foreach (var record in telegram.Records.ToList())
                {
                    if (MeterTypeTests.Accumulators.Contains(record.Vib.Quantity) && record.Dib.Function == DataFunction.Instantaneous && record.Value.IsNumber)
                    {
                        var place = $"{number} {record.Offset} {record.Dib.Storage} {record.Vib.ToHex()}";
                        numbers.Add(place, record.Value.Number);
                    }
                }
            }

            return numbers;
        }
    }
}
