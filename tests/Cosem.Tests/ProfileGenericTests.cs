using System.Collections.Immutable;
using Cosem.InterfaceClasses;
using Testing;

namespace Cosem.Tests;

public class ProfileGenericTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly CaptureObject Clock = new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2, 0);
    private static readonly CaptureObject Energy = new(ClassId.Register, new(1, 0, 1, 8, 0, 255), 2, 0);
    private static readonly CaptureObject Volume = new(ClassId.Register, new(8, 0, 1, 0, 0, 255), 2, 0);

    // 2024-06-15, 10:00 to 14:00 CEST; the values are 1 to 5 and 101 to 105
    private readonly InMemoryProfile _hours = Hourly(new(2024, 6, 15, 8, 0, 0, TimeSpan.Zero), 5);

    [Fact]
    public async Task Without_a_selector_the_buffer_is_whole_and_fetched_row_by_row()
    {
        var value = await Profile(_hours).GetAsync(2, null, default);
        Assert.Equal((5, 0), (value.LazyArray!.Count, _hours.Fetched));
        await using (var rows = value.LazyArray.Items.GetAsyncEnumerator(TestContext.Current.CancellationToken))
        {
            Assert.True(await rows.MoveNextAsync());
            Assert.Equal(
                new CosemData.Structure(
                    new CosemData.OctetString(Hex.Bytes("07E8060F 06 0A0000FF FF88 80")), new CosemData.Unsigned(1), new CosemData.Unsigned(101)),
                rows.Current);
        }

        Assert.Equal(1, _hours.Fetched);
        Assert.Equal(["1 101", "2 102", "3 103", "4 104", "5 105"], await ReadAsync(_hours, null));
    }

    [Fact]
    public async Task Whoever_ends_the_transfer_ends_the_fetching()
    {
        using var source = new CancellationTokenSource();
        var value = await Profile(_hours).GetAsync(2, null, source.Token);
        await using var rows = value.LazyArray!.Items.WithCancellation(source.Token).GetAsyncEnumerator();
        Assert.True(await rows.MoveNextAsync());
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await rows.MoveNextAsync());
    }

    [Fact]
    public async Task A_buffer_never_holds_more_rows_than_profile_entries_says()
    {
        var minutes = Of(new(2024, 6, 15, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(1), 101);
        Assert.Equal(new CosemData.DoubleLongUnsigned(101), (await Profile(minutes).GetAsync(7, null, default)).Data);
        Assert.Equal(new CosemData.DoubleLongUnsigned(101), (await Profile(minutes).GetAsync(8, null, default)).Data);
        Assert.Equal(new CosemData.DoubleLongUnsigned(100), (await Profile(_hours).GetAsync(8, null, default)).Data);
    }

    [Fact]
    public async Task An_empty_profile_is_an_empty_array()
    {
        var empty = new InMemoryProfile(Berlin);
        Assert.Empty(await ReadAsync(empty, null));
        Assert.Empty(await ReadAsync(empty, new EntryDescriptor(1, 0, 1, 0).ToSelectiveAccess()));
        Assert.Equal(new CosemData.DoubleLongUnsigned(0), (await Profile(empty).GetAsync(7, null, default)).Data);
    }

    [Theory]
    // from entry, to entry, from column, to column
    [InlineData(1, 0, 1, 0, "1 101|2 102|3 103|4 104|5 105")]
    [InlineData(1, 5, 1, 3, "1 101|2 102|3 103|4 104|5 105")]
    [InlineData(2, 3, 1, 0, "2 102|3 103")]
    [InlineData(4, 0, 1, 0, "4 104|5 105")]
    [InlineData(4, 1000, 1, 1000, "4 104|5 105")]
    [InlineData(1, uint.MaxValue, 2, 2, "1|2|3|4|5")]
    [InlineData(3, 3, 2, 0, "3 103")]
    [InlineData(3, 3, 3, 3, "103")] // one cell
    [InlineData(1, 1, 1, 1, "")]
    public async Task Entries_are_rows_and_columns_by_number(uint fromEntry, uint toEntry, ushort fromColumn, ushort toColumn, string rows) =>
        Assert.Equal(rows.Split('|'), await ReadAsync(_hours, new EntryDescriptor(fromEntry, toEntry, fromColumn, toColumn).ToSelectiveAccess()));

    [Theory]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 3, 1, 0)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(6, 0, 1, 0)]
    [InlineData(6, 1000, 1, 0)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(1, 0, 3, 2)]
    [InlineData(1, 0, 4, 0)]
    public async Task Entries_that_are_not_there_are_an_empty_array(uint fromEntry, uint toEntry, ushort fromColumn, ushort toColumn) =>
        Assert.Equal(
            new CosemData.Array(),
            (await Profile(_hours).GetAsync(2, new EntryDescriptor(fromEntry, toEntry, fromColumn, toColumn).ToSelectiveAccess(), default)).Data);

    [Theory]
    [InlineData("07E8060FFF0A000000FF8880", "07E8060FFF0E000000FF8880", "1 2 3 4 5")] // the whole buffer, both ends included
    [InlineData("07E8060FFF0A000000800000", "07E8060FFF0E000000800000", "1 2 3 4 5")] // in the zone of the clock
    [InlineData("07E8060FFF08000000000000", "07E8060FFF0C000000000000", "1 2 3 4 5")] // in UTC
    [InlineData("07E8060FFF0A000100FF8880", "07E8060FFF0D3B3B00FF8880", "2 3 4")]
    [InlineData("07E8060FFF0B000000FF8880", "07E8060FFF0B000000FF8880", "2")]
    [InlineData("07E8060FFF0B0000FF8000FF", "07E8060FFF0B0000FF8000FF", "2")]
    [InlineData("FFFFFFFFFFFFFFFFFF8000FF", "FFFFFFFFFFFFFFFFFF8000FF", "1 2 3 4 5")] // open at both ends
    [InlineData("07E8060FFF0D0000FF8000FF", "FFFFFFFFFFFFFFFFFF8000FF", "4 5")]
    [InlineData("FFFFFFFFFFFFFFFFFF8000FF", "07E8060FFF0B0000FF8000FF", "1 2")]
    [InlineData("07E8FFFFFFFFFFFFFF8000FF", "07E8FFFFFFFFFFFFFF8000FF", "1 2 3 4 5")] // the whole year
    [InlineData("07E806FFFFFFFFFFFF8000FF", "07E806FFFFFFFFFFFF8000FF", "1 2 3 4 5")]
    [InlineData("07E8060FFFFFFFFFFF8000FF", "07E8060FFFFFFFFFFF8000FF", "1 2 3 4 5")]
    [InlineData("07E8060FFF0BFFFFFF8000FF", "07E8060FFF0BFFFFFF8000FF", "2")]
    [InlineData("07E8060FFF0B00FFFF8000FF", "07E8060FFF0B00FFFF8000FF", "2")]
    [InlineData("07E805FEFFFFFFFFFF8000FF", "07E806FEFFFFFFFFFF8000FF", "1 2 3 4 5")] // last day of the month
    [InlineData("07E806FDFFFFFFFFFF8000FF", "07E806FEFFFFFFFFFF8000FF", "")] // 29 and 30 June
    [InlineData("07E8060EFF000000008000FF", "07E8060EFF173B3BFF8000FF", "")] // before
    [InlineData("07E80610FF000000008000FF", "07E80610FF173B3BFF8000FF", "")] // after
    [InlineData("07E8060FFF0E000000FF8880", "07E8060FFF0A000000FF8880", "")] // from after to
    [InlineData("00010101FF000000008000FF", "270F0C1FFF173B3BFF8000FF", "1 2 3 4 5")]
    [InlineData("00010101FF00000000FF8880", "270F0C1FFF173B3BFF007800", "1 2 3 4 5")]
    public async Task A_range_is_given_with_both_its_ends(string from, string to, string rows) =>
        Assert.Equal(rows, string.Join(' ', (await ReadAsync(_hours, Range(from, to))).Select(row => row.Split(' ')[0])));

    [Theory]
    [InlineData("0000060FFF0A0000FF8000FF")] // year 0
    [InlineData("2710060FFF0A0000FF8000FF")] // year 10000
    [InlineData("07E7021DFF0A0000FF8000FF")] // no 29 February
    [InlineData("07E8FDFFFFFFFFFFFF8000FF")] // a month that only a rule names
    [InlineData("07E80D0FFF0A0000FF8000FF")]
    [InlineData("07E8060FFF180000FF8000FF")]
    public async Task A_time_that_cannot_be_is_refused(string time)
    {
        const string Open = "FFFFFFFFFFFFFFFFFF8000FF";
        Assert.Equal(DataAccessResult.TypeUnmatched, (await Profile(_hours).GetAsync(2, Range(time, Open), default)).Result);
        Assert.Equal(DataAccessResult.TypeUnmatched, (await Profile(_hours).GetAsync(2, Range(Open, time), default)).Result);
    }

    [Theory]
    // rows every half hour from 02:00 CEST: 02:00, 02:30, then the same again in CET, then 03:00
    [InlineData("07E80A1BFF020000FF8000FF", "07E80A1BFF020000FF8000FF", "1 2 3")] // from the first, to the last occurrence
    [InlineData("07E80A1BFF021E00FF800080", "07E80A1BFF021E00FF800080", "2 3 4")] // the status does not tell
    [InlineData("07E80A1BFF020000FFFF8880", "07E80A1BFF021E00FFFF8880", "1 2")] // but the deviation does
    [InlineData("07E80A1BFF020000FFFFC400", "07E80A1BFF021E00FFFFC400", "3 4")]
    [InlineData("07E80A1BFF02FFFFFF8000FF", "07E80A1BFF02FFFFFF8000FF", "1 2 3 4")]
    [InlineData("07E80A1BFF030000FF8000FF", "07E80A1BFF030000FF8000FF", "5")]
    public async Task The_hour_that_comes_twice_counts_from_its_first_to_its_last_occurrence(string from, string to, string rows)
    {
        var halfHours = Of(new(2024, 10, 27, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(30), 5);
        Assert.Equal(rows, string.Join(' ', (await ReadAsync(halfHours, Range(from, to))).Select(row => row.Split(' ')[0])));
    }

    [Theory]
    // rows every quarter from 01:45 CET: 01:45, 03:00 CEST, 03:15, 03:30
    [InlineData("07E8031FFF021E00FF8000FF", "07E8031FFF030F00FF8000FF", "2 3")]
    [InlineData("07E8031FFF012D00FF8000FF", "07E8031FFF021E2DFF8000FF", "1")]
    [InlineData("07E8031FFF020000FF8000FF", "07E8031FFF023B3BFF8000FF", "")]
    [InlineData("07E8031FFF020F0FFF8000FF", "07E8031FFF03FFFFFF8000FF", "2 3 4")]
    public async Task An_hour_that_does_not_come_is_the_moment_of_the_change(string from, string to, string rows)
    {
        var quarters = Of(new(2024, 3, 31, 0, 45, 0, TimeSpan.Zero), TimeSpan.FromMinutes(15), 4);
        Assert.Equal(rows, string.Join(' ', (await ReadAsync(quarters, Range(from, to))).Select(row => row.Split(' ')[0])));
    }

    [Fact]
    public async Task A_row_within_a_second_belongs_to_what_the_clock_shows()
    {
        var row = Of(new(2024, 6, 15, 8, 0, 0, 700, TimeSpan.Zero), TimeSpan.FromHours(1), 1);
        Assert.Equal(["1 101"], await ReadAsync(row, Range("07E8060FFF0A000000FF8880", "07E8060FFF0A000000FF8880")));
        Assert.Equal(["1 101"], await ReadAsync(row, Range("07E8060FFF0A000063FF8880", "07E8060FFF0A000000800000")));
    }

    [Fact]
    public async Task A_range_gives_the_columns_asked_for_in_that_order()
    {
        Assert.Equal(["4", "5"], await ReadAsync(_hours, From13(Energy)));
        Assert.Equal(["104 4", "105 5"], await ReadAsync(_hours, From13(Volume, Energy)));
        Assert.Equal(["104", "105"], await ReadAsync(_hours, From13(Clock, Volume)));
        Assert.Equal(["", ""], await ReadAsync(_hours, From13(Clock)));
    }

    [Fact]
    public async Task A_column_that_is_not_there_or_is_named_twice_is_refused()
    {
        foreach (var columns in new CaptureObject[][]
        {
            [Energy with { Attribute = 3 }],
            [Clock, Energy with { LogicalName = default }],
            [Energy with { ClassId = ClassId.ExtendedRegister }],
            [Energy with { DataIndex = 1 }],
            [Energy, Energy],
        })
        {
            Assert.Equal(DataAccessResult.TypeUnmatched, (await Profile(_hours).GetAsync(2, From13(columns), default)).Result);
        }
    }

    [Fact]
    public async Task A_wrong_descriptor_or_an_unknown_selector_is_refused()
    {
        var range = From13();
        var entries = new EntryDescriptor(1, 0, 1, 0).ToSelectiveAccess();
        foreach (var wrong in new SelectiveAccess[]
        {
            new(1, entries.Parameters),
            new(2, range.Parameters),
            new(3, CosemData.Null.Instance),
            new(0, CosemData.Null.Instance),
        })
        {
            Assert.Equal(DataAccessResult.TypeUnmatched, (await Profile(_hours).GetAsync(2, wrong, default)).Result);
        }

        Assert.Equal(DataAccessResult.TypeUnmatched, (await Profile(_hours).GetAsync(3, range, default)).Result);
    }

    [Fact]
    public async Task It_shows_its_columns_and_its_order()
    {
        var profile = Profile(_hours);
        Assert.Equal(
            new CosemData.Array(Clock.ToData(), Energy.ToData(), Volume.ToData()), (await profile.GetAsync(3, null, default)).Data);
        Assert.Equal(new CosemData.DoubleLongUnsigned(3_600), (await profile.GetAsync(4, null, default)).Data);
        Assert.Equal(new CosemData.Enum(1), (await profile.GetAsync(5, null, default)).Data);
        Assert.Equal(Clock.ToData(), (await profile.GetAsync(6, null, default)).Data);
        Assert.Equal(new CosemData.DoubleLongUnsigned(5), (await profile.GetAsync(7, null, default)).Data);
        Assert.Equal(new CosemData.DoubleLongUnsigned(100), (await profile.GetAsync(8, null, default)).Data);
        Assert.Equal(["reset", "capture"], profile.Methods.Select(method => method.Name));
        Assert.DoesNotContain(profile.Methods, method => method.CanInvoke);
    }

    private static ProfileGeneric Profile(IProfileSource source) =>
        new(new(1, 0, 99, 1, 0, 255), [Clock, Energy, Volume], TimeSpan.FromHours(1), Berlin, source);

    private static InMemoryProfile Hourly(DateTimeOffset start, int count) => Of(start, TimeSpan.FromHours(1), count);

    private static InMemoryProfile Of(DateTimeOffset start, TimeSpan period, int count)
    {
        var rows = ImmutableArray.CreateBuilder<(DateTimeOffset Time, CosemData[] Values)>();
        for (var row = 0; row < count; row++)
        {
            rows.Add((start + (row * period), [new CosemData.Unsigned((byte)(row + 1)), new CosemData.Unsigned((byte)(row + 101))]));
        }

        return new(Berlin, rows.ToImmutable());
    }

    private static SelectiveAccess From13(params CaptureObject[] columns)
    {
        Assert.True(CosemDateTime.TryParse(Hex.Bytes("07E8060FFF0D0000FF8000FF"), out var from));
        return new RangeDescriptor(from, CosemDateTime.NotSpecified, columns).ToSelectiveAccess();
    }

    private static SelectiveAccess Range(string from, string to) => new(RangeDescriptor.Selector, new CosemData.Structure(
        Clock.ToData(), new CosemData.OctetString(Hex.Bytes(from)), new CosemData.OctetString(Hex.Bytes(to)), new CosemData.Array()));

    /// <summary>The numbers of each row, without the clock's time.</summary>
    private static async Task<string[]> ReadAsync(IProfileSource source, SelectiveAccess? access)
    {
        var value = await Profile(source).GetAsync(2, access, default);
        Assert.Equal(DataAccessResult.Success, value.Result);
        var rows = new List<string>();
        if (value.LazyArray is { } lazy)
        {
            await foreach (var row in lazy.Items)
            {
                rows.Add(string.Join(' ', ((CosemData.Structure)row).Items.OfType<CosemData.Unsigned>().Select(number => number.Value)));
            }

            Assert.Equal(lazy.Count, rows.Count);
        }
        else
        {
            Assert.Equal(new CosemData.Array(), value.Data);
        }

        return [.. rows];
    }
}
