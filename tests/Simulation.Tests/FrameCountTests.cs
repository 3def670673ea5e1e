using MBus.Application;
using Testing;
using static Simulation.Tests.TestMaster;

namespace Simulation.Tests;

public sealed class FrameCountTests
{
    // The third meter sends three telegrams, the second one.
    private const byte Three = 3;
    private const byte One = 2;

    private readonly ManualTimeProvider _clock = new(Now);
    private readonly TestMaster _master;

    public FrameCountTests() => _master = new TestMaster(SimulatedBus.Create(seed: 7, meters: 3, _clock));

    [Fact]
    public void The_same_bit_repeats_the_telegram_byte_by_byte()
    {
        _master.Initialise(Three);
        var first = _master.Request(0x7B, Three);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(first, _master.Request(0x7B, Three));
    }

    [Fact]
    public void A_toggled_bit_gives_the_next_telegram_and_after_the_last_one_a_new_readout()
    {
        _master.Initialise(Three);
        string[] heard = [_master.Request(0x7B, Three), _master.Request(0x5B, Three), _master.Request(0x7B, Three), _master.Request(0x5B, Three)];
        Assert.Equal(["0E8400", "04A900", "0E84FF", "0E8400"], heard.Select(FirstKey));
        Assert.Equal([1, 2, 3, 4], heard.Select(telegram => Access(telegram) - Access(heard[0]) + 1));
    }

    [Fact]
    public void The_telegrams_of_one_readout_have_one_time()
    {
        _master.Initialise(Three);
        _master.Request(0x7B, Three);
        _clock.Advance(TimeSpan.FromHours(5));
        _master.Request(0x5B, Three);
        var last = Telegram.Decode(Hex.Bytes(_master.Request(0x7B, Three))).Records.ToList();
        var clock = last.First(record => record.Vib.Quantity == "datetime");
        Assert.Equal("2026-03-14T09:26", clock.ValueText);
    }

    [Fact]
    public void Initialising_begins_with_the_first_telegram_whatever_the_bit_was()
    {
        _master.Initialise(Three);
        _master.Request(0x7B, Three);
        _master.Request(0x5B, Three);
        Assert.Equal(Ack, _master.Initialise(Three));
        Assert.Equal("0E8400", FirstKey(_master.Request(0x5B, Three)));
    }

    [Fact]
    public void A_selection_begins_with_the_first_telegram()
    {
        var bus = Bus(meters: 3);
        var master = new TestMaster(bus);
        master.Select(bus.Meters[2].Address);
        master.Request(0x7B, Selected);
        master.Request(0x5B, Selected);
        master.Select(bus.Meters[2].Address);
        Assert.Equal("0E8400", FirstKey(master.Request(0x7B, Selected)));
    }

    [Fact]
    public void An_application_reset_begins_with_the_first_telegram()
    {
        _master.Initialise(Three);
        _master.Request(0x7B, Three);
        _master.Request(0x5B, Three);
        Assert.Equal(Ack, _master.SendUserData(Three, 0x50));
        Assert.Equal("0E8400", FirstKey(_master.Request(0x5B, Three)));
    }

    [Fact]
    public void A_request_without_frame_count_gets_the_current_telegram_anew()
    {
        _master.Initialise(Three);
        Assert.Equal("0E8400", FirstKey(_master.Request(0x4B, Three)));
        _master.Request(0x7B, Three);
        _master.Request(0x5B, Three);
        var second = _master.Request(0x4B, Three);
        Assert.Equal("04A900", FirstKey(second));
        Assert.Equal(Access(second) + 1, Access(_master.Request(0x6B, Three)));
        Assert.Equal("0E84FF", FirstKey(_master.Request(0x7B, Three)));
    }

    [Fact]
    public void A_meter_with_one_telegram_sends_it_anew_when_the_bit_toggles()
    {
        _master.Initialise(One);
        var first = _master.Request(0x7B, One);
        _clock.Advance(TimeSpan.FromHours(1));
        var second = _master.Request(0x5B, One);
        Assert.Equal(FirstKey(first), FirstKey(second));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Each_meter_keeps_its_own_bit()
    {
        _master.Initialise(Three);
        _master.Initialise(One);
        var one = _master.Request(0x7B, One);
        _master.Request(0x7B, Three);
        _master.Request(0x5B, Three);
        Assert.Equal(one, _master.Request(0x7B, One));
    }

    private static string FirstKey(string telegram) =>
        Convert.ToHexString(Telegram.Decode(Hex.Bytes(telegram)).Data.Span[..3]);

    private static int Access(string telegram) => Telegram.Decode(Hex.Bytes(telegram)).Header.AccessNumber;
}
