using MBus.Application;
using MBus.Link;
using MBus.Master;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class ReadoutTests
{
    private const string Initialise = "> 10 40 01 41 16   # SND_NKE\n< E5\n";
    private const string Request1 = "> 10 7B 01 7C 16   # REQ_UD2, frame count bit 1\n";
    private const string Request0 = "> 10 5B 01 5C 16   # REQ_UD2, frame count bit 0\n";

    [Fact]
    public async Task A_meter_is_initialised_and_asked_with_frame_count_bit_1()
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {Telegram()}");
        Assert.True(result.IsComplete);
        Assert.Equal([Telegram()], result.Hexes());
        Assert.Equal(new ReadoutTries(Requests: 1, Silent: 0, Damaged: 0, Foreign: 0, Rounds: 1), result.Tries);
    }

    [Fact]
    public async Task The_time_of_the_reading_is_when_it_started()
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {Telegram()}");
        Assert.Equal(DateTimeOffset.UnixEpoch, result.StartedAt);
    }

    [Fact]
    public async Task A_missing_confirmation_of_SND_NKE_is_no_error()
    {
        var result = await ReadAsync(1, $"> 10 40 01 41 16\n{Request1}< {Telegram()}");
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task Telegram_follows_telegram_with_the_bit_toggled_until_none_is_announced()
    {
        var result = await ReadAsync(1, $"""
            {Initialise}
            {Request1}< {Telegram(access: 1, volume: 1, more: true)}
            {Request0}< {Telegram(access: 2, volume: 2, more: true)}
            {Request1}< {Telegram(access: 3, volume: 3)}
            """);
        Assert.True(result.IsComplete);
        Assert.Equal([Telegram(access: 1, volume: 1, more: true), Telegram(access: 2, volume: 2, more: true), Telegram(access: 3, volume: 3)], result.Hexes());
    }

    [Theory]
    [InlineData("", "silence")]
    [InlineData("< 68 12 12 68 08 01 72 78 56 34 12 74 52 01 04 2A 00 00 00 01 13 07 9E 16", "a wrong checksum")]
    [InlineData("< 68 12 12 68 08 01 72", "a telegram that breaks off")]
    [InlineData("< A5", "junk")]
    [InlineData("< 68 12 12 68 08 01 72 78 56 34 12 74 52 E5 04 2A 00 00 00 01 13 07 00 16", "junk with an E5 in it")]
    public async Task A_failed_request_is_repeated_with_the_same_bit(string answer, string what)
    {
        var result = await ReadAsync(1, $"""
            {Initialise}
            {Request1}< {Telegram(access: 1, volume: 1, more: true)}
            {Request0}{answer}
            {Request0}{answer}
            {Request0}< {Telegram(access: 2, volume: 2)}
            """);
        Assert.True(result.IsComplete, what);
        Assert.Equal(2, result.Telegrams.Count);
        Assert.Equal(4, result.Tries.Requests);
        Assert.Equal(2, result.Tries.Silent + result.Tries.Damaged);
    }

    [Fact]
    public async Task A_dead_meter_is_given_up_after_two_rounds_of_three_and_one_try_with_the_other_bit()
    {
        var round = $"> 10 40 01 41 16\n{Request1}{Request1}{Request1}";
        var result = await ReadAsync(1, round + Request0 + round);
        Assert.Equal(ReadoutFault.NoAnswer, result.Fault);
        Assert.Empty(result.Telegrams);
        Assert.Equal(new ReadoutTries(Requests: 7, Silent: 7, Damaged: 0, Foreign: 0, Rounds: 2), result.Tries);
    }

    [Fact]
    public async Task A_slow_meter_gets_the_time_that_it_is_said_to_need()
    {
        var result = await ReadAsync(
            1,
            $"> 10 40 01 41 16\n<1100ms E5\n{Request1}<1100ms {Telegram()}",
            new ReadoutOptions { ExtraResponseTime = TimeSpan.FromSeconds(1) });
        Assert.Equal(1, result.Tries.Requests);
    }

    [Fact]
    public async Task A_meter_that_answers_too_late_gets_more_time_in_the_next_round_and_in_the_next_reading()
    {
        var result = await PlayAsync(
            $"""
            > 10 40 01 41 16
            {Request1}
            {Request1}
            {Request1}<100ms E5           # the confirmation of SND_NKE
            <400ms {Telegram(access: 1)}  # too late
            > 10 40 01 41 16
            <1100ms E5
            {Request1}<1100ms {Telegram(access: 2)}
            > 10 40 01 41 16
            <1100ms E5
            {Request1}<1100ms {Telegram(access: 3)}
            """,
            async master =>
            {
                var first = await master.ReadAsync(new PrimaryAddress(1));
                return await master.ReadAsync(new PrimaryAddress(1), new ReadoutOptions { Habits = first.Habits });
            });
        Assert.Equal([Telegram(access: 3)], result.Hexes());
        Assert.Equal(1, result.Tries.Requests);
    }

    [Fact]
    public async Task A_meter_that_answers_only_to_bit_0_is_remembered()
    {
        var result = await PlayAsync(
            $"""
            > 10 40 01 41 16
            {Request1}{Request1}{Request1}
            {Request0}< {Telegram(access: 1)}
            > 10 40 01 41 16
            {Request0}< {Telegram(access: 2)}
            """,
            async master =>
            {
                var first = await master.ReadAsync(new PrimaryAddress(1));
                return await master.ReadAsync(new PrimaryAddress(1), new ReadoutOptions { Habits = first.Habits });
            });
        Assert.True(result.IsComplete);
        Assert.Equal(1, result.Tries.Requests);
    }

    [Fact]
    public async Task Another_round_begins_with_SND_NKE_and_the_whole_set_is_of_one_round()
    {
        var result = await ReadAsync(1, $"""
            {Initialise}
            {Request1}< {Telegram(access: 1, volume: 1, more: true)}
            {Request0}{Request0}{Request0}
            {Initialise}
            {Request1}< {Telegram(access: 5, volume: 5, more: true)}
            {Request0}< {Telegram(access: 6, volume: 6)}
            """);
        Assert.True(result.IsComplete);
        Assert.Equal([Telegram(access: 5, volume: 5, more: true), Telegram(access: 6, volume: 6)], result.Hexes());
        Assert.Equal(2, result.Tries.Rounds);
        Assert.True(result.StartedAt > DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task A_later_telegram_that_fails_leaves_the_earlier_ones_valid()
    {
        var first = Telegram(access: 1, volume: 1, more: true);
        var result = await ReadAsync(1, $"""
            {Initialise}
            {Request1}< {first}
            {Request0}< 00
            {Request0}
            {Request0}
            {Initialise}{Request1}{Request1}{Request1}{Request0}
            """);
        Assert.Equal(ReadoutFault.Damaged, result.Fault);
        Assert.Equal([first], result.Hexes());
    }

    [Fact]
    public async Task E5_after_a_telegram_ends_the_set()
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {Telegram(more: true)}\n{Request0}< E5");
        Assert.True(result.IsComplete);
        Assert.Single(result.Telegrams);
    }

    [Fact]
    public async Task E5_ends_the_set_of_a_meter_that_never_confirms_SND_NKE_too()
    {
        var result = await ReadAsync(1, $"> 10 40 01 41 16\n{Request1}< {Telegram(more: true)}\n{Request0}< E5");
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task E5_instead_of_the_first_telegram_is_nothing_to_send()
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}< E5");
        Assert.Equal(ReadoutFault.NothingToSend, result.Fault);
    }

    [Fact]
    public async Task A_late_E5_before_the_telegram_is_passed_over()
    {
        var result = await ReadAsync(1, $"> 10 40 01 41 16\n{Request1}< E5\n< {Telegram()}");
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task A_telegram_met_before_ends_the_set_whatever_its_access_number()
    {
        var result = await ReadAsync(1, $"""
            {Initialise}
            {Request1}< {Telegram(access: 1, volume: 1, more: true)}
            {Request0}< {Telegram(access: 2, volume: 2, more: true)}
            {Request1}< {Telegram(access: 3, volume: 1, more: true)}
            """);
        Assert.True(result.IsComplete);
        Assert.Equal(2, result.Telegrams.Count);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(255)]
    public async Task A_meter_that_announces_more_for_ever_is_stopped_at_the_limit(int limit)
    {
        var telegrams = Enumerable.Range(0, limit)
            .Select(number => $"{(number % 2 == 0 ? Request1 : Request0)}< {Telegram(volume: (byte)number, more: true)}\n");
        var result = await ReadAsync(1, Initialise + string.Concat(telegrams), new ReadoutOptions { TelegramLimit = limit });
        Assert.Equal(ReadoutFault.TelegramLimit, result.Fault);
        Assert.Equal(limit, result.Telegrams.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void The_limit_is_1_to_255(int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadoutOptions { TelegramLimit = limit });

    [Fact]
    public async Task A_refusal_is_not_repeated_and_its_reason_is_told()
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}< 68 04 04 68 08 01 70 09 82 16");
        Assert.Equal(ReadoutFault.ApplicationError, result.Fault);
        Assert.Equal(ApplicationErrorCode.TooManyReadouts, result.ApplicationError);
        Assert.Empty(result.Telegrams);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0xFD)]
    [InlineData(0xFE)]
    public async Task The_A_field_of_an_answer_is_not_insisted_on(byte address)
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {Telegram(address)}");
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task A_late_answer_from_another_address_is_passed_over()
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {Telegram(address: 9, volume: 9)}\n< {Telegram()}");
        Assert.Equal([Telegram()], result.Hexes());
    }

    [Fact]
    public async Task Only_answers_from_another_address_are_another_meter()
    {
        var request = $"{Request1}< {Telegram(address: 9)}\n";
        var round = Initialise + request + request + request;
        var result = await ReadAsync(1, round + round);
        Assert.Equal(ReadoutFault.OtherMeter, result.Fault);
        Assert.Equal(6, result.Tries.Foreign);
    }

    [Fact]
    public async Task A_meter_exchanged_behind_its_primary_address_is_refused_when_its_identity_is_expected()
    {
        var options = new ReadoutOptions { Identity = SecondaryAddress.Parse("8765432174520104") };
        var request = $"{Request1}< {Telegram()}\n";
        var round = Initialise + request + request + request;
        var result = await ReadAsync(1, round + round, options);
        Assert.Equal(ReadoutFault.OtherMeter, result.Fault);
        Assert.Empty(result.Telegrams);
    }

    [Fact]
    public async Task Whoever_answers_at_the_test_address_is_read()
    {
        var result = await ReadAsync(0xFE, $"> 10 40 FE 3E 16\n< E5\n> 10 7B FE 79 16\n< {Telegram(address: 17)}");
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task An_application_reset_comes_before_the_reading_when_it_is_asked_for()
    {
        var result = await ReadAsync(
            1,
            $"""
            {Initialise}
            > 68 04 04 68 53 01 50 50 F4 16   # instantaneous values only
            < E5
            {Request1}< {Telegram()}
            """,
            new ReadoutOptions { ApplicationReset = 0x50 });
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task An_encrypted_telegram_tells_with_its_key_whether_more_follow()
    {
        var key = new byte[16];
        var header = new TelegramHeader
        {
            Kind = TelegramHeaderKind.Long,
            Identification = 0x12345678,
            Manufacturer = new(0x5274),
            Version = 1,
            Medium = new(4),
            AccessNumber = 1,
            Configuration = new ConfigurationField(0x0510),
        };
        byte[] records = [0x2F, 0x2F, 0x01, 0x13, 0x07, 0x1F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var first = Convert.ToHexString(TelegramWriter.Variable(1, header, records, key));
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {first}\n{Request0}< {Telegram()}", new ReadoutOptions { Key = key });
        Assert.Equal([first, Telegram()], result.Hexes());
        Assert.Single((await ReadAsync(1, $"{Initialise}{Request1}< {first}")).Telegrams);
    }

    [Theory]
    [InlineData("68 09 09 68 08 01 78 0C 13 45 23 01 00 09 16", "no header")]
    [InlineData("68 03 03 68 08 01 B7 C0 16", "an unknown CI field")]
    public async Task An_answer_is_kept_whatever_its_CI_field(string answer, string what)
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {answer}", new ReadoutOptions { Identity = Meter });
        Assert.True(result.IsComplete, what);
    }
}
