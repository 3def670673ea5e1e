using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Testing;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class LinkExchangeTests
{
    private const string Request = "> 10 7B 01 7C 16\n";
    private const string Again = "> 10 5B 01 5C 16\n";

    // 5 bytes at 2400 baud, 330 bit times + 50 ms, and 100 ms for the adapter.
    private static readonly TimeSpan Patience = TimeSpan.FromTicks(229_166 + 1_375_000 + 500_000 + 1_000_000);

    [Fact]
    public async Task An_answer_has_330_bit_times_and_50_ms_to_begin()
    {
        var (silence, took) = await AskAsync(Request);
        Assert.True(silence.IsSilence);
        Assert.Equal(Patience, took);
        Assert.NotNull((await AskAsync($"{Request}<{Patience.TotalMilliseconds}ms {Telegram()}")).Reply.Answer);
        Assert.Null((await AskAsync($"{Request}<{Patience.TotalMilliseconds + 1}ms {Telegram()}")).Reply.Answer);
    }

    [Fact]
    public async Task An_answer_may_pause_inside_up_to_the_gap()
    {
        var telegram = Telegram();
        Assert.NotNull((await AskAsync($"{Request}< {telegram[..10]}\n<199ms {telegram[10..20]}\n<199ms {telegram[20..]}")).Reply.Answer);
        var (cut, _) = await AskAsync($"{Request}< {telegram[..10]}\n<201ms {telegram[10..]}");
        Assert.Null(cut.Answer);
        Assert.True(cut.Junk);
    }

    [Fact]
    public async Task An_echo_is_left_out_and_its_absence_is_no_fault()
    {
        var (silence, took) = await AskAsync($"{Request}<2ms 10 7B 01 7C 16");
        Assert.True(silence.IsSilence);
        Assert.Equal(Patience, took);
        var (reply, _) = await AskAsync($"{Request}<2ms 10 7B 01\n<2ms 7C 16 {Telegram()}");
        Assert.NotNull(reply.Answer);
        Assert.False(reply.Junk);
    }

    [Fact]
    public async Task That_a_converter_echoes_is_learnt()
    {
        Assert.False(await EchoesAsync($"{Request}< {Telegram()}\n{Again}< {Telegram()}"));
        Assert.True(await EchoesAsync($"{Request}< 10 7B 01 7C 16 {Telegram()}\n{Again}< {Telegram()}"));
        Assert.True(await EchoesAsync($"{Request}< {Telegram()}\n{Again}< 10 5B 01 5C 16"));
    }

    [Fact]
    public async Task An_answer_is_found_between_noise()
    {
        var (reply, _) = await AskAsync($"{Request}<2ms 68\n<2ms FF 00\n<150ms 10 {Telegram()} FE");
        Assert.NotNull(reply.Answer);
        Assert.True(reply.Junk);
    }

    [Fact]
    public async Task A_false_start_does_not_hide_an_answer_that_comes_in_time()
    {
        var (reply, _) = await AskAsync($"{Request}<2ms 68 FF FF 68 00\n<205ms {Telegram()}");
        Assert.NotNull(reply.Answer);
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("00")]
    [InlineData("68 FF FF 68")]
    public async Task A_flood_ends_after_a_longest_frame(string flood)
    {
        var (reply, took) = await AskAsync(Request + Repeat(1_000, $"<4ms {flood}"));
        Assert.True(reply.Junk);
        Assert.InRange(took.TotalSeconds, 0.3, 1.8);
    }

    [Fact]
    public async Task What_comes_unasked_is_thrown_away_and_counted()
    {
        var unrequested = await PlayAsync(
            $"{Request}< {Telegram()}\n< 00 00 00\n{Again}< {Telegram()}",
            async master =>
            {
                await master.RequestAsync(new(1), static frame => frame.IsLong);
                await ((ScriptedMeter)master.Converter).WaitAsync(TimeSpan.FromMilliseconds(20));
                await master.RequestAsync(new(1), static frame => frame.IsLong);
                return master.UnrequestedBytes;
            });
        Assert.Equal(3, unrequested);
    }

    [Fact]
    public async Task A_failed_try_is_followed_by_33_bit_times_of_silence()
    {
        var starts = new List<TimeSpan>();
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var meter = new ScriptedMeter(clock, $"> 10 40 01 41 16\n< E5\n{Request}< 00 00\n{Request}< {Telegram()}") { Sending = starts.Add };
        await clock.Play(() => new BusMaster(meter, clock).ReadAsync(new PrimaryAddress(1)));
        Assert.True(starts[2] - starts[1] >= Patience + BusTiming.Serial(2400).IdleTime);
    }

    private static Task<bool> EchoesAsync(string transcript) =>
        PlayAsync(transcript, async master =>
        {
            await master.RequestAsync(new(1), static frame => frame.IsLong);
            await master.RequestAsync(new(1), static frame => frame.IsLong);
            return master.ConverterEchoes;
        });

    private static async Task<(Reply Reply, TimeSpan Took)> AskAsync(string transcript)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var meter = new ScriptedMeter(clock, transcript);
        var master = new BusMaster(meter, clock);
        var reply = await clock.Play(() => master.RequestAsync(new(1), static frame => frame.IsLong));
        meter.AssertPlayed();
        return (reply, clock.GetUtcNow() - DateTimeOffset.UnixEpoch);
    }
}
