using MBus.Application;
using MBus.Link;
using Simulation.Script;
using Testing;
using static Simulation.Tests.TestMaster;

namespace Simulation.Tests.Script;

public sealed class ScriptedFaultTests
{
    private const byte First = 1;
    private const byte Second = 2;

    /// <summary>The first meter; the third has three telegrams.</summary>
    private const int Three = 3;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _clock = new(Now);
    private readonly SimulatedBus _bus;
    private readonly TestMaster _master;

    public ScriptedFaultTests()
    {
        _bus = SimulatedBus.Create(seed: 7, meters: 4, _clock);
        _master = new TestMaster(_bus);
    }

    [Fact]
    public void A_fault_holds_from_its_beginning_until_its_end()
    {
        Play(new ScriptedFault(FaultKind.Silence) { Meter = 1, From = Minute, Until = 2 * Minute });
        Assert.Equal(Ack, _master.Initialise(First));
        _clock.Advance(Minute);
        Assert.Equal(Silence, _master.Initialise(First));
        Assert.Equal(Ack, _master.Initialise(Second));
        _clock.Advance(Minute);
        Assert.Equal(Ack, _master.Initialise(First));
        Assert.Equal(1, _bus.Struck[FaultKind.Silence]);
    }

    [Fact]
    public void A_fault_hits_the_requests_that_it_names_of_its_meter()
    {
        Play(new ScriptedFault(FaultKind.Silence) { Meter = 1, FirstRequest = 2, LastRequest = 3 });
        _master.Initialise(Second);
        Assert.Equal([Ack, Silence, Silence, Ack], Enumerable.Range(0, 4).Select(_ => _master.Initialise(First)));
    }

    [Fact]
    public void A_fault_without_a_meter_counts_all_requests_and_hits_the_line()
    {
        Play(new ScriptedFault(FaultKind.Silence) { FirstRequest = 2, LastRequest = 2 });
        Assert.Equal([Ack, Silence, Ack], new[] { First, Second, First }.Select(_master.Initialise));
    }

    [Fact]
    public void What_happens_to_one_meter_does_not_hang_on_the_others()
    {
        var script = new FaultScript([new ScriptedFault(FaultKind.Silence) { Meter = 1, Chance = 0.5 }]);
        _bus.Play(script);
        List<string> alone = [.. Enumerable.Range(0, 40).Select(_ => _master.Initialise(First))];
        _bus.Play(script);
        List<string> amongOthers = [];
        for (var i = 0; i < 40; i++)
        {
            _master.Initialise(Second);
            amongOthers.Add(_master.Initialise(First));
        }

        Assert.Equal(alone, amongOthers);
        Assert.Contains(Silence, alone);
        Assert.Contains(Ack, alone);
    }

    [Fact]
    public void An_answer_breaks_off_at_a_byte()
    {
        var whole = _master.Request(0x7B, First);
        Play(new ScriptedFault(FaultKind.BreakOff) { Byte = 20 });
        Assert.Equal(whole[..40], _master.Request(0x7B, First));
        Assert.Equal(Ack, _master.Initialise(First));
    }

    [Fact]
    public void An_answer_is_garbled_at_a_byte()
    {
        var whole = Hex.Bytes(_master.Request(0x7B, First));
        Play(new ScriptedFault(FaultKind.Garble) { Byte = 15 });
        var garbled = Hex.Bytes(_master.Request(0x7B, First));
        Assert.Equal([15], Enumerable.Range(0, whole.Length).Where(i => whole[i] != garbled[i]));
    }

    [Fact]
    public void A_doubled_answer_comes_again_after_a_pause()
    {
        Play(new ScriptedFault(FaultKind.Double));
        var heard = _bus.Receive(Hex.Bytes("10 7B 01 7C 16"), 2400);
        Assert.Equal(2, heard.Count);
        Assert.Equal(heard[0].Bytes.ToArray(), heard[1].Bytes.ToArray());
        // 11 bit times a character, and 33 of silence
        Assert.Equal(((heard[0].Bytes.Length * 11) + 33) / 2400.0, heard[1].Delay.TotalSeconds, 6);
    }

    [Fact]
    public void A_meter_without_confirmation_obeys_all_the_same()
    {
        Play(new ScriptedFault(FaultKind.NoConfirmation) { Meter = 1 });
        Assert.Equal(Silence, _master.Initialise(First));
        Assert.Equal(Silence, _master.Select(_bus.Meters[0].Address));
        Assert.Equal(_bus.Meters[0].Address.Identification, TelegramOf(_master.Request(0x7B, Selected)).Header.Identification);
        Assert.Equal(Silence, _master.SendUserData(Selected, 0x51, 0x01, 0x7A, 0x09));
        Assert.NotEqual(Silence, _master.Request(0x7B, 9));
    }

    [Fact]
    public void More_telegrams_follow_for_ever()
    {
        Play(new ScriptedFault(FaultKind.EndlessTelegrams) { Meter = Three });
        _master.Initialise(Three);
        for (var number = 0; number < 20; number++)
        {
            Assert.True(MoreFollow(_master.Request(number % 2 == 0 ? (byte)0x7B : (byte)0x5B, Three)), $"telegram {number}");
        }
    }

    [Fact]
    public void A_busy_meter_refuses_until_it_is_free()
    {
        Play(new ScriptedFault(FaultKind.Busy) { Meter = 1, LastRequest = 2 });
        Assert.Equal(Ack, _master.Initialise(First));
        Assert.Equal("68040468080170088116", _master.Request(0x7B, First));
        Assert.Equal("680404680801", _master.Request(0x7B, First)[..12]);
        _master.Initialise(First);
        Assert.Equal(TelegramKind.Variable, TelegramOf(_master.Request(0x7B, First)).Kind);
    }

    [Fact]
    public void A_quota_counts_readouts_and_begins_anew_with_each_period()
    {
        Play(new ScriptedFault(FaultKind.Quota) { Meter = Three, Count = 2, Period = Minute });
        _clock.Advance(TimeSpan.FromSeconds(60 - Now.Second));
        Assert.Equal(3, _master.Read(_bus.Meters[Three - 1]).Count);
        Assert.Equal(3, _master.Read(_bus.Meters[Three - 1]).Count);
        _master.Initialise(Three);
        Assert.Equal("6804046808037009", _master.Request(0x7B, Three)[..16]);
        _clock.Advance(Minute);
        Assert.Equal(3, _master.Read(_bus.Meters[Three - 1]).Count);
    }

    [Fact]
    public void A_meter_that_takes_every_address_for_its_own_collides()
    {
        var whole = _master.Request(0x7B, First);
        Play(new ScriptedFault(FaultKind.Collide) { Meter = 2 });
        _master.Initialise(First);
        var heard = _master.Request(0x7B, First);
        Assert.NotEqual(whole, heard);
        Assert.NotEqual(LinkError.None, TelegramOf(heard).LinkError);
        Assert.Equal(Ack, _master.Initialise(99));
    }

    [Fact]
    public void Another_master_makes_the_access_number_jump()
    {
        _master.Initialise(Three);
        var before = TelegramOf(_master.Request(0x7B, Three)).Header.AccessNumber;
        Play(new ScriptedFault(FaultKind.OtherMaster) { Meter = Three, FirstRequest = 1, LastRequest = 1 });
        _master.Initialise(Three);
        Assert.Equal((byte)(before + 4), TelegramOf(_master.Request(0x7B, Three)).Header.AccessNumber);
    }

    [Fact]
    public void Another_master_leaves_the_meter_at_its_last_telegram()
    {
        var telegrams = _master.Read(_bus.Meters[Three - 1]);
        Play(new ScriptedFault(FaultKind.OtherMaster) { Meter = Three, FirstRequest = 2, LastRequest = 2 });
        _master.Initialise(Three);
        Assert.Equal(telegrams[^1].Length, _master.Request(0x7B, Three).Length / 2);
    }

    [Fact]
    public void A_swapped_meter_is_another_one_behind_the_same_primary_address()
    {
        var old = _bus.Meters[0];
        Play(
            new ScriptedFault(FaultKind.Swap) { Meter = 1, From = Minute },
            new ScriptedFault(FaultKind.Swap) { Meter = 2, From = Minute, Identification = 0x1449A0E5 });
        Assert.Equal(old.Address.Identification, TelegramOf(_master.Request(0x7B, First)).Header.Identification);
        _clock.Advance(Minute);
        Assert.Equal(Ack, _master.Initialise(First));
        var header = TelegramOf(_master.Request(0x7B, First)).Header;
        Assert.NotEqual(old.Address.Identification, header.Identification);
        Assert.Equal((old.Address.Manufacturer, old.Address.Medium), (header.Manufacturer, header.Medium));
        Assert.Equal(Silence, _master.Select(old.Address));
        Assert.Equal(0x1449A0E5u, TelegramOf(_master.Request(0x7B, Second)).Header.Identification);
        Assert.Equal(2, _bus.Struck[FaultKind.Swap]);
    }

    [Fact]
    public void Two_meters_at_one_primary_address_answer_at_once()
    {
        Play(new ScriptedFault(FaultKind.Readdress) { Meter = 2, Address = First });
        Assert.Equal(Ack, _master.Initialise(First));
        Assert.NotEqual(LinkError.None, TelegramOf(_master.Request(0x7B, First)).LinkError);
        Assert.Equal(Silence, _master.Initialise(Second));
    }

    [Fact]
    public void An_echo_takes_its_time()
    {
        Play(new ScriptedFault(FaultKind.Echo) { From = Minute });
        Assert.Equal(Ack, _master.Initialise(First));
        _clock.Advance(Minute);
        Assert.Equal("1040014116E5", _master.Initialise(First));
    }

    [Fact]
    public void A_cut_off_bus_hears_nothing()
    {
        Play(new ScriptedFault(FaultKind.CutOff) { Loss = LineLoss.Silent, Until = Minute });
        Assert.Equal(Silence, _master.Initialise(First));
        _clock.Advance(Minute);
        Assert.Equal(Ack, _master.Initialise(First));
    }

    [Fact]
    public void A_script_for_more_meters_than_there_are_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Play(new ScriptedFault(FaultKind.Silence) { Meter = 5 }));
        Assert.Throws<ArgumentException>(() => Play(new ScriptedFault(FaultKind.Swap)));
        Assert.Throws<ArgumentException>(() => Play(new ScriptedFault(FaultKind.Silence) { From = Minute, Until = Minute }));
    }

    [Fact]
    public void Every_kind_has_a_rule_and_a_text()
    {
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            Assert.Equal(kind, FaultRule.Of(kind).Kind);
            Assert.Equal(kind, FaultRule.Of(FaultRule.Of(kind).Name)!.Kind);
            Assert.Contains(FaultRule.Of(kind).Name, $"{new ScriptedFault(kind)}", StringComparison.Ordinal);
        }

        Assert.Equal(
            "meter 3: late delay 00:00:02 from 00:10:00 until 01:00:00 requests 2 to end chance 0.25",
            $"{new ScriptedFault(FaultKind.Late) { Meter = 3, From = TimeSpan.FromMinutes(10), Until = TimeSpan.FromHours(1), FirstRequest = 2, Chance = 0.25 }}");
    }

    private static bool MoreFollow(string telegram)
    {
        var records = TelegramOf(telegram).Records;
        while (records.MoveNext())
        {
        }

        return records.MoreTelegramsFollow;
    }

    private static Telegram TelegramOf(string hex) => Telegram.Decode(Hex.Bytes(hex));

    private void Play(params ScriptedFault[] faults) => _bus.Play(new FaultScript(faults));
}
