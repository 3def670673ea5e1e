using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class ReadoutEffortTests
{
    private const string Nke = "> 10 40 01 41 16   # SND_NKE\n";
    private const string Request = "> 10 7B 01 7C 16   # REQ_UD2, frame count bit 1\n";
    private const string OtherBit = "> 10 5B 01 5C 16   # REQ_UD2, frame count bit 0\n";
    private const string Select = "> 68 0B 0B 68 73 FD 52 78 56 34 12 74 52 01 04 A1 16   # select 12345678\n";
    private const string RequestSelected = "> 10 7B FD 78 16   # REQ_UD2, frame count bit 1\n";
    private const string OtherBitSelected = "> 10 5B FD 58 16   # REQ_UD2, frame count bit 0\n";

    private static readonly ReadoutOptions Probe = new() { Effort = ReadoutEffort.Probe };
    private static readonly MeterHabits Known = new() { FirstByteTime = TimeSpan.FromMilliseconds(50) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_probe_costs_a_dead_meter_one_message_and_one_time_out(bool selected)
    {
        var result = selected ? await SelectAndReadAsync(Select, Probe) : await ReadAsync(1, Nke, Probe);
        Assert.Equal(ReadoutFault.NoAnswer, result.Fault);
        Assert.Equal(new ReadoutTries(Requests: 1, Silent: 1, Damaged: 0, Foreign: 0, Rounds: 1), result.Tries);
        var timing = BusTiming.Serial(2400);
        Assert.Equal(timing.WireTime(selected ? 17 : 5) + timing.ResponseTime, result.Busy);
    }

    [Theory]
    [InlineData("E5", "a confirmation")]
    [InlineData("FF", "junk")]
    public async Task A_probe_to_which_anything_comes_goes_on_with_full_effort(string answer, string what)
    {
        var result = await ReadAsync(1, $"{Nke}< {answer}\n{Request}{Request}{Request}< {Telegram()}", Probe);
        Assert.True(result.IsComplete, what);
    }

    [Fact]
    public async Task A_meter_that_never_confirms_is_remembered_and_probed_by_a_request()
    {
        var first = await SelectAndReadAsync($"{Select}{RequestSelected}< {Telegram()}");
        Assert.True(first.Habits.NeverConfirms);
        var probed = await SelectAndReadAsync($"{Select}{RequestSelected}< {Telegram()}", Probe with { Habits = first.Habits });
        Assert.True(probed.IsComplete);
        var confirmed = await SelectAndReadAsync($"{Select}< E5\n{RequestSelected}< {Telegram()}", Probe with { Habits = first.Habits });
        Assert.False(confirmed.Habits.NeverConfirms);
    }

    [Fact]
    public async Task A_dead_meter_of_which_nothing_is_known_is_selected_three_times_in_two_rounds_and_asked_in_the_first()
    {
        var result = await SelectAndReadAsync(Repeat(3, Select + RequestSelected) + OtherBitSelected + Repeat(3, Select));
        Assert.Equal(new ReadoutTries(Requests: 7, Silent: 7, Damaged: 0, Foreign: 0, Rounds: 2), result.Tries);
    }

    [Fact]
    public async Task A_dead_meter_that_is_known_to_confirm_is_not_asked_while_it_does_not()
    {
        var result = await SelectAndReadAsync(
            Select + RequestSelected + Select + Select + Select + Select + Select, new ReadoutOptions { Habits = Known });
        Assert.Equal(ReadoutFault.NoAnswer, result.Fault);
        Assert.Equal(new ReadoutTries(Requests: 6, Silent: 6, Damaged: 0, Foreign: 0, Rounds: 2), result.Tries);
    }

    [Fact]
    public async Task The_other_bit_is_tried_at_a_known_meter_only_in_the_second_round_and_when_it_confirms()
    {
        var silent = Nke + Request + Request + Request;
        Assert.Equal(6, (await ReadAsync(1, silent + silent, new ReadoutOptions { Habits = Known })).Tries.Requests);
        var confirmed = $"{Nke}< E5\n{Request}{Request}{Request}";
        Assert.True((await ReadAsync(1, $"{confirmed}{confirmed}{OtherBit}< {Telegram()}", new ReadoutOptions { Habits = Known })).Habits.FirstBitZero);
    }

    [Fact]
    public async Task After_a_meter_that_did_not_answer_the_line_stays_idle_for_33_bit_times()
    {
        var took = await PlayAsync(Nke + Nke, async master =>
        {
            await master.ReadAsync(new PrimaryAddress(1), Probe);
            return (await master.ReadAsync(new PrimaryAddress(1), Probe)).Busy;
        });
        var timing = BusTiming.Serial(2400);
        Assert.Equal(timing.IdleTime + timing.WireTime(5) + timing.ResponseTime, took);
    }

    [Fact]
    public async Task What_comes_unasked_is_counted_with_the_readout_and_while_nothing_is_done()
    {
        var (heard, result, total) = await PlayAsync($"{Nke}< E5\n{Request}< {Telegram()}\n< 00 00 00\n{Nke}< E5\n{Request}< {Telegram()}\n< FF FF", async master =>
        {
            var meter = (ScriptedMeter)master.Converter;
            await master.ReadAsync(new PrimaryAddress(1));
            await meter.WaitAsync(TimeSpan.FromMilliseconds(20));
            var result = await master.ReadAsync(new PrimaryAddress(1));
            await meter.WaitAsync(TimeSpan.FromMilliseconds(20));
            return (await master.HearUnrequestedAsync(), result, master.UnrequestedBytes);
        });
        Assert.Equal((2, 3, 5L), (heard, result.Tries.UnrequestedBytes, total));
    }
}
