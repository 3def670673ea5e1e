using MBus.Master;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class StrangerTests
{
    private const string Initialise = "> 10 40 01 41 16   # SND_NKE\n< E5\n";
    private const string Request = "> 10 7B 01 7C 16   # REQ_UD2, frame count bit 1\n";

    private static readonly SecondaryAddress Stranger = SecondaryAddress.Parse("8765432174520104");
    private static readonly ReadoutOptions Expecting = new() { Identity = Meter };

    [Fact]
    public async Task A_meter_in_the_place_of_another_is_told_and_never_taken()
    {
        var round = Initialise + Repeat(3, $"{Request}< {Telegram(meter: Stranger)}");
        var result = await ReadAsync(1, round + round, Expecting);
        Assert.Equal(Stranger, result.Stranger);
        Assert.Empty(result.Telegrams);
        Assert.Null(result.Identity);
    }

    [Fact]
    public async Task Who_answers_from_another_address_is_no_stranger()
    {
        var round = Initialise + Repeat(3, $"{Request}< {Telegram(address: 9, meter: Stranger)}");
        Assert.Null((await ReadAsync(1, round + round, Expecting)).Stranger);
    }

    [Fact]
    public async Task Who_answers_beside_junk_is_no_stranger()
    {
        var round = Initialise + Repeat(3, $"{Request}< FF {Telegram(meter: Stranger)}");
        Assert.Null((await ReadAsync(1, round + round, Expecting)).Stranger);
    }

    [Fact]
    public async Task Late_answers_that_do_not_come_again_after_a_silence_are_no_stranger()
    {
        var first = Initialise + Repeat(3, $"{Request}< {Telegram(meter: Stranger)}");
        var result = await ReadAsync(1, first + Initialise + Repeat(3, Request) + "> 10 5B 01 5C 16", Expecting);
        Assert.Equal(ReadoutFault.NoAnswer, result.Fault);
        Assert.Null(result.Stranger);
    }

    [Fact]
    public async Task A_meter_that_answers_in_the_end_is_read_and_no_stranger_is_told()
    {
        var first = Initialise + Repeat(3, $"{Request}< {Telegram(meter: Stranger)}");
        var result = await ReadAsync(1, $"{first}{Initialise}{Request}< {Telegram()}", Expecting);
        Assert.True(result.IsComplete);
        Assert.Null(result.Stranger);
    }
}
