using MBus.Link;
using MBus.Master;
using static MBus.Master.SearchFinding;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class SecondarySearchTests
{
    private const string Request1 = "> 10 7B FD 78 16\n";
    private const string Request0 = "> 10 5B FD 58 16\n";

    private static readonly SecondarySearchOptions LastDigit = new() { Within = SecondaryAddress.Parse("1234567FFFFFFFFF") };
    private static readonly SecondarySearchOptions OneAddress = new() { Resume = [SecondaryAddress.Parse("12345678FFFFFFFF")] };
    private static readonly SecondarySearchOptions OneMask = new() { Resume = [SecondaryAddress.Parse("1FFFFFFFFFFFFFFF")] };

    [Fact]
    public async Task Each_digit_is_tried_and_a_meter_read_once_and_confirmed()
    {
        var steps = await SearchAsync(
            LastDigit,
            string.Concat(Enumerable.Range(0, 10).Select(digit => digit == 8
                ? $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Select("1234567874520104")}< E5\n"
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
            + string.Concat(Enumerable.Range(0, 10).Select(digit => Select($"1{digit}FFFFFFFFFFFFFF"))));
        Assert.True(steps[0].Finding == Collision, what);
        Assert.Equal(10, steps[0].Remaining);
        Assert.Equal(11, steps.Count);
    }

    [Fact]
    public async Task A_telegram_beside_junk_is_one_of_several()
    {
        var steps = await SearchAsync(
            OneMask,
            $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}< FF 68 {Telegram()}\n"
            + string.Concat(Enumerable.Range(0, 10).Select(digit => Select($"1{digit}FFFFFFFFFFFFFF"))));
        Assert.Equal(Collision, steps[0].Finding);
    }

    [Fact]
    public async Task Junk_instead_of_the_confirmation_may_still_be_one_meter()
    {
        var steps = await SearchAsync(OneMask, $"{Select("1FFFFFFFFFFFFFFF")}< A5\n{Request1}< {Telegram()}\n{Select("1234567874520104")}< E5");
        Assert.Equal(SearchFinding.Meter, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task A_meter_that_misses_the_first_request_is_asked_once_more()
    {
        var steps = await SearchAsync(OneMask, $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}{Request1}< {Telegram()}\n{Select("1234567874520104")}< E5");
        Assert.Equal(SearchFinding.Meter, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task Junk_and_then_nothing_is_a_collision()
    {
        var steps = await SearchAsync(
            OneMask,
            $"{Select("1FFFFFFFFFFFFFFF")}< A5\n{Request1}{Request1}"
            + string.Concat(Enumerable.Range(0, 10).Select(digit => Select($"1{digit}FFFFFFFFFFFFFF"))));
        Assert.Equal(Collision, steps[0].Finding);
    }

    [Fact]
    public async Task A_clean_confirmation_and_then_nothing_is_a_mute_meter()
    {
        var steps = await SearchAsync(OneMask, $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}{Request1}");
        Assert.Equal(Mute, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task A_meter_that_does_not_confirm_its_full_address_must_say_it_twice()
    {
        var first = $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< {Telegram(access: 1)}\n{Select("1234567874520104")}";
        Assert.Equal(SearchFinding.Meter, Assert.Single(await SearchAsync(OneAddress, first + $"{Request1}< {Telegram(access: 2)}")).Finding);
        Assert.Equal(SameIdentification, Assert.Single(await SearchAsync(OneAddress, first + Request1)).Finding);
    }

    [Fact]
    public async Task An_answer_that_the_mask_does_not_match_is_not_believed()
    {
        var steps = await SearchAsync(
            new SecondarySearchOptions { Resume = [SecondaryAddress.Parse("99999999FFFFFFFF")] },
            $"{Select("99999999FFFFFFFF")}< E5\n{Request1}< {Telegram()}");
        Assert.Equal(SameIdentification, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task Two_meters_of_one_identification_are_reported_and_do_not_hold_the_search()
    {
        var steps = await SearchAsync(OneAddress, $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< 68 7A 68 FF 16 00");
        Assert.Equal(SameIdentification, Assert.Single(steps).Finding);
        Assert.Equal(0, steps[0].Remaining);
    }

    [Fact]
    public async Task A_meter_of_the_fixed_structure_is_found_by_its_identification()
    {
        const string Fixed = "68 13 13 68 08 05 73 78 56 34 12 0A 00 E9 7E 01 00 00 00 35 01 00 00 3C 16";
        var steps = await SearchAsync(OneMask, $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}< {Fixed}\n{Select("12345678FFFFFFFF")}< E5");
        Assert.Equal("12345678FFFFFFFF", Assert.Single(steps).Meter!.Address.ToString());
    }

    [Fact]
    public async Task A_meter_without_a_header_is_known_when_its_digits_are()
    {
        const string WithoutHeader = "68 09 09 68 08 01 78 0C 13 45 23 01 00 09 16";
        var steps = await SearchAsync(OneAddress, $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< {WithoutHeader}");
        Assert.Equal("12345678FFFFFFFF", Assert.Single(steps).Meter!.Address.ToString());
    }

    [Fact]
    public async Task A_thorough_search_looks_below_a_meter_for_others_that_it_hides()
    {
        var steps = await SearchAsync(
            LastDigit with { Resume = [SecondaryAddress.Parse("1234567FFFFFFFFF")], Thorough = true },
            $"{Select("1234567FFFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Select("1234567874520104")}< E5\n"
            + string.Concat(Enumerable.Range(0, 10).Select(digit => digit == 8
                ? $"{Select("12345678FFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Select("1234567874520104")}< E5\n"
                : Select($"1234567{digit}FFFFFFFF"))));
        Assert.Equal(SearchFinding.Meter, steps[0].Finding);
        Assert.Equal(FoundBefore, steps[9].Finding);
    }

    [Fact]
    public async Task Hexadecimal_digits_are_tried_when_asked_for()
    {
        var steps = await SearchAsync(
            LastDigit with { HexadecimalDigits = true },
            string.Concat("0123456789ABCDE".Select(digit => Select($"1234567{digit}FFFFFFFF"))));
        Assert.Equal(15, steps.Count);
    }

    [Fact]
    public async Task The_search_ends_with_the_last_meter_expected()
    {
        var steps = await SearchAsync(
            OneMask with { Resume = [SecondaryAddress.Parse("1FFFFFFFFFFFFFFF"), SecondaryAddress.Parse("2FFFFFFFFFFFFFFF")], ExpectedMeters = 1 },
            $"{Select("1FFFFFFFFFFFFFFF")}< E5\n{Request1}< {Telegram()}\n{Select("1234567874520104")}< E5");
        Assert.Single(steps);
    }

    [Fact]
    public async Task A_stopped_search_goes_on_where_it_was()
    {
        var pending = await PlayAsync(
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

                return search.Pending;
            });
        Assert.Equal(8, pending.Count);
        var rest = await SearchAsync(new() { Resume = pending }, string.Concat(Enumerable.Range(2, 8).Select(digit => Select($"1234567{digit}FFFFFFFF"))));
        Assert.Equal(8, rest.Count);
    }

    private static string Select(string address) =>
        $"> {Convert.ToHexString(LinkFrame.Long(new ControlField(0x73), 0xFD, 0x52, SecondaryAddress.Parse(address).ToBytes()))}\n";

    private static Task<List<SearchStep<SecondaryAddress>>> SearchAsync(SecondarySearchOptions options, string transcript) =>
        PlayAsync(transcript, async master => await new SecondarySearch(master, options).RunAsync().ToListAsync());
}
