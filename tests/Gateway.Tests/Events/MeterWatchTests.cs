using Gateway.Events;
using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Application;
using MBus.Master;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests.Events;

/// <summary>What a meter does wrong from one readout to the next.</summary>
public sealed class MeterWatchTests
{
    private const string Volume = "0C 13 00 10 00 00";
    private static readonly SecondaryAddress Other = SecondaryAddress.Parse("999999999615" + "0107");

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryStateStore _state = new();
    private readonly InMemoryReadoutStore _readouts = new();
    private readonly RecordingEventLog _events = new();
    private readonly MeterKeys _keys;
    private MeterWatch _watch = null!;
    private Meter _meter = new() { Bus = "cellar", Id = new MeterId(1), Identity = MappingText.Water };

    public MeterWatchTests()
    {
        _keys = new MeterKeys("no meter here has a key", _events);
        Restart();
    }

    [Fact]
    public async Task A_status_byte_is_told_when_the_first_is_not_0_when_it_changes_and_when_it_changes_again()
    {
        byte[] statuses = [0x04, 0x04, 0x10, 0x10, 0x10, 0x00, 0x00];
        foreach (var status in statuses)
        {
            await StoreAsync(Volume, status);
        }

        Assert.Equal([(EventCode)4004, (EventCode)4016, EventCode.MeterStatus], _events.Codes);
        Assert.Equal(["its status is 04h: power low, in its first readout", "its status is 10h: temporary error; it was 04h: power low"], _events.All.Take(2).Select(entry => entry.Message));
    }

    [Fact]
    public async Task A_status_byte_that_changed_while_the_gateway_was_off_is_told_after_its_start_and_no_other()
    {
        await StoreAsync(Volume, 0x04);
        Restart();
        await StoreAsync(Volume, 0x04);
        Restart();
        await StoreAsync(Volume, 0xE0);

        Assert.Equal([(EventCode)4004, (EventCode)4224], _events.Codes);
    }

    [Fact]
    public async Task A_readout_that_is_only_shown_tells_nothing()
    {
        await StoreAsync(Volume);
        var shown = MappingText.Readout(_meter, _time.GetUtcNow(), "0C 13 00 00 00 00");
        await _watch.ObserveAsync(new KeptReadout(_meter, _keys.Decode(_meter, shown), _readouts.Last(_meter.Id).Readout, IsStored: false));
        Assert.Empty(_events.Events);
    }

    [Fact]
    public async Task An_accumulator_that_ran_backwards_is_told_once_with_both_values()
    {
        await StoreAsync("0C 13 00 20 00 00 8C 10 13 00 50 00 00 8C 40 13 00 60 00 00");
        await StoreAsync("0C 13 00 20 00 00 8C 10 13 00 40 00 00 8C 40 13 00 60 00 00");
        Restart();
        await StoreAsync("0C 13 01 20 00 00 8C 10 13 00 40 00 00 8C 40 13 01 60 00 00");

        Assert.Equal("volume, tariff 1 ran backwards, from 5.000 m3 to 4.000 m3. Was it reset, set or exchanged?", Assert.Single(_events.All).Message);
    }

    [Theory]
    [InlineData("4C 13 00 20 00 00", "4C 13 00 10 00 00")] // storage 1: the last set date
    [InlineData("1C 13 00 20 00 00", "1C 13 00 10 00 00")] // a maximum
    [InlineData("0A 3B 00 20", "0A 3B 00 10")] // a volume flow
    [InlineData("0A 6E 00 20", "0A 6E 00 10")] // a heat cost allocator's units, which begin anew each year
    [InlineData("0C 93 22 00 20 00 00", "0C 93 22 00 10 00 00")] // per hour
    [InlineData("0A 22 00 20", "0A 22 00 10")] // on time
    [InlineData("0C 06 00 20 00 00", "0C 0E 00 10 00 00")] // kWh, then MJ
    [InlineData("0C 13 00 20 00 00", "0C 14 00 20 00 00")] // 2 m3, then 20 m3
    [InlineData("0C 13 00 20 00 00", "0C 13 EE EE EE EE")] // no number
    [InlineData("0C 13 00 20 00 00", "04 6D 00 00 00 00")] // nothing of it
    [InlineData("0C 13 00 20 00 00 0B 14 30 00 00", "0C 13 01 20 00 00 0B 14 30 00 00")] // the same in two resolutions
    public async Task What_is_no_accumulator_or_no_less_is_not_told(string before, string now)
    {
        await StoreAsync(before);
        await StoreAsync(now);
        Assert.Empty(_events.Events);
    }

    [Theory]
    [InlineData("0C 06 00 20 00 00", "0C 06 00 10 00 00", "energy ran backwards, from 2000000 Wh to 1000000 Wh")]
    [InlineData("0C 1B 00 20 00 00", "0C 1B 00 10 00 00", "mass ran backwards")]
    [InlineData("0C 93 3C 00 20 00 00", "0C 93 3C 00 10 00 00", "volume negative-accumulation ran backwards")]
    [InlineData("0C 13 00 20 00 00", "04 14 01 00 00 00", "from 2.000 m3 to 0.01 m3")]
    public async Task Energy_volume_and_mass_are_accumulators(string before, string now, string message)
    {
        await StoreAsync(before);
        await StoreAsync(now);
        Assert.Equal(1, _events.Count(EventCode.AccumulatorRanBackwards, message));
    }

    [Fact]
    public async Task A_counter_that_stands_still_is_no_event()
    {
        for (var readout = 0; readout < 100; readout++)
        {
            await StoreAsync(Volume);
        }

        Assert.Empty(_events.Events);
    }

    [Fact]
    public async Task Another_meter_begins_anew()
    {
        await StoreAsync("0C 13 00 20 00 00", 0x04);
        _meter = _meter with { Identity = Other };
        await StoreAsync("0C 13 00 00 00 00", 0x10);
        Assert.Equal("its status is 10h: temporary error, in its first readout", _events.All.Last().Message);
        await StoreAsync("0C 13 00 00 00 00", 0x00);
        Assert.Equal([(EventCode)4004, (EventCode)4016, EventCode.MeterStatus], _events.Codes);
    }

    [Theory]
    [InlineData(15, 6)] // told with the sixth: 75 min after the second
    [InlineData(60, 4)]
    [InlineData(1440, 3)]
    [InlineData(1, 72)]
    public async Task A_clock_that_stands_still_is_told_once_after_three_readouts_and_more_than_an_hour(int minutes, int readouts)
    {
        for (var readout = 1; readout < readouts; readout++)
        {
            await StoreAsync(Clock(12, 0), later: TimeSpan.FromMinutes(minutes));
        }

        Assert.Empty(_events.Events);
        for (var readout = 0; readout < 5; readout++)
        {
            await StoreAsync(Clock(12, 0), later: TimeSpan.FromMinutes(minutes));
        }

        Assert.Equal(1, _events.Count(EventCode.MeterClockStandsStill, "its clock stands still at 2026-03-01T12:00"));
        Assert.Single(_events.Events);
    }

    [Fact]
    public async Task A_clock_is_told_again_when_it_has_moved_in_between()
    {
        await RestAsync(12);
        await StoreAsync(Clock(13, 0));
        await RestAsync(14);
        Assert.Equal(2, _events.Count(EventCode.MeterClockStandsStill));
        await StoreAsync(Clock(15, 0));
        Assert.Empty(_state.State);
    }

    [Fact]
    public async Task A_restart_tells_nothing_again_and_knows_when_the_clock_moves()
    {
        await RestAsync(12);
        Restart();
        await RestAsync(12);
        Assert.Single(_events.Events);
        Restart();
        await StoreAsync(Clock(15, 0));
        await RestAsync(15);
        Assert.Equal(2, _events.Count(EventCode.MeterClockStandsStill));
    }

    [Fact]
    public async Task Setting_the_gateways_clock_makes_no_meters_clock_stand_still()
    {
        await StoreAsync(Clock(12, 0));
        await StoreAsync(Clock(12, 0), later: TimeSpan.FromMinutes(1));
        _time.SetWallClock(_time.GetUtcNow().AddYears(1));
        await StoreAsync(Clock(12, 0), later: TimeSpan.FromMinutes(1));
        await StoreAsync(Clock(12, 0), later: TimeSpan.FromMinutes(1));
        Assert.Empty(_events.Events);
    }

    [Theory]
    [InlineData("42 6C 61 33")] // a set date
    [InlineData("02 6C 61 33")] // a date alone
    [InlineData("44 6D 00 0C 61 33")] // of storage 1
    [InlineData("04 ED 39 00 0C 61 33")] // when something began
    [InlineData("04 6D 00 0C FF FF")] // none
    [InlineData("14 6D 00 0C 61 33")] // of a maximum
    public async Task What_is_not_the_meters_clock_may_stand_still(string record)
    {
        for (var readout = 0; readout < 10; readout++)
        {
            await StoreAsync(record);
        }

        Assert.Empty(_events.Events);
    }

    [Fact]
    public async Task A_meter_that_is_removed_or_exchanged_leaves_nothing_behind()
    {
        await RestAsync(12);
        await _watch.ForgetAsync(_meter);
        Assert.Empty(_state.State);

        await RestAsync(12);
        Assert.Equal(2, _events.Count(EventCode.MeterClockStandsStill));
        _meter = _meter with { Identity = Other };
        await StoreAsync(Clock(12, 0));
        Assert.Empty(_state.State);
    }

    [Fact]
    public async Task Any_bytes_at_all_tell_at_most_what_they_say()
    {
        var random = new Random(7);
        for (var round = 0; round < Rounds.Of(quick: 300, ci: 20_000, full: 200_000); round++)
        {
            var bytes = new byte[random.Next(0, 40)];
            random.NextBytes(bytes);
            await StoreAsync(Convert.ToHexString(bytes), (byte)(round / 100));
        }

        Assert.Equal((Rounds.Of(quick: 300, ci: 20_000, full: 200_000) - 1) / 100, _events.All.Count(entry => entry.Code >= EventCode.MeterStatus));
    }

    private void Restart() => _watch = new MeterWatch(_keys, _state, _events, _time);

    /// <summary>The meter's clock shows the same for two hours.</summary>
    private async Task RestAsync(int hour)
    {
        for (var readout = 0; readout < 9; readout++)
        {
            await StoreAsync(Clock(hour, 0));
        }
    }

    private static string Clock(int hour, int minute) => $"04 6D {Convert.ToHexString(MBusTime.WriteDateTime(new DateTime(2026, 3, 1, hour, minute, 0, DateTimeKind.Unspecified)))}";

    /// <summary>What the worker does with a readout.</summary>
    private async Task StoreAsync(string records, byte status = 0, TimeSpan? later = null)
    {
        _time.Advance(later ?? TimeSpan.FromMinutes(15));
        var before = _readouts.Last(_meter.Id).Readout;
        var telegram = MappingText.Telegram(records, status, _meter.Identity);
        var stored = await _readouts.AppendAsync(new MeterReadout { Meter = _meter.Id, ReadAt = _time.GetUtcNow(), Telegrams = [telegram] });
        await _watch.ObserveAsync(new KeptReadout(_meter, _keys.Decode(_meter, stored), before, IsStored: true));
    }
}
