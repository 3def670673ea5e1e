using Cosem;
using Dlms.Client;
using Dlms.Xdlms;
using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests;

/// <summary>Profiles as a head-end reads them from the DLMS server.</summary>
public class ProfileReadTests
{
    private static readonly CaptureObject Clock = new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2, 0);
    private static readonly CaptureObject Volume = new(ClassId.Register, new(8, 0, 1, 0, 0, 255), 2, 0);
    private static readonly CaptureObject Flow = new(ClassId.Register, new(8, 0, 2, 0, 0, 255), 2, 0);

    /// <summary>2026-02-01 01:00 in Stockholm.</summary>
    private static readonly DateTimeOffset Begin = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_row_bears_the_time_of_its_mark_and_holds_the_first_reading_after_it()
    {
        await using var parts = await ProfileParts.OpenAsync(null, ProfileParts.Volume, ProfileParts.Flow);
        await parts.StoreAsync("2026-02-01 10:01:07 +01:00", ProfileParts.Litres(100) + "02 3B 07 00");
        await parts.StoreAsync("2026-02-01 10:09 +01:00", ProfileParts.Litres(101));
        await parts.StoreAsync("2026-02-01 10:30 +01:00", ProfileParts.Litres(102));

        await using var client = await parts.ConnectAsync();
        var buffer = Assert.IsType<CosemData.Array>(await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2));

        Assert.Equal(
            [
                new CosemData.Structure(Octets("07EA0201 07 0A0000FF FFC4 00"), new CosemData.DoubleLongUnsigned(100), new CosemData.DoubleLong(7)),
                new CosemData.Structure(Octets("07EA0201 07 0A1E00FF FFC4 00"), new CosemData.DoubleLongUnsigned(102), CosemData.Null.Instance),
            ],
            buffer.Items);
        Assert.Equal(new CosemData.Array(Clock.ToData(), Volume.ToData(), Flow.ToData()), await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2, 3));
        Assert.Equal(new CosemData.DoubleLongUnsigned(900), await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2, 4));
        Assert.Equal(new CosemData.Enum(1), await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2, 5));
        Assert.Equal(Clock.ToData(), await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2, 6));
        Assert.Equal(new CosemData.DoubleLongUnsigned(2), await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2, 7));
        Assert.Equal(new CosemData.DoubleLongUnsigned(400 * 96), await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2, 8));
    }

    [Fact]
    public async Task The_three_profiles_have_their_own_intervals()
    {
        await using var parts = await ProfileParts.OpenAsync(new());
        foreach (var at in new[] { "2026-01-31 23:50", "2026-02-01 00:05", "2026-02-01 12:00", "2026-02-02 00:00:30", "2026-03-01 06:00" })
        {
            await parts.StoreAsync($"{at} +01:00", ProfileParts.Litres(1));
        }

        await using var client = await parts.ConnectAsync();
        string[][] rows =
        [
            ["2026-01-31 23:50 1", "2026-02-01 00:05 1", "2026-02-01 12:00 1", "2026-02-02 00:00:30 1", "2026-03-01 06:00 1"],
            ["2026-01-31 00:00 1", "2026-02-01 00:00 1", "2026-02-02 00:00 1", "2026-03-01 00:00 1"],
            ["2026-01-01 00:00 1", "2026-02-01 00:00 1", "2026-03-01 00:00 1"],
        ];
        uint[] periods = [900, 86_400, 0];
        uint[] entries = [400 * 96, 400, 14];
        foreach (var (i, (_, name)) in MeterProfiles.Kinds.Index())
        {
            Assert.Equal(rows[i], ProfileParts.Lines(await client.ReadAsync(ClassId.ProfileGeneric, name)));
            Assert.Equal(new CosemData.DoubleLongUnsigned(periods[i]), await client.ReadAsync(ClassId.ProfileGeneric, name, 4));
            Assert.Equal(new CosemData.DoubleLongUnsigned((uint)rows[i].Length), await client.ReadAsync(ClassId.ProfileGeneric, name, 7));
            Assert.Equal(new CosemData.DoubleLongUnsigned(entries[i]), await client.ReadAsync(ClassId.ProfileGeneric, name, 8));
        }
    }

    [Fact]
    public async Task A_reading_later_than_the_tolerance_is_no_row()
    {
        await using var parts = await ProfileParts.OpenAsync(ProfileParts.Of("1 h", TimeSpan.FromMinutes(5)));
        foreach (var at in new[] { "10:05:00", "11:05:01", "12:04", "13:30" })
        {
            await parts.StoreAsync($"2026-02-01 {at} +01:00", ProfileParts.Litres(1));
        }

        Assert.Equal(["2026-02-01 10:00 1", "2026-02-01 12:00 1"], await parts.BufferAsync());
    }

    [Theory]
    // quarters from 01:00 to 02:45 are 1 to 8
    [InlineData("07EA0201FF010000FF8000FF", "07EA0201FF022D00FF8000FF", "1 2 3 4 5 6 7 8")]
    [InlineData("07EA0201FF011500FF8000FF", "07EA0201FF020000FF8000FF", "3 4 5")] // 01:21 to 02:00
    [InlineData("07EA0201FF010F00FF8000FF", "07EA0201FF010F00FF8000FF", "2")]
    [InlineData("07EA0201FF000F0000000000", "07EA0201FF001E0000000000", "2 3")] // in UTC
    [InlineData("07E90101FF000000FF8000FF", "07EA0131FF173B3BFF8000FF", "!")] // no 31st month
    [InlineData("07E90101FF000000FF8000FF", "07EA011FFF173B3BFF8000FF", "")] // before
    [InlineData("07EA0202FF000000FF8000FF", "07EA0301FF000000FF8000FF", "")] // after
    [InlineData("07D00101FF000000FF8000FF", "07EA0201FF010F00FF8000FF", "1 2")] // across the beginning
    [InlineData("07EA0201FF022000FF8000FF", "08340101FF000000FF8000FF", "8")] // across the end
    [InlineData("07EA0201FF022D00FF8000FF", "07EA0201FF010000FF8000FF", "")] // from later than to
    [InlineData("FFFFFFFFFFFFFFFFFF8000FF", "FFFFFFFFFFFFFFFFFF8000FF", "1 2 3 4 5 6 7 8")]
    [InlineData("00010101FF000000FF8000FF", "270F0C1FFF173B3BFF8000FF", "1 2 3 4 5 6 7 8")]
    [InlineData("07EA0201FF01000000", "07EA0201FF022D00FF8000FF", "!")] // too short
    public async Task A_range_is_given_with_both_its_ends(string from, string to, string rows)
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreQuartersAsync(Begin, 8);

        var access = Range(from, to);
        if (rows == "!")
        {
            Assert.Equal(DataAccessResult.TypeUnmatched, await parts.RefusedAsync(access));
            return;
        }

        Assert.Equal(rows, string.Join(' ', (await parts.BufferAsync(access)).Select(line => line.Split(' ')[^1])));
    }

    [Fact]
    public async Task Columns_are_given_as_asked_and_unknown_or_doubled_ones_are_refused()
    {
        await using var parts = await ProfileParts.OpenAsync(null, ProfileParts.Volume, ProfileParts.Flow);
        await parts.StoreAsync("2026-02-01 10:00 +01:00", ProfileParts.Litres(100) + "02 3B 07 00");

        Assert.Equal(["7 2026-02-01 10:00"], await parts.BufferAsync(All(Flow, Clock)));
        Assert.Equal(["100"], await parts.BufferAsync(All(Volume)));
        Assert.Equal(DataAccessResult.TypeUnmatched, await parts.RefusedAsync(All(Volume, Volume)));
        Assert.Equal(DataAccessResult.TypeUnmatched, await parts.RefusedAsync(All(Volume with { LogicalName = new(8, 0, 9, 0, 0, 255) })));
        Assert.Equal(DataAccessResult.TypeUnmatched, await parts.RefusedAsync(All(Volume with { Attribute = 3 })));
        Assert.Equal(DataAccessResult.TypeUnmatched, await parts.RefusedAsync(new SelectiveAccess(3, CosemData.Null.Instance)));
    }

    [Theory]
    [InlineData(1, 0, 1, 0, "2026-02-01 01:00 1|2026-02-01 01:15 2|2026-02-01 01:30 3")]
    [InlineData(2, 2, 2, 2, "2")]
    [InlineData(3, 9, 1, 9, "2026-02-01 01:30 3")]
    [InlineData(0, 0, 1, 0, "")]
    [InlineData(0, 2, 1, 0, "")]
    [InlineData(4, 0, 1, 0, "")]
    [InlineData(3, 2, 1, 0, "")]
    [InlineData(uint.MaxValue, uint.MaxValue, 1, 0, "")]
    [InlineData(1, 0, 3, 3, "")]
    public async Task Entries_are_counted_from_the_oldest_and_what_is_not_there_is_an_empty_array(uint first, uint last, ushort firstColumn, ushort lastColumn, string rows)
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreQuartersAsync(Begin, 3);
        Assert.Equal(rows, string.Join('|', await parts.BufferAsync(new EntryDescriptor(first, last, firstColumn, lastColumn).ToSelectiveAccess())));
    }

    [Theory]
    // half hours from 01:30 CEST: 01:30, 02:00, 02:30, 02:00, 02:30 and 03:00 CET are 1 to 6
    [InlineData("07E90A1AFF020000FF8000FF", "07E90A1AFF021E00FF8000FF", "2 3 4 5")] // from the first to the last occurrence
    [InlineData("07E90A1AFF020000FFFF8880", "07E90A1AFF021E00FFFF8880", "2 3")] // summer time
    [InlineData("07E90A1AFF020000FFFFC400", "07E90A1AFF021E00FFFFC400", "4 5")] // standard time
    [InlineData("07E90A1AFF021E00FF8000FF", "07E90A1AFF030000FF8000FF", "3 4 5 6")]
    public async Task The_autumn_hour_comes_twice(string from, string to, string rows)
    {
        await using var parts = await ProfileParts.OpenAsync(ProfileParts.Of("30 min"));
        for (var i = 0; i < 6; i++)
        {
            await parts.StoreAsync(new DateTimeOffset(2025, 10, 25, 23, 30, 0, TimeSpan.Zero).AddMinutes(30 * i), ProfileParts.Litres((uint)i + 1));
        }

        Assert.Equal(rows, string.Join(' ', (await parts.BufferAsync(Range(from, to))).Select(line => line.Split(' ')[^1])));
        await using var client = await parts.ConnectAsync();
        var buffer = Assert.IsType<CosemData.Array>(await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2));
        Assert.Equal(Octets("07E90A1A 07 021E00FF FF88 80"), Assert.IsType<CosemData.Structure>(buffer.Items[2]).Items[0]);
        Assert.Equal(Octets("07E90A1A 07 020000FF FFC4 00"), Assert.IsType<CosemData.Structure>(buffer.Items[3]).Items[0]);
    }

    [Fact]
    public async Task An_empty_profile_is_an_empty_array_and_a_meter_without_mapping_has_the_clock_alone()
    {
        await using var parts = await ProfileParts.OpenAsync();
        Assert.Empty(await parts.BufferAsync());
        parts.Parts.Mapped.Catalog = Metering.Mapping.MappingCatalog.Empty;
        await parts.StoreAsync("2026-02-01 10:00 +01:00", ProfileParts.Litres(1));
        Assert.Equal(["2026-02-01 10:00"], await parts.BufferAsync());
        Assert.Equal(CosemText(Clock), await parts.AttributeAsync(3));
    }

    [Fact]
    public async Task The_public_client_sees_no_profile_and_nobody_can_reset_or_capture()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await using var anybody = await parts.ConnectAsync(isPublic: true);
        await using var management = await parts.ConnectAsync();
        var list = await management.GetObjectListAsync();
        foreach (var (_, name) in MeterProfiles.Kinds)
        {
            Assert.Equal(DataAccessResult.ReadWriteDenied, (await Assert.ThrowsAsync<DataAccessException>(() => anybody.ReadAsync(ClassId.ProfileGeneric, name))).Result);
            Assert.All(Enumerable.Range(1, 8), attribute => Assert.Equal(AttributeAccess.Read, list.Single(element => element.LogicalName == name).Attributes[attribute]));
            for (sbyte method = 1; method <= 2; method++)
            {
                var refused = await Assert.ThrowsAsync<ActionException>(() => management.ActionAsync(new MethodDescriptor(ClassId.ProfileGeneric, name, method), new CosemData.Integer(0)));
                Assert.Equal(ActionResult.ReadWriteDenied, refused.Result);
            }
        }
    }

    [Fact]
    public async Task Readouts_that_arrive_while_a_profile_is_read_do_not_move_its_rows()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreQuartersAsync(Begin.AddSeconds(5), 250);
        var before = await parts.BufferAsync();
        Assert.Equal(250, before.Length);

        // a new row at the end, and a late reading that is the first of a mark still to be sent
        parts.Store.BeforeRead = Once(async () =>
        {
            await parts.StoreAsync(Begin.AddMinutes(15 * 250), ProfileParts.Litres(7));
            await parts.StoreAsync(Begin.AddMinutes(15 * 200), ProfileParts.Litres(8));
        });
        Assert.Equal(before, await parts.BufferAsync(pduSize: 200));
        parts.Store.BeforeRead = null;
        var after = await parts.BufferAsync();
        Assert.Equal(251, after.Length);
        Assert.EndsWith(" 8", after[200], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_that_changes_while_a_profile_is_read_counts_from_the_next_read_on()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreQuartersAsync(Begin, 250);
        var before = await parts.BufferAsync();

        parts.Store.BeforeRead = Once(() =>
        {
            parts.Parts.Mapped.Catalog = MappingText.Catalog(ProfileParts.Flow.Replace("023b", "0413", StringComparison.Ordinal).Replace("15", "13", StringComparison.Ordinal));
            return parts.ObserveAsync();
        });
        Assert.Equal(before, await parts.BufferAsync(pduSize: 200));
        Assert.Contains("8.0.2.0.0.255", (await parts.AttributeAsync(3)).Replace("0800020000FF", "8.0.2.0.0.255", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(before, await parts.BufferAsync()); // the same values under the new name
    }

    [Theory]
    [InlineData(47, true)]
    [InlineData(49, false)]
    public async Task A_profile_that_is_read_for_longer_than_its_readings_are_kept_ends_with_an_error(int hours, bool isGiven)
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreQuartersAsync(Begin, 250);
        var kept = Begin;
        parts.Parts.KeptSince = () => kept;
        parts.Store.BeforeRead = call => kept = call == 1 ? Begin : Begin.AddMinutes(15 * 100).AddHours(hours);
        if (isGiven)
        {
            Assert.Equal(250, (await parts.BufferAsync(pduSize: 200)).Length);
            parts.Store.BeforeRead = null;
            Assert.Equal(Math.Max(0, 250 - 100 - (4 * hours)), (await parts.BufferAsync()).Length);
        }
        else
        {
            Assert.Equal(DataAccessResult.OtherReason, await parts.RefusedAsync(pduSize: 200));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(120)]
    [InlineData(249)]
    public async Task A_row_that_is_gone_is_an_error_and_never_a_shorter_array(int gone)
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreQuartersAsync(Begin, 250);
        parts.Store.BeforeRead = _ => parts.Store.IsGone = time => time.ReadAt == Begin.AddMinutes(15 * gone);
        Assert.Equal(DataAccessResult.OtherReason, await parts.RefusedAsync(pduSize: 200));
    }

    [Fact]
    public async Task Readings_are_fetched_on_the_thread_pool_so_that_a_socket_is_never_held_up()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreQuartersAsync(Begin, 250);
        Assert.True(parts.Parts.Directory.Find(16)!.TryFind(Obis.LoadProfile2, out var profile));
        ValueTask<AttributeValue> getting = default;
        var asked = OnThread(() => getting = profile!.Object.GetAsync(2, access: null, default));
        var rows = (await getting).LazyArray!.Items.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> moving = default;
        var fetched = OnThread(() => moving = rows.MoveNextAsync());
        Assert.True(await moving);
        await rows.DisposeAsync();

        Assert.NotEmpty(parts.Store.Threads);
        Assert.False(parts.Store.Threads.ContainsKey(asked));
        Assert.False(parts.Store.Threads.ContainsKey(fetched));
    }

    private static Thread OnThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
        return thread;
    }

    private static Action<int> Once(Func<Task> action) => call =>
    {
        if (call == 2)
        {
            using var done = new ManualResetEventSlim();
            _ = Task.Run(async () =>
            {
                await action();
                done.Set();
            });
            done.Wait();
        }
    };

    private static string CosemText(CaptureObject column) => Gateway.CommandLine.CosemText.Of(new CosemData.Array(column.ToData()));

    private static CosemData.OctetString Octets(string hex) => new(Hex.Bytes(hex));

    private static SelectiveAccess Range(string from, string to) => new(RangeDescriptor.Selector, new CosemData.Structure(
        Clock.ToData(), Octets(from), Octets(to), new CosemData.Array()));

    private static SelectiveAccess All(params CaptureObject[] columns) => new RangeDescriptor(CosemDateTime.NotSpecified, CosemDateTime.NotSpecified, columns).ToSelectiveAccess();
}
