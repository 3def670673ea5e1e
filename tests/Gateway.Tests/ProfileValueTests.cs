using System.Globalization;
using Cosem;
using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Metering.Events;
using Metering.Profiles;

namespace Gateway.Tests;

/// <summary>What the mapping makes of the readings of a profile, and what reports are given of it.</summary>
public class ProfileValueTests
{
    private static readonly string Energy = MappingText.Entry("8.0.1.0.0.255", "mbus.dib.energy.0.0.0.0.value", scaler: 0, unit: 0);

    [Fact]
    public async Task A_reading_finer_than_its_column_is_an_error_once_and_then_the_whole_column_is_finer()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreAsync("2026-02-01 10:00 +01:00", ProfileParts.Litres(12345, vif: 0x12));
        await parts.StoreAsync("2026-02-01 10:15 +01:00", ProfileParts.Litres(123456, vif: 0x11));
        await parts.StoreAsync("2026-02-01 10:30 +01:00", ProfileParts.Litres(1234));

        // a mapping that came into force after them knows the last readout alone
        parts.Parts.Mapped.Catalog = MappingText.Catalog(ProfileParts.Volume + " ");
        await parts.ObserveAsync();
        Assert.Equal("{-3, 13}", await ScalerUnitAsync(parts));

        Assert.Equal(DataAccessResult.OtherReason, await parts.RefusedAsync());
        Assert.Equal("{-5, 13}", await ScalerUnitAsync(parts));
        Assert.Equal(["2026-02-01 10:00 123450", "2026-02-01 10:15 123456", "2026-02-01 10:30 123400"], await parts.BufferAsync());
        Assert.Equal(1, parts.Parts.MappedLog.Count("need the scaler -5"));
        Assert.Equal(0, parts.Parts.MappedLog.Count("leave those cells empty"));

        // whoever has copied the scaler has to know at once, and a restart must not bring back the old one
        await parts.Parts.Mapped.Remembering;
        Assert.Contains("8.0.1.0.0.255=-5", parts.Parts.Installation.State.State["mapping.entries.1"], StringComparison.Ordinal);
        const string Changed = "were DoubleLongUnsigned/-3/13 and are DoubleLongUnsigned/-5/13";
        Assert.Equal(1, parts.Parts.Events.Count(EventCode.RegisterScalerChanged, Changed));
        await parts.StoreAsync("2026-02-01 10:45 +01:00", ProfileParts.Litres(1235));
        Assert.Equal(1, parts.Parts.Events.Count(EventCode.RegisterScalerChanged, Changed));
    }

    [Fact]
    public async Task A_finer_reading_late_in_a_long_profile_ends_the_transfer_and_the_next_one_is_whole()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreQuartersAsync(new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), 240);
        await parts.StoreAsync("2026-02-03 13:00 +01:00", ProfileParts.Litres(5, vif: 0x12));
        await parts.StoreAsync("2026-02-03 13:15 +01:00", ProfileParts.Litres(5, vif: 0x11));
        await parts.StoreAsync("2026-02-03 13:30 +01:00", ProfileParts.Litres(5));
        parts.Parts.Mapped.Catalog = MappingText.Catalog(ProfileParts.Volume + " ");
        await parts.ObserveAsync();

        Assert.Equal(DataAccessResult.OtherReason, await parts.RefusedAsync(pduSize: 200));
        var rows = await parts.BufferAsync(pduSize: 200);
        Assert.Equal(243, rows.Length);
        Assert.Equal("2026-02-03 13:15 5", rows[^2]);
    }

    [Fact]
    public async Task A_profile_for_reports_keeps_the_scaler_it_began_with_and_asked_for_anew_it_has_the_finer_one()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreAsync("2026-02-01 10:00 +01:00", ProfileParts.Litres(12345, vif: 0x12));
        await parts.StoreAsync("2026-02-01 10:15 +01:00", ProfileParts.Litres(1234));
        parts.Parts.Mapped.Catalog = MappingText.Catalog(ProfileParts.Volume + " ");
        await parts.ObserveAsync();

        var begun = parts.Profiles.Of(parts.Meter, ProfileKind.LoadProfile2);
        Assert.Equal(new ScalerUnit(-3, Unit.CubicMetre), Assert.Single(begun.Columns).ScalerUnit);
        Assert.Throws<FinerScalerException>(() => parts.Lines(begun.Appended(0, 2)));
        Assert.Throws<FinerScalerException>(() => parts.Lines(begun.Latest(2)));
        var anew = parts.Profiles.Of(parts.Meter, ProfileKind.LoadProfile2);
        Assert.Equal(new ScalerUnit(-4, Unit.CubicMetre), Assert.Single(anew.Columns).ScalerUnit);
        Assert.Equal(["2026-02-01 10:00 12345", "2026-02-01 10:15 12340"], parts.Lines(anew.Appended(0, 2)));
        Assert.Equal(["2026-02-01 10:15 12340"], parts.Lines(anew.Latest(1)));
    }

    [Fact]
    public async Task A_reading_whose_record_contradicts_the_mapping_is_an_empty_cell_and_columns_do_not_come_and_go()
    {
        var either = MappingText.Entry("8.0.9.0.0.255", "mbus.dib.0413.value").Replace("0413.value\"", "0413.value\", \"mbus.dib.0403.value\"", StringComparison.Ordinal);
        await using var parts = await ProfileParts.OpenAsync(null, either, ProfileParts.Flow);
        await parts.StoreAsync("2026-02-01 10:00 +01:00", "04 13 05 00 00 00 02 3B 07 00");
        await parts.StoreAsync("2026-02-01 10:15 +01:00", "04 03 06 00 00 00 02 3B 08 00"); // Wh where m3 are asked for

        var columns = await parts.AttributeAsync(3);
        Assert.Equal(["2026-02-01 10:00 5 7", "2026-02-01 10:15 null 8"], await parts.BufferAsync());
        var report = parts.Profiles.Of(parts.Meter, ProfileKind.LoadProfile2);
        Assert.Equal([new ScalerUnit(-3, Unit.CubicMetre), new ScalerUnit(-3, Unit.CubicMetrePerHour)], report.Columns.Select(column => column.ScalerUnit));
        Assert.Equal(["2026-02-01 10:00 5 7", "2026-02-01 10:15 null 8"], parts.Lines(report.Appended(0, 2)));

        await parts.StoreAsync("2026-02-01 10:30 +01:00", "04 13 06 00 00 00 02 3B 09 00");
        Assert.Equal(columns, await parts.AttributeAsync(3));
        Assert.Equal("2026-02-01 10:30 6 9", (await parts.BufferAsync())[^1]);
    }

    [Fact]
    public async Task A_value_in_another_unit_is_an_empty_cell_and_told_once()
    {
        await using var parts = await ProfileParts.OpenAsync(null, Energy);
        await parts.StoreAsync("2026-02-01 10:00 +01:00", "04 08 05 00 00 00"); // J
        await parts.StoreAsync("2026-02-01 10:15 +01:00", "04 03 06 00 00 00"); // Wh

        Assert.Equal(["2026-02-01 10:00 null", "2026-02-01 10:15 6"], await parts.BufferAsync());
        Assert.Equal(["2026-02-01 10:00 null", "2026-02-01 10:15 6"], await parts.BufferAsync());
        Assert.Equal(1, parts.Parts.MappedLog.Count("are in Joule (25) with scaler 0, its last one is in WattHour (30) with scaler 0; profiles leave those cells empty"));
    }

    [Fact]
    public async Task A_last_readout_without_the_record_does_not_take_the_unit_from_the_column()
    {
        await using var parts = await ProfileParts.OpenAsync(null, Energy);
        await parts.StoreAsync("2026-02-01 10:00 +01:00", "04 03 06 00 00 00");
        await parts.StoreAsync("2026-02-01 10:15 +01:00", "02 3B 07 00");

        Assert.Equal(["2026-02-01 10:00 6", "2026-02-01 10:15 null"], await parts.BufferAsync());
        Assert.Equal("{0, 30}", await ScalerUnitAsync(parts));
        Assert.EndsWith("8.0.1.0.0.255@0:30", parts.Parts.Installation.State.State["mapping.entries.1"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_record_is_an_empty_cell_or_the_default()
    {
        var withDefault = MappingText.Entry("8.0.2.0.0.255", "mbus.dib.023b.value", type: 5, unit: 15, more: ", \"dlmsDefaultValue\": \"-1\"");
        await using var parts = await ProfileParts.OpenAsync(null, ProfileParts.Volume, withDefault);
        await parts.StoreAsync("2026-02-01 10:00 +01:00", ProfileParts.Litres(1));
        await parts.StoreAsync("2026-02-01 10:15 +01:00", "02 3B 07 00");
        Assert.Equal(["2026-02-01 10:00 1 -1", "2026-02-01 10:15 null 7"], await parts.BufferAsync());
    }

    [Fact]
    public async Task A_value_of_continuous_mode_is_no_row()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreAsync("2026-02-01 10:00 +01:00", ProfileParts.Litres(1));
        parts.Parts.Live.Show(MappingText.Readout(parts.Meter, new(2026, 2, 1, 9, 30, 0, TimeSpan.Zero), ProfileParts.Litres(2)));
        Assert.Equal(["2026-02-01 10:00 1"], await parts.BufferAsync());
        Assert.Equal(["2026-02-01 10:00 1"], parts.Lines(parts.Profiles.Of(parts.Meter, ProfileKind.LoadProfile2).Latest(5)));
    }

    [Fact]
    public async Task The_gateways_own_objects_are_no_columns()
    {
        var own = MappingText.Entry("0.0.96.1.0.255", "mbus.dib.0413.value", "data", unit: 255);
        var profile = MappingText.Entry("1.0.99.1.0.255", "mbus.dib.0413.value", "data", unit: 255);
        await using var parts = await ProfileParts.OpenAsync(null, own, ProfileParts.Volume, profile);
        await parts.StoreAsync("2026-02-01 10:00 +01:00", ProfileParts.Litres(1));

        Assert.Equal(["2026-02-01 10:00 1"], await parts.BufferAsync());
        Assert.Equal(["8.0.1.0.0.255"], parts.Profiles.Of(parts.Meter, ProfileKind.Billing).Columns.Select(column => column.CaptureObject.LogicalName.ToString()));
    }

    [Fact]
    public async Task A_late_reading_that_became_the_first_of_its_mark_is_given_again()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreAsync("2026-02-01 10:02 +01:00", ProfileParts.Litres(1));
        await parts.StoreAsync("2026-02-01 10:16 +01:00", ProfileParts.Litres(2));
        var first = parts.Parts.Installation.Readouts.Newest;
        await parts.StoreAsync("2026-02-01 10:03 +01:00", ProfileParts.Litres(3)); // not the first
        await parts.StoreAsync("2026-02-01 10:01 +01:00", ProfileParts.Litres(4));
        var second = parts.Parts.Installation.Readouts.Newest;

        var profile = parts.Profiles.Of(parts.Meter, ProfileKind.LoadProfile2);
        Assert.Equal(["2026-02-01 10:00 1", "2026-02-01 10:15 2"], parts.Lines(profile.Appended(0, first)));
        Assert.Equal(["2026-02-01 10:00 4"], parts.Lines(profile.Appended(first, second)));
        Assert.Equal(["2026-02-01 10:15 2", "2026-02-01 10:00 4"], parts.Lines(profile.Appended(0, second)));
        Assert.Empty(profile.Latest(0));
    }

    [Fact]
    public async Task The_latest_rows_are_not_those_of_a_clock_that_was_ahead()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.StoreAsync("2026-02-01 10:00 +01:00", ProfileParts.Litres(1));
        await parts.StoreAsync("2027-02-01 10:00 +01:00", ProfileParts.Litres(2)); // by mistake a year ahead
        await parts.StoreAsync("2026-02-01 10:15 +01:00", ProfileParts.Litres(3)); // set right

        var profile = parts.Profiles.Of(parts.Meter, ProfileKind.LoadProfile2);
        Assert.Equal(["2026-02-01 10:00 1", "2026-02-01 10:15 3"], parts.Lines(profile.Latest(2)));
        await parts.Parts.Installation.Readouts.AppendAsync(MappingText.Readout(parts.Meter, DateTimeOffset.Parse("2026-02-01 10:01 +01:00", CultureInfo.InvariantCulture), ProfileParts.Litres(4)) with
        {
            ReceivedAt = DateTimeOffset.Parse("2026-02-01 10:20 +01:00", CultureInfo.InvariantCulture),
        });
        Assert.Equal(["2026-02-01 10:15 3"], parts.Lines(profile.Latest(1))); // a late reading hides none
    }

    [Fact]
    public async Task A_column_that_no_report_carries_says_so()
    {
        await using var parts = await ProfileParts.OpenAsync(null, ProfileParts.Volume, ProfileParts.Flow[..^1] + ", \"includeInPush\": \"NONE\" }");
        await parts.StoreAsync("2026-02-01 10:00 +01:00", ProfileParts.Litres(1) + "02 3B 07 00");
        Assert.Equal([true, false], parts.Profiles.Of(parts.Meter, ProfileKind.LoadProfile1).Columns.Select(column => column.IsPushed));
    }

    [Fact]
    public async Task A_meter_that_is_read_more_seldom_than_a_profile_has_marks_is_told_once()
    {
        await using var parts = await ProfileParts.OpenAsync();
        await parts.Parts.Installation.Meters.ChangeAsync(parts.Meter.Id, now => now with { Readout = new() { Interval = "1 h" } });
        _ = parts.Parts.Directory.Find(16);
        await parts.Parts.Installation.Meters.ChangeAsync(parts.Meter.Id, _ => parts.Meter with { Name = "another" });
        _ = parts.Parts.Directory.Find(16);
        Assert.Equal(1, parts.Parts.ProfilesLog.Count("is no multiple of the readout interval of meter"));
        Assert.Equal(1, parts.Parts.ProfilesLog.Count("LoadProfile2 has the interval 15 min"));
    }

    private static async Task<string> ScalerUnitAsync(ProfileParts parts)
    {
        await using var client = await parts.ConnectAsync();
        return CommandLine.CosemText.Of(await client.ReadAsync(ClassId.Register, new(8, 0, 1, 0, 0, 255), 3));
    }
}
