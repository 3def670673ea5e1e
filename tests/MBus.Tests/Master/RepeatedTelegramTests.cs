using MBus.Master;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class RepeatedTelegramTests
{
    private const string Initialise = "> 10 40 01 41 16   # SND_NKE\n< E5\n";
    private const string Request1 = "> 10 7B 01 7C 16   # REQ_UD2, frame count bit 1\n";
    private const string Request0 = "> 10 5B 01 5C 16   # REQ_UD2, frame count bit 0\n";

    [Fact]
    public async Task A_doubled_answer_is_passed_over_and_the_right_one_taken()
    {
        var first = Telegram(access: 1, volume: 1, more: true);
        var result = await ReadAsync(1, $"""
            {Initialise}
            {Request1}< {first}
            {Request0}< {first}
            < {Telegram(access: 2, volume: 2)}
            """);
        Assert.Equal([first, Telegram(access: 2, volume: 2)], result.Hexes());
    }

    [Theory]
    [InlineData("", "silence")]
    [InlineData("< 68 12 12 68 08 01 72 78 56 34 12 74 52 01 04 02 00 00 00 01 13 02 FF 16", "a wrong checksum")]
    [InlineData("< 68 12 12 68 08 01 72", "a telegram that breaks off")]
    public async Task A_doubled_answer_without_the_right_one_is_asked_again_with_the_same_bit(string next, string what)
    {
        var first = Telegram(access: 1, volume: 1, more: true);
        var result = await ReadAsync(1, $"""
            {Initialise}
            {Request1}< {first}
            {Request0}< {first}
            {next}
            {Request0}< {Telegram(access: 2, volume: 2)}
            """);
        Assert.True(result.IsComplete, what);
        Assert.Equal([first, Telegram(access: 2, volume: 2)], result.Hexes());
        Assert.Equal(3, result.Tries.Requests);
        Assert.Equal(next.Length > 0 ? 1 : 0, result.Tries.Damaged);
    }

    [Fact]
    public async Task The_last_telegram_once_more_ends_the_set_when_nothing_else_comes_in_three_tries()
    {
        var first = Telegram(access: 0, more: true);
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {first}\n" + Repeat(3, $"{Request0}< {first}"));
        Assert.True(result.IsComplete);
        Assert.Equal([first], result.Hexes());
        Assert.Equal(4, result.Tries.Requests);
        Assert.Equal(1, result.Tries.Rounds);
    }

    [Fact]
    public async Task A_doubled_answer_does_not_end_the_set_when_a_damaged_one_was_seen()
    {
        var first = Telegram(access: 1, volume: 1, more: true);
        var result = await ReadAsync(1, $"""
            {Initialise}
            {Request1}< {first}
            {Request0}< {first}
            < 68 12 12 68 08 01 72
            {Request0}< {first}
            {Request0}< {first}
            {Initialise}
            {Request1}< {first}
            {Request0}< {Telegram(access: 2, volume: 2)}
            """);
        Assert.True(result.IsComplete);
        Assert.Equal([first, Telegram(access: 2, volume: 2)], result.Hexes());
        Assert.Equal(2, result.Tries.Rounds);
    }

    [Fact]
    public async Task A_meter_that_repeats_itself_with_junk_for_ever_is_given_up_as_damaged_after_two_rounds()
    {
        var first = Telegram(access: 0, more: true);
        var round = $"{Initialise}{Request1}< {first}\n" + Repeat(3, $"{Request0}< {first}\n< 68 12 12");
        var result = await ReadAsync(1, round + round);
        Assert.Equal(ReadoutFault.Damaged, result.Fault);
        Assert.Equal([first], result.Hexes());
        Assert.Equal(new ReadoutTries(Requests: 8, Silent: 0, Damaged: 6, Foreign: 0, Rounds: 2) { JunkBytes = 18 }, result.Tries);
    }

    [Fact]
    public async Task An_earlier_telegram_that_comes_doubled_does_not_end_the_set()
    {
        var (first, second) = (Telegram(access: 1, volume: 1, more: true), Telegram(access: 2, volume: 2, more: true));
        var result = await ReadAsync(1, $"""
            {Initialise}
            {Request1}< {first}
            {Request0}< {second}
            {Request1}< {first}
            < {Telegram(access: 3, volume: 3)}
            """);
        Assert.Equal([first, second, Telegram(access: 3, volume: 3)], result.Hexes());
    }
}
