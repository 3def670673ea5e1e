using MBus.Master;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class SecondaryReadoutTests
{
    private const string Select = "> 68 0B 0B 68 73 FD 52 78 56 34 12 74 52 01 04 A1 16   # select 12345678\n";
    private const string Deselect = "> 10 40 FD 3D 16   # SND_NKE to the selected slave\n";
    private const string Request1 = "> 10 7B FD 78 16   # REQ_UD2, frame count bit 1\n";
    private const string Request0 = "> 10 5B FD 58 16   # REQ_UD2, frame count bit 0\n";

    private static readonly SecondaryAddress Stranger = SecondaryAddress.Parse("8765432174520104");

    [Fact]
    public async Task A_meter_is_selected_and_asked_at_FD()
    {
        var result = await SelectAndReadAsync($"{Select}< E5\n{Request1}< {Telegram(address: 5)}");
        Assert.True(result.IsComplete);
        Assert.Equal([Telegram(address: 5)], result.Hexes());
    }

    [Fact]
    public async Task A_missing_confirmation_of_the_selection_is_no_error()
    {
        var result = await SelectAndReadAsync($"{Select}{Request1}< {Telegram()}");
        Assert.True(result.IsComplete);
        Assert.Equal(1, result.Tries.Requests);
    }

    [Fact]
    public async Task An_unconfirmed_selection_is_made_again_before_a_request_is_repeated()
    {
        var result = await SelectAndReadAsync($"{Select}{Request1}{Select}< E5\n{Request1}{Request1}< {Telegram()}");
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task Once_telegrams_came_no_selection_disturbs_their_sequence()
    {
        var result = await SelectAndReadAsync($"""
            {Select}
            {Request1}< {Telegram(volume: 1, more: true)}
            {Request0}
            {Request0}< {Telegram(volume: 2)}
            """);
        Assert.Equal(2, result.Telegrams.Count);
    }

    [Fact]
    public async Task Another_round_deselects_whoever_is_selected_besides()
    {
        var result = await SelectAndReadAsync($"""
            {Select}< E5
            {Request1}< 68 68 FF 00       # two meters at once
            {Request1}< 68 68 FF 01
            {Request1}< 68 68 FF 02
            {Deselect}< E5
            {Select}< E5
            {Request1}< {Telegram()}
            """);
        Assert.True(result.IsComplete);
        Assert.Equal(3, result.Tries.Damaged);
        Assert.Equal(2, result.Tries.Rounds);
    }

    [Fact]
    public async Task A_late_answer_of_another_meter_is_passed_over()
    {
        var result = await SelectAndReadAsync($"{Select}< E5\n{Request1}< {Telegram(meter: Stranger)}\n< {Telegram()}");
        Assert.Equal([Telegram()], result.Hexes());
    }

    [Fact]
    public async Task Another_meters_telegram_is_never_taken()
    {
        var request = $"{Request1}< {Telegram(meter: Stranger)}\n";
        var round = $"{Select}< E5\n" + request + request + request;
        var result = await SelectAndReadAsync(round + $"{Deselect}< E5\n" + round);
        Assert.Equal(ReadoutFault.OtherMeter, result.Fault);
        Assert.Empty(result.Telegrams);
    }

    [Fact]
    public async Task Another_meters_telegram_is_not_taken_as_a_later_one()
    {
        var result = await SelectAndReadAsync($"""
            {Select}< E5
            {Request1}< {Telegram(volume: 1, more: true)}
            {Request0}< {Telegram(volume: 2, meter: Stranger)}
            {Request0}< {Telegram(volume: 3)}
            """);
        Assert.Equal([Telegram(volume: 1, more: true), Telegram(volume: 3)], result.Hexes());
    }

    [Fact]
    public async Task A_later_telegram_may_be_of_another_part_of_the_device()
    {
        var part = Meter with { Version = 7, Medium = new(7) };
        var result = await SelectAndReadAsync($"{Select}< E5\n{Request1}< {Telegram(more: true)}\n{Request0}< {Telegram(meter: part)}");
        Assert.Equal(2, result.Telegrams.Count);
    }

    [Theory]
    [InlineData("68 13 13 68 08 05 73 78 56 34 12 0A 00 E9 7E 01 00 00 00 35 01 00 00 3C 16")]
    [InlineData("68 0F 0F 68 08 05 76 12 34 56 78 52 74 01 04 00 00 00 00 62 16")]
    public async Task The_identification_is_found_in_other_headers_too(string answer)
    {
        Assert.True((await SelectAndReadAsync($"{Select}< E5\n{Request1}< {answer}")).IsComplete);
        var round = $"> 68 0B 0B 68 73 FD 52 21 43 65 87 74 52 01 04 DD 16\n< E5\n" + Repeat(3, $"{Request1}< {answer}");
        var refused = await PlayAsync(round + $"{Deselect}< E5\n" + round, master => master.ReadAsync(Stranger));
        Assert.Equal(ReadoutFault.OtherMeter, refused.Fault);
    }

    [Fact]
    public async Task The_first_bit_is_remembered_for_one_meter_and_not_for_all_that_are_selected()
    {
        var other = "> 68 0B 0B 68 73 FD 52 21 43 65 87 74 52 01 04 DD 16\n< E5\n";
        await PlayAsync(
            $"""
            {Select}< E5
            {Request1}{Request1}{Request1}
            {Request0}< {Telegram(access: 1)}
            {other}
            {Request1}< {Telegram(meter: Stranger)}
            {Select}< E5
            {Request0}< {Telegram(access: 2)}
            """,
            async master =>
            {
                var first = await master.ReadAsync(Meter);
                await master.ReadAsync(Stranger);
                return await master.ReadAsync(Meter, new ReadoutOptions { Habits = first.Habits });
            });
    }

    [Theory]
    [InlineData("68 09 09 68 08 05 78 0C 13 45 23 01 00 0D 16", "no header")]
    [InlineData("68 0A 0A 68 08 05 7A 01 00 00 00 01 13 07 A3 16", "the short header")]
    public async Task A_telegram_that_names_nobody_and_bears_a_primary_address_not_seen_is_not_taken_from_the_selected_slave(string nameless, string what)
    {
        var stray = await SelectAndReadAsync($"{Select}< E5\n{Request1}< {nameless}\n< {Telegram(address: 9)}");
        Assert.Equal([Telegram(address: 9)], stray.Hexes());
        var part = await SelectAndReadAsync($"{Select}< E5\n{Request1}< {Telegram(address: 5, more: true)}\n{Request0}< {nameless}");
        Assert.True(part.Telegrams.Count == 2, what);
    }
}
