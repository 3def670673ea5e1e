using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Testing;
using static MBus.Master.SearchFinding;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class SecondarySearchTests
{
    private const string Request1 = "> 10 7B FD 78 16\n";

    private static readonly SecondarySearchOptions LastDigit = new() { Within = SecondaryAddress.Parse("1234567FFFFFFFFF") };
    private static readonly SecondarySearchOptions OneAddress = Only("12345678FFFFFFFF");
    private static readonly SecondarySearchOptions OneMask = Only("1FFFFFFFFFFFFFFF");

    [Fact]
    public async Task Each_digit_is_tried_and_a_meter_is_confirmed_by_a_second_reading()
    {
        var steps = await SearchAsync(
            LastDigit,
            string.Concat(Enumerable.Range(0, 10).Select(digit => digit == 8
                ? $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Confirmed()}"
                : Select($"1234567{digit}FFFFFFFF"))));
        Assert.Equal([Nobody, Nobody, Nobody, Nobody, Nobody, Nobody, Nobody, Nobody, SearchFinding.Meter, Nobody], steps.Select(step => step.Finding));
        Assert.Equal(Conversation.Meter, steps[8].Meter!.Address);
        Assert.Equal(Telegram(), Convert.ToHexString(steps[8].Meter!.Answer.Bytes.Span));
        Assert.Equal(Enumerable.Range(1, 10), steps.Select(step => step.Tried));
        Assert.Equal(Enumerable.Range(0, 10).Reverse(), steps.Select(step => step.Remaining));
    }

    [Theory]
    [InlineData("< E5", "several E5 that look like one")]
    [InlineData("< E5 E5", "two E5")]
    [InlineData("< E5 A5", "E5 and junk")]
    [InlineData("< A5", "junk")]
    [InlineData("< 00 00 40 04", "a break")]
    public async Task A_collision_is_known_by_the_telegram_and_fixes_the_next_digit(string confirmation, string what)
    {
        var steps = await SearchAsync(
            OneMask,
            $"{Select("1FFFFFFFFFFFFFFF")}{confirmation}\n{Request1}< 68 7A 68 FF 16 00\n"
            + NobodyBelow());
        Assert.True(steps[0].Finding == Collision, what);
        Assert.Equal(10, steps[0].Remaining);
        Assert.Equal(21, steps.Count);
    }

    [Fact]
    public async Task A_telegram_beside_junk_is_one_of_several()
    {
        var steps = await SearchAsync(
            OneMask,
            $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}< FF 68 {Telegram()}\n"
            + NobodyBelow());
        Assert.Equal(Collision, steps[0].Finding);
    }

    [Fact]
    public async Task Junk_instead_of_the_confirmation_may_still_be_one_meter()
    {
        var steps = await SearchAsync(OneMask, $"{Select("1FFFFFFFFFFFFFFF")}< A5\n{Request1}< {Telegram()}\n{Confirmed()}");
        Assert.Equal(SearchFinding.Meter, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task A_meter_that_misses_the_first_request_is_asked_once_more()
    {
        var steps = await SearchAsync(OneMask, $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}{Request1}< {Telegram()}\n{Confirmed()}");
        Assert.Equal(SearchFinding.Meter, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task Junk_and_then_nothing_twice_is_a_collision()
    {
        var steps = await SearchAsync(
            OneMask,
            Repeat(2, $"{Select("1FFFFFFFFFFFFFFF")}< A5\n{Request1}{Request1}")
            + NobodyBelow());
        Assert.Equal(Collision, steps[0].Finding);
    }

    [Fact]
    public async Task A_clean_confirmation_and_then_nothing_is_a_mute_meter()
    {
        // It may have been a late confirmation of another selection: all that was silent is tried once more.
        var steps = await SearchAsync(OneMask, Repeat(2, $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}{Request1}"));
        Assert.Equal([Mute, Mute], steps.Select(step => step.Finding));
    }

    [Fact]
    public async Task Junk_where_nobody_is_when_asked_again_was_noise()
    {
        var steps = await SearchAsync(
            OneMask,
            $"{Select("1FFFFFFFFFFFFFFF")}< A5\n{Request1}{Request1}{Select("1FFFFFFFFFFFFFFF")}"
            + Select("1FFFFFFFFFFFFFFF")); // a disturbed line: silence is tried once more
        Assert.Equal([Nobody, Nobody], steps.Select(step => step.Finding));
    }

    [Fact]
    public async Task A_meter_that_does_not_confirm_its_full_address_must_say_it_twice()
    {
        var first = $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< {Telegram(access: 1)}\n{Select("1234567874520104")}";
        Assert.Equal(SearchFinding.Meter, Assert.Single(await SearchAsync(OneAddress, first + $"{Request1}< {Telegram(access: 2)}")).Finding);
    }

    [Fact]
    public async Task A_mixture_that_names_a_meter_that_does_not_exist_is_not_believed()
    {
        var steps = await SearchAsync(
            Only("1234567FFFFFFFFF"),
            $"{Select("1234567FFFFFFFFF")}< E5\n{Request1}< {Telegram()}\n" + Repeat(2, Select("1234567874520104") + Request1)
            + string.Concat(Enumerable.Range(0, 10).Select(digit => Select($"1234567{digit}FFFFFFFF"))) // and nobody is below
            + string.Concat(Enumerable.Range(0, 10).Select(digit => Select($"1234567{digit}FFFFFFFF"))));
        Assert.Equal(Collision, steps[0].Finding);
        Assert.DoesNotContain(steps, step => step.Finding == SearchFinding.Meter);
    }

    [Fact]
    public async Task A_mixture_that_names_one_of_its_meters_does_not_hide_the_others()
    {
        var steps = await SearchAsync(
            Only("1234567FFFFFFFFF"),
            $"{Select("1234567FFFFFFFFF")}< E5\n{Request1}< {Telegram(more: true)}\n{Confirmed()}"
            + string.Concat(Enumerable.Range(0, 8).Select(digit => Select($"1234567{digit}FFFFFFFF")))
            + $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< {Telegram()}\n" + Found("12345679FFFFFFFF", "1234567974520104"));
        Assert.Equal(["1234567874520104", "1234567974520104"], steps.Where(step => step.Finding == SearchFinding.Meter).Select(step => step.Meter!.Address.ToString()));
    }

    [Fact]
    public async Task A_meter_that_cannot_be_read_twice_in_a_row_is_read_again_after_a_second()
    {
        var steps = await SearchAsync(
            OneMask,
            $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Select("1234567874520104")}< E5\n{Request1}{Confirmed()}");
        Assert.Equal(SearchFinding.Meter, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task A_meter_that_confirms_and_gives_no_second_telegram_has_a_quota_and_is_believed()
    {
        var steps = await SearchAsync(
            OneMask,
            $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}< {Telegram()}\n" + Repeat(3, $"{Select("1234567874520104")}< E5\n{Request1}"));
        Assert.Equal(SearchFinding.Meter, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task A_refusal_of_the_second_reading_confirms_the_meter()
    {
        const string TooManyReadouts = "68 04 04 68 08 01 70 09 82 16";
        var steps = await SearchAsync(OneMask, $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Confirmed(telegram: TooManyReadouts)}");
        Assert.Equal(SearchFinding.Meter, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task An_answer_that_the_mask_does_not_match_is_not_believed()
    {
        var steps = await SearchAsync(
            Only("9999999FFFFFFFFF"),
            $"{Select("9999999FFFFFFFFF")}< E5\n{Request1}< {Telegram()}"
            + Repeat(2, string.Concat(Enumerable.Range(0, 10).Select(digit => "\n" + Select($"9999999{digit}FFFFFFFF")))));
        Assert.Equal(Collision, steps[0].Finding);
        Assert.DoesNotContain(steps, step => step.Meter is not null);
    }

    [Fact]
    public async Task Noise_on_the_last_digit_is_asked_again_before_it_is_taken_for_two_meters()
    {
        var steps = await SearchAsync(
            OneAddress,
            $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< 68 7A 68 FF 16 00\n{Select("12345678FFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Confirmed()}");
        Assert.Equal(SearchFinding.Meter, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task Two_meters_of_one_identification_are_told_apart_by_the_makers_known_in_the_end()
    {
        const string Doubled = "12345678FFFFFFFF";
        const string Known = "2234567874520104";
        const string Second = "1234567896150106";
        var steps = await SearchAsync(
            Only(Doubled, "2FFFFFFFFFFFFFFF", "32345678FFFFFFFF"),
            Repeat(3, $"{Select(Doubled)}< E5\n{Request1}< 68 7A 68 FF 16 00")
            + Found("2FFFFFFFFFFFFFFF", Known) + Found("32345678FFFFFFFF", "3234567896150106")
            + Found("123456787452FFFF", "1234567874520104") + Found("123456789615FFFF", Second));
        Assert.Equal(SameIdentification, steps[0].Finding);
        Assert.Equal([Known, "3234567896150106", "1234567874520104", Second], steps.Skip(1).Select(step => step.Meter!.Address.ToString()));
    }

    [Fact]
    public async Task Two_meters_of_one_address_are_told_apart_by_fabrication_number()
    {
        const string Both = "1234567874520104";
        const string Junk = $"< E5\n{Request1}< 68 7A 68 FF 16 00\n";
        static string Same(int digit, string access) => $"{Select($"{Both}/{digit}FFFFFFF")}< E5\n{Request1}< {access}\n"
            + Repeat(3, $"{Select(Both)}{Junk}") + $"{Select($"{Both}/{digit}FFFFFFF")}< E5\n{Request1}< {access}\n";
        var steps = await SearchAsync(
            Only(Both) with { Within = SecondaryAddress.Parse(Both) },
            Repeat(3, Select(Both) + Junk)
            + $"{Select($"{Both}/FFFFFFFF")}{Junk}" + Select($"{Both}/0FFFFFFF") + Same(1, Telegram(access: 1)) + Same(2, Telegram(access: 2))
            + string.Concat(Enumerable.Range(3, 7).Select(digit => Select($"{Both}/{digit}FFFFFFF"))));
        Assert.Equal([0x1FFFFFFFu, 0x2FFFFFFFu], steps.Where(step => step.Meter is not null).Select(step => step.Meter!.FabricationNumber!.Value));
    }

    [Fact]
    public async Task A_bus_on_which_everything_brings_junk_is_given_up()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var steps = await clock.Play(async () => await new SecondarySearch(new BusMaster(new FloodedLine(clock), clock)).RunAsync().ToListAsync());
        Assert.Equal(Flooded, steps[^1].Finding);
        Assert.InRange(steps.Count, 100, 400);
        Assert.DoesNotContain(steps, step => step.Meter is not null);
    }

    [Fact]
    public async Task A_meter_of_the_fixed_structure_is_found_by_its_identification()
    {
        const string Fixed = "68 13 13 68 08 05 73 78 56 34 12 0A 00 E9 7E 01 00 00 00 35 01 00 00 3C 16";
        var steps = await SearchAsync(OneMask, $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}< {Fixed}\n{Confirmed("12345678FFFFFFFF", Fixed)}");
        Assert.Equal("12345678FFFFFFFF", Assert.Single(steps).Meter!.Address.ToString());
    }

    [Fact]
    public async Task A_meter_without_a_header_is_known_when_its_digits_are()
    {
        const string WithoutHeader = "68 09 09 68 08 01 78 0C 13 45 23 01 00 09 16";
        var steps = await SearchAsync(OneAddress, $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< {WithoutHeader}\n{Confirmed("12345678FFFFFFFF", WithoutHeader)}");
        Assert.Equal("12345678FFFFFFFF", Assert.Single(steps).Meter!.Address.ToString());
    }

    [Fact]
    public async Task A_thorough_search_looks_below_a_meter_and_where_nobody_confirms()
    {
        var silent = string.Concat(Enumerable.Range(0, 10).Where(digit => digit is not 8).Select(digit => Select($"1234567{digit}FFFFFFFF") + Request1));
        var steps = await SearchAsync(
            Only("1234567FFFFFFFFF") with { Thorough = true },
            $"{Select("1234567FFFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Confirmed()}"
            + string.Concat(Enumerable.Range(0, 8).Select(digit => Select($"1234567{digit}FFFFFFFF") + Request1))
            + $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Select("12345679FFFFFFFF")}{Request1}"
            + silent); // and all that was silent once more
        Assert.Equal(SearchFinding.Meter, steps[0].Finding);
        Assert.Equal(FoundBefore, steps[9].Finding);
        Assert.Equal(20, steps.Count);
    }

    [Fact]
    public async Task Hexadecimal_digits_are_tried_when_asked_for()
    {
        var steps = await SearchAsync(
            LastDigit with { HexadecimalDigits = true },
            Repeat(2, string.Concat("0123456789ABCDE".Select(digit => Select($"1234567{digit}FFFFFFFF"))))); // nobody was found: once more
        Assert.Equal(30, steps.Count);
    }

    [Fact]
    public async Task The_search_ends_with_the_last_meter_expected()
    {
        var steps = await SearchAsync(
            Only("1FFFFFFFFFFFFFFF", "2FFFFFFFFFFFFFFF") with { ExpectedMeters = 1 },
            $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Confirmed()}");
        Assert.Single(steps);
    }

    [Fact]
    public async Task A_confirmation_that_comes_too_late_makes_the_search_look_again_where_it_was_silent()
    {
        // 366 ms are over when the second selection is sent
        var steps = await SearchAsync(
            Only("1FFFFFFFFFFFFFFF", "2FFFFFFFFFFFFFFF", "3FFFFFFFFFFFFFFF"),
            $"{Select("1FFFFFFFFFFFFFFF")}< 500 ms E5\n{Select("2FFFFFFFFFFFFFFF")}{Request1}{Request1}{Select("3FFFFFFFFFFFFFFF")}"
            + Found("1FFFFFFFFFFFFFFF", "1234567874520104")
            + Repeat(3, Select("2FFFFFFFFFFFFFFF") + Select("3FFFFFFFFFFFFFFF"))); // since that look has found one: four times in all
        Assert.Single(steps, step => step.Finding == SearchFinding.Meter);
    }

    [Fact]
    public async Task A_stopped_search_goes_on_where_it_was()
    {
        var state = await PlayAsync(
            Select("12345670FFFFFFFF") + Select("12345671FFFFFFFF"),
            async master =>
            {
                var search = new SecondarySearch(master, LastDigit);
                await foreach (var step in search.RunAsync())
                {
                    if (step.Tried == 2)
                    {
                        break;
                    }
                }

                return search.State;
            });
        Assert.Equal(8, state.Pending.Count);
        var rest = await SearchAsync(
            LastDigit with { Resume = state },
            string.Concat(Enumerable.Range(2, 8).Concat(Enumerable.Range(0, 10)).Select(digit => Select($"1234567{digit}FFFFFFFF"))));
        Assert.Equal(18, rest.Count);
    }

    private static SecondarySearchOptions Only(params string[] addresses) => new() { Resume = new() { Pending = [.. addresses.Select(MeterSelection.Parse)] } };

    /// <summary>The meter is selected by itself and read again.</summary>
    private static string Confirmed(string address = "1234567874520104", string? telegram = null) => $"{Select(address)}< E5\n{Request1}< {telegram ?? Telegram(access: 43)}\n";

    /// <summary>A collision that no two meters explain: silence below it is tried twice.</summary>
    private static string NobodyBelow() => Repeat(2, string.Concat(Enumerable.Range(0, 10).Select(digit => Select($"1{digit}FFFFFFFFFFFFFF"))));

    private static string Found(string selection, string meter)
    {
        var telegram = Telegram(meter: SecondaryAddress.Parse(meter));
        return $"{Select(selection)}< E5\n{Request1}< {telegram}\n{Confirmed(meter, telegram)}";
    }

    private static string Select(string address) =>
        $"> {Convert.ToHexString(LinkFrame.Long(new ControlField(0x73), 0xFD, 0x52, MeterSelection.Parse(address).ToBytes()))}\n";

    private static Task<List<SearchStep<MeterSelection>>> SearchAsync(SecondarySearchOptions options, string transcript) =>
        PlayAsync(transcript, async master => await new SecondarySearch(master, options).RunAsync().ToListAsync());

    /// <summary>A damaged meter that pulls the line down all the time.</summary>
    private sealed class FloodedLine(ManualTimeProvider clock) : ILevelConverter
    {
        public string Name => "flooded";

        public BusTiming Timing { get; set; } = BusTiming.Serial(2400);

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
        {
            await ExactDelay.Of(Timing.WireTime(buffer.Length), clock);
            buffer.Span.Clear();
            return buffer.Length;
        }

        public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
