using MBus.Application;
using MBus.Link;
using static Simulation.Tests.TestMaster;

namespace Simulation.Tests;

public sealed class FaultsTests
{
    private const byte First = 1;
    private const byte Second = 2;

    private readonly SimulatedBus _bus = Bus(meters: 2);
    private readonly TestMaster _master;

    public FaultsTests() => _master = new TestMaster(_bus);

    [Fact]
    public void A_silent_meter_does_not_answer_and_the_others_do()
    {
        _bus.Meters[0].Faults = new Faults { Silence = 1 };
        Assert.Equal(Silence, _master.Initialise(First));
        Assert.Equal(Ack, _master.Initialise(Second));
    }

    [Fact]
    public void A_late_meter_answers_so_much_later()
    {
        _bus.Meters[0].Faults = new Faults { Delay = TimeSpan.FromSeconds(1.2) };
        var answer = Assert.Single(_bus.Receive([0x10, 0x40, First, 0x41, 0x16], 2400));
        Assert.Equal(TimeSpan.FromSeconds(1.2), answer.Delay);
        Assert.Equal([LinkFrame.AckByte], answer.Bytes.ToArray());
    }

    [Fact]
    public void Two_confirmations_of_which_one_is_late_do_not_pass_as_one()
    {
        _bus.Meters[0].Faults = new Faults { Delay = TimeSpan.FromMilliseconds(2) };
        Assert.NotEqual(Ack, _master.Initialise(TestMaster.Test));
    }

    [Fact]
    public void Noise_stands_before_the_answer()
    {
        _bus.Meters[0].Faults = new Faults { Noise = 1 };
        var heard = _master.Initialise(First);
        Assert.InRange(heard.Length, 4, 18);
        Assert.EndsWith(Ack, heard, StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_bytes_leave_a_telegram_that_is_too_short()
    {
        var whole = _master.Request(0x7B, First);
        _bus.Meters[0].Faults = new Faults { LostBytes = 1 };
        Assert.InRange((whole.Length - _master.Request(0x7B, First).Length) / 2, 1, 3);
    }

    [Fact]
    public void A_wrong_checksum_is_all_that_is_wrong()
    {
        var whole = Convert.FromHexString(_master.Request(0x7B, First));
        _bus.Meters[0].Faults = new Faults { WrongChecksum = 1 };
        var spoilt = Convert.FromHexString(_master.Request(0x7B, First));
        Assert.Equal(LinkError.Checksum, Telegram.Decode(spoilt).LinkError);
        Assert.Equal(whole[..^2], spoilt[..^2]);
        Assert.NotEqual(Ack, _master.Initialise(First));
    }

    [Fact]
    public void An_echo_comes_before_the_answer_and_also_without_one()
    {
        _bus.Faults = new Faults { Echo = true };
        Assert.Equal("1040014116E5", _master.Initialise(First));
        Assert.Equal("1040094916", _master.Initialise(9));
    }

    [Fact]
    public void A_noisy_line_is_noisy_where_nobody_answers_too()
    {
        _bus.Faults = new Faults { Noise = 1 };
        Assert.NotEqual(Silence, _master.Initialise(9));
    }

    [Fact]
    public void A_dead_line_brings_nothing()
    {
        _bus.Faults = new Faults { Silence = 1 };
        Assert.Equal(Silence, _master.Initialise(First));
        Assert.Equal(Silence, _master.Request(0x7B, Second));
    }

    [Fact]
    public void A_probability_of_a_half_hits_about_every_second_time_and_the_same_ones_for_a_seed()
    {
        var hits = Hits(seed: 3);
        Assert.InRange(hits.Count(answered => answered), 60, 140);
        Assert.Equal(hits, Hits(seed: 3));
        Assert.NotEqual(hits, Hits(seed: 4));
    }

    private static bool[] Hits(int seed)
    {
        var bus = Bus(meters: 1, seed);
        bus.Meters[0].Faults = new Faults { Silence = 0.5 };
        var master = new TestMaster(bus);
        return [.. Enumerable.Range(0, 200).Select(_ => master.Initialise(First) == Ack)];
    }
}
