using MBus.LevelConverter;
using MBus.Master;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class LearntTimingTests
{
    private const string Initialise = "> 10 40 01 41 16   # SND_NKE\n< E5\n";
    private const string Request1 = "> 10 7B 01 7C 16   # REQ_UD2, frame count bit 1\n";
    private const string Request0 = "> 10 5B 01 5C 16   # REQ_UD2, frame count bit 0\n";

    // What 5 bytes take at 2400 baud.
    private static readonly TimeSpan Request = TimeSpan.FromTicks(229_166);

    private static readonly TimeSpan Standard = BusTiming.Serial(2400).ResponseTime - BusTiming.Serial(2400).ExtraResponseTime;

    [Fact]
    public async Task A_reading_tells_how_long_the_slowest_answer_took_to_begin_and_at_which_rate()
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}<80ms {Telegram()[..8]}\n<150ms {Telegram()[8..]}");
        Assert.Equal(new MeterHabits { FirstByteTime = TimeSpan.FromMilliseconds(80) - Request, BaudRate = 2400 }, result.Habits);
        Assert.Equal(TimeSpan.Zero, result.ResponseTime);
        Assert.Equal(TimeSpan.FromMilliseconds(20 + 80 + 150), result.Busy);
    }

    [Theory]
    [InlineData("<5ms 10 7B 01 7C 16\n<95ms ", "an echo")]
    [InlineData("<5ms 10 7B 01\n<95ms 7C 16 ", "an echo that ends where the answer begins")]
    [InlineData("<5ms FF\n<95ms ", "noise")]
    public async Task What_comes_before_an_answer_is_not_its_first_byte(string before, string what)
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}{before}{Telegram()}");
        Assert.True(result.Habits.FirstByteTime == TimeSpan.FromMilliseconds(100) - Request, what);
    }

    [Fact]
    public async Task One_slow_answer_is_forgotten_after_some_good_ones()
    {
        var habits = new MeterHabits { FirstByteTime = TimeSpan.FromSeconds(2) };
        for (var reading = 0; reading < 10; reading++)
        {
            habits = (await ReadAsync(1, $"{Initialise}{Request1}<100ms {Telegram()}", new ReadoutOptions { Habits = habits })).Habits;
        }

        Assert.InRange(habits.FirstByteTime!.Value.TotalMilliseconds, 80, 250);
    }

    [Theory]
    [InlineData(0, 187.5, "never less than the standard's time")]
    [InlineData(100, 200, "half as much again and 50 ms")]
    [InlineData(400, 650, "more than the bus has")]
    [InlineData(9_000, 10_000, "no more than 10 s")]
    public async Task A_known_meter_is_waited_for_as_long_as_it_was_seen_to_need(int firstByte, double wait, string what)
    {
        var options = new ReadoutOptions { Habits = new MeterHabits { FirstByteTime = TimeSpan.FromMilliseconds(firstByte) }, Effort = ReadoutEffort.Probe };
        var result = await ReadAsync(1, "> 10 40 01 41 16", options);
        Assert.True(TimeSpan.FromMilliseconds(wait) == result.Busy - Request, what);
    }

    [Fact]
    public async Task What_is_set_goes_before_what_was_learnt()
    {
        var options = new ReadoutOptions
        {
            Habits = new MeterHabits { FirstByteTime = TimeSpan.FromSeconds(3), FirstBitZero = true },
            ExtraResponseTime = TimeSpan.FromMilliseconds(10),
            FirstFrameCountBit = true,
        };
        var result = await ReadAsync(1, $"> 10 40 01 41 16\n{Request1}< {Telegram()}", options);
        Assert.True(result.IsComplete);
        Assert.Equal(Request + Standard + TimeSpan.FromMilliseconds(10 + 20), result.Busy);
    }

    [Fact]
    public async Task A_first_bit_that_is_set_is_the_only_one_tried()
    {
        var round = $"> 10 40 01 41 16\n{Request0}{Request0}{Request0}";
        var result = await ReadAsync(1, round + round, new ReadoutOptions { FirstFrameCountBit = false });
        Assert.Equal(ReadoutFault.NoAnswer, result.Fault);
        Assert.False(result.Habits.FirstBitZero);
    }

    [Fact]
    public async Task An_answer_to_the_second_request_may_be_the_late_one_to_the_first_and_is_taken_to_be()
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}{Request1}<80ms {Telegram()}");
        Assert.True(result.IsComplete);
        var timing = BusTiming.Serial(2400);
        Assert.Equal(timing.ResponseTime + timing.IdleTime + TimeSpan.FromMilliseconds(80), result.Habits.FirstByteTime);
    }

    [Fact]
    public async Task A_meter_that_did_not_answer_in_the_time_guessed_either_is_not_slow()
    {
        var habits = MeterHabits.Unknown;
        var answer = TimeSpan.FromMilliseconds(80);
        var idle = BusTiming.Serial(2400).IdleTime;
        foreach (var expected in (TimeSpan[])[BusTiming.Serial(2400).ResponseTime + idle + answer, answer - Request, Standard + idle + answer, answer - Request])
        {
            habits = (await ReadAsync(1, $"{Initialise}{Request1}{Request1}<80ms {Telegram()}", new ReadoutOptions { Habits = habits })).Habits;
            Assert.Equal(expected, habits.FirstByteTime);
        }
    }

    [Fact]
    public async Task A_confirmation_that_comes_to_the_next_request_tells_how_late_it_was()
    {
        var result = await ReadAsync(1, $"""
            > 10 40 01 41 16
            {Request1}<100ms E5
            {Request1}<50ms {Telegram()}
            """);
        Assert.True(result.IsComplete);
        Assert.InRange(result.Habits.FirstByteTime!.Value.TotalMilliseconds, 380, 400);
        Assert.False(result.Habits.NeverConfirms);
    }

    [Fact]
    public async Task A_damaged_telegram_is_asked_for_again_as_soon_as_it_is_over()
    {
        var damaged = Telegram()[..^4] + "0016";
        var result = await ReadAsync(1, $"{Initialise}{Request1}< {damaged}\n{Request1}< {Telegram()}");
        Assert.True(result.IsComplete);
        Assert.Equal(TimeSpan.FromMilliseconds(3 * 20) + BusTiming.Serial(2400).IdleTime, result.Busy);
        Assert.Equal(damaged.Length / 2, result.Tries.JunkBytes);
    }

    [Fact]
    public async Task A_meter_that_has_answered_is_left_alone_for_a_second_before_it_is_read_anew()
    {
        var round = $"{Initialise}{Request1}< {Telegram(more: true)}\n";
        var result = await ReadAsync(1, round + Request0 + Request0 + Request0 + round + $"{Request0}< {Telegram(volume: 8)}");
        Assert.True(result.IsComplete);
        var silence = BusTiming.Serial(2400);
        var first = TimeSpan.FromMilliseconds(2 * 20) + (2 * (Request + silence.ResponseTime)) + (Request + Standard) + (3 * silence.IdleTime);
        Assert.Equal(first + TimeSpan.FromSeconds(1), result.StartedAt - DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task A_meter_that_has_confirmed_and_is_busy_is_listened_to_for_a_second_at_the_last_try()
    {
        var result = await ReadAsync(1, $"{Initialise}{Request1}{Request1}{Request1}<1200ms {Telegram()}");
        Assert.True(result.IsComplete);
        Assert.Equal(1, result.Tries.Rounds);
    }

    [Fact]
    public async Task A_meter_of_which_only_damaged_bytes_were_heard_gets_more_time_in_the_second_round()
    {
        var result = await ReadAsync(1, $"""
            > 10 40 01 41 16
            {Request1}<1ms B0             # the confirmation of SND_NKE has met the request
            {Request1}
            {Request1}
            > 10 40 01 41 16
            <2000ms E5
            {Request1}<2000ms {Telegram()}
            """);
        Assert.True(result.IsComplete);
        Assert.Equal(TimeSpan.FromSeconds(2) - Request, result.Habits.FirstByteTime);
    }
}
