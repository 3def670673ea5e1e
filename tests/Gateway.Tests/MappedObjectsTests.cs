using Cosem;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

public class MappedObjectsTests
{
    private const string VolumeRecord = "04 13 D2 04 00 00";
    private const string FlowRecord = "02 3B 7B 00";

    private static readonly string Volume = MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value");
    private static readonly string Flow = MappingText.Entry("8.0.2.0.0.255", "mbus.dib.023b.value", type: 5, unit: 15);

    [Fact]
    public async Task Before_the_first_readout_there_is_no_object()
    {
        await using var parts = await WithWaterAsync(Volume);
        Assert.Empty(parts.Mapped.Of(parts.Meter(1)));
    }

    [Fact]
    public async Task An_object_appears_with_the_readout_that_holds_its_record()
    {
        await using var parts = await WithWaterAsync(Volume, Flow);

        await StoreAsync(parts, VolumeRecord);
        Assert.Equal(["8.0.1.0.0.255"], Names(parts));
        Assert.Equal(new CosemData.DoubleLongUnsigned(1234), await ReadAsync(parts, "8.0.1.0.0.255"));

        await StoreAsync(parts, VolumeRecord + FlowRecord);
        Assert.Equal(["8.0.1.0.0.255", "8.0.2.0.0.255"], Names(parts));
    }

    [Fact]
    public async Task An_object_stays_when_its_record_is_missing_later_and_has_no_value_then()
    {
        await using var parts = await WithWaterAsync(Volume, Flow);
        await StoreAsync(parts, VolumeRecord + FlowRecord);
        await StoreAsync(parts, VolumeRecord);

        Assert.Equal(["8.0.1.0.0.255", "8.0.2.0.0.255"], Names(parts));
        Assert.Equal(DataAccessResult.TemporaryFailure, (await GetAsync(parts, "8.0.2.0.0.255", 2)).Result);
        Assert.NotNull((await GetAsync(parts, "8.0.2.0.0.255", 3)).Data);
    }

    [Fact]
    public async Task An_entry_with_a_default_is_an_object_from_the_start()
    {
        await using var parts = await WithWaterAsync(MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value", more: ", \"dlmsDefaultValue\": \"7\""));

        Assert.Equal(["8.0.1.0.0.255"], Names(parts));
        Assert.Equal(new CosemData.DoubleLongUnsigned(7), await ReadAsync(parts, "8.0.1.0.0.255"));
        await StoreAsync(parts, VolumeRecord);
        Assert.Equal(new CosemData.DoubleLongUnsigned(1234), await ReadAsync(parts, "8.0.1.0.0.255"));
    }

    [Fact]
    public async Task The_list_of_objects_is_the_same_as_long_as_nothing_changes()
    {
        await using var parts = await WithWaterAsync(Volume, Flow);
        await StoreAsync(parts, VolumeRecord);
        var before = parts.Mapped.Of(parts.Meter(1));
        var device = parts.Directory.Find(16);

        await StoreAsync(parts, "04 13 FF 04 00 00");

        Assert.True(before == parts.Mapped.Of(parts.Meter(1)));
        Assert.Same(device, parts.Directory.Find(16));
        await StoreAsync(parts, VolumeRecord + FlowRecord);
        Assert.NotSame(device, parts.Directory.Find(16));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_remembers_what_was_found(bool headEndReadsFirst)
    {
        using var folder = new TemporaryFolder();
        await using (var parts = await WithWaterAsync(folder, Volume, Flow))
        {
            await StoreAsync(parts, VolumeRecord);

            // a head-end may see a readout before the gateway has made its notes of it
            await StoreAsync(parts, VolumeRecord + FlowRecord, headEndReadsFirst);
            await StoreAsync(parts, VolumeRecord);
        }

        await using var again = await WithWaterAsync(folder, Volume, Flow);
        Assert.Equal(["8.0.1.0.0.255", "8.0.2.0.0.255"], Names(again));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restart_remembers_the_finest_scaler(bool headEndReadsFirst)
    {
        using var folder = new TemporaryFolder();
        await using (var parts = await WithWaterAsync(folder, MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value", more: null).Replace("[\"", "[\"mbus.dib.0412.value\", \"", StringComparison.Ordinal)))
        {
            await StoreAsync(parts, VolumeRecord);
            await StoreAsync(parts, "04 12 D2 04 00 00", headEndReadsFirst);
            Assert.Equal(-4, Scaler(await ReadAsync(parts, "8.0.1.0.0.255", 3)));
            await StoreAsync(parts, VolumeRecord);
            Assert.Equal(-4, Scaler(await ReadAsync(parts, "8.0.1.0.0.255", 3)));
            Assert.Equal(new CosemData.DoubleLongUnsigned(12340), await ReadAsync(parts, "8.0.1.0.0.255"));
        }

        await using var again = await WithWaterAsync(folder, MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value").Replace("[\"", "[\"mbus.dib.0412.value\", \"", StringComparison.Ordinal));
        Assert.Equal(-4, Scaler(await ReadAsync(again, "8.0.1.0.0.255", 3)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_changed_mapping_starts_anew_and_is_remembered_in_its_turn(bool headEndReadsFirst)
    {
        var changed = MappingText.Entry("8.0.2.0.0.255", "mbus.dib.023b.value", type: 6, unit: 15);
        using var folder = new TemporaryFolder();
        await using (var parts = await WithWaterAsync(folder, Volume, Flow))
        {
            await StoreAsync(parts, VolumeRecord + FlowRecord);
            await StoreAsync(parts, VolumeRecord);
            parts.Mapped.Catalog = MappingText.Catalog(Volume, changed);
            Assert.Equal(["8.0.1.0.0.255"], Names(parts));

            await StoreAsync(parts, VolumeRecord + FlowRecord, headEndReadsFirst);
            await StoreAsync(parts, VolumeRecord);
            Assert.Equal(["8.0.1.0.0.255", "8.0.2.0.0.255"], Names(parts));
        }

        await using var again = await WithWaterAsync(folder, Volume, changed);
        Assert.Equal(["8.0.1.0.0.255", "8.0.2.0.0.255"], Names(again));
    }

    [Fact]
    public async Task An_entry_in_error_is_not_served_and_told_once()
    {
        await using var parts = await WithWaterAsync(Volume, MappingText.Entry("8.0.9.0.0.255", "mbus.dib.0413.value", unit: 27));
        for (var round = 0; round < 3; round++)
        {
            await StoreAsync(parts, VolumeRecord);
        }

        Assert.Equal(["8.0.1.0.0.255"], Names(parts));
        Assert.Equal(1, parts.Events.Count(EventCode.MappingEntryInError, "8.0.9.0.0.255"));
        Assert.Single(parts.Events.Events);
        Assert.Empty(parts.MappedLog.Messages);
    }

    [Fact]
    public async Task An_object_whose_record_is_wrong_in_one_readout_stays_and_has_no_value_then()
    {
        var either = MappingText.Entry("8.0.9.0.0.255", "mbus.dib.0413.value").Replace("0413.value\"", "0413.value\", \"mbus.dib.0403.value\"", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        await using (var parts = await WithWaterAsync(folder, either))
        {
            await StoreAsync(parts, "04 03 05 00 00 00");
            Assert.Empty(Names(parts));
            await StoreAsync(parts, "04 13 39 30 00 00");
            Assert.Equal(["8.0.9.0.0.255"], Names(parts));
            await StoreAsync(parts, "04 03 05 00 00 00");
            Assert.Equal(["8.0.9.0.0.255"], Names(parts));
            var register = Assert.Single(parts.Mapped.Of(parts.Meter(1)));
            Assert.Equal(DataAccessResult.TemporaryFailure, (await register.GetAsync(2, null, default)).Result);
            Assert.Equal(new CosemData.Structure(new CosemData.Integer(-3), new CosemData.Enum(13)), (await register.GetAsync(3, null, default)).Data);
        }

        await using var again = await WithWaterAsync(folder, either);
        Assert.Equal(["8.0.9.0.0.255"], Names(again));
        await StoreAsync(again, "04 13 3A 30 00 00");
        Assert.Equal(new CosemData.DoubleLongUnsigned(0x303A), (await Assert.Single(again.Mapped.Of(again.Meter(1))).GetAsync(2, null, default)).Data);
    }

    [Fact]
    public async Task An_entry_in_error_is_told_again_after_no_restart_and_after_a_change()
    {
        string[] bad = [Volume, MappingText.Entry("8.0.9.0.0.255", "mbus.dib.0413.value", unit: 27)];
        using var folder = new TemporaryFolder();
        await using (var parts = await WithWaterAsync(folder, bad))
        {
            await StoreAsync(parts, VolumeRecord);
            Assert.Equal(1, parts.Events.Count(EventCode.MappingEntryInError, "8.0.9.0.0.255"));
        }

        await using var again = await WithWaterAsync(folder, bad);
        await StoreAsync(again, VolumeRecord);
        Assert.Empty(again.Events.Events);
        again.Mapped.Catalog = MappingText.Catalog(Volume);
        await StoreAsync(again, VolumeRecord);
        Assert.Empty(again.Events.Events);
        again.Mapped.Catalog = MappingText.Catalog(bad);
        await StoreAsync(again, VolumeRecord);
        Assert.Equal([EventCode.MappingEntryInError], again.Events.Codes);
    }

    [Fact]
    public async Task A_register_whose_scaler_became_finer_is_told_once_with_both_also_over_a_restart()
    {
        var volume = MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value").Replace("[\"", "[\"mbus.dib.0412.value\", \"", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        await using (var parts = await WithWaterAsync(folder, volume))
        {
            await StoreAsync(parts, VolumeRecord);
            Assert.Empty(parts.Events.Events);
            await StoreAsync(parts, "04 12 D2 04 00 00");
            await StoreAsync(parts, VolumeRecord);
            Assert.Equal(
                "8.0.1.0.0.255: type, scaler and unit were DoubleLongUnsigned/-3/13 and are DoubleLongUnsigned/-4/13. Who has copied them has to read them again",
                Assert.Single(parts.Events.All).Message);
        }

        await using var again = await WithWaterAsync(folder, volume);
        await StoreAsync(again, VolumeRecord);
        Assert.Empty(again.Events.Events);
    }

    [Fact]
    public async Task A_register_that_needs_a_wider_type_is_told_once_however_often_it_comes_and_goes()
    {
        var flow = MappingText.Entry("8.0.2.0.0.255", "mbus.dib.043b.value", type: 18, unit: 15);
        await using var parts = await WithWaterAsync(flow);
        for (var round = 0; round < 5; round++)
        {
            await StoreAsync(parts, "04 3B 10 00 00 00");
            await StoreAsync(parts, "04 3B 10 00 01 00");
        }

        Assert.Equal(1, parts.Events.Count(EventCode.RegisterScalerChanged, "were LongUnsigned/-3/15 and are DoubleLongUnsigned/-3/15"));
        Assert.Single(parts.Events.Events);
    }

    [Fact]
    public async Task A_register_that_is_another_one_than_mapped_from_its_first_readout_on_is_no_change()
    {
        await using var parts = await WithWaterAsync(Volume, MappingText.Entry("8.0.3.0.0.255", "mbus.dib.0413.value", scaler: 0));
        for (var round = 0; round < 3; round++)
        {
            await StoreAsync(parts, VolumeRecord);
        }

        Assert.Empty(parts.Events.Events);
    }

    [Fact]
    public async Task A_meter_that_is_removed_leaves_nothing_of_its_mapping_behind()
    {
        await using var parts = await WithWaterAsync(Volume);
        await StoreAsync(parts, VolumeRecord);
        Assert.Contains(parts.Installation.State.State.Keys, name => name.StartsWith("mapping.", StringComparison.Ordinal));
        await parts.Mapped.ForgetAsync(parts.Meter(1));
        Assert.DoesNotContain(parts.Installation.State.State.Keys, name => name.StartsWith("mapping.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_mappings_in_force_than_at_the_last_start_are_told_once_with_their_names()
    {
        using var data = new TemporaryFolder();
        using var shipped = new TemporaryFolder();
        shipped.Write("water.json", MappingText.File(Volume));
        shipped.Write("heat.json", MappingText.File(Volume).Replace("water", "heat", StringComparison.Ordinal));
        Assert.Empty(await ChangesAsync(data, shipped));
        Assert.Empty(await ChangesAsync(data, shipped));

        shipped.Write("water.json", MappingText.File(Volume, Flow));
        shipped.Write("heat.json", MappingText.File(Volume).Replace("water", "gas", StringComparison.Ordinal));
        Assert.Contains(
            "the mappings in force are others than at the last start: new gas.all.0.json; removed heat.all.0.json; changed water.all.0.json (event 1020)",
            Assert.Single(await ChangesAsync(data, shipped)),
            StringComparison.Ordinal);
        Assert.Empty(await ChangesAsync(data, shipped));
    }

    private static async Task<IReadOnlyList<string>> ChangesAsync(TemporaryFolder data, TemporaryFolder shipped)
    {
        var gateway = await RunningGateway.StartAsync(data, "Gateway:Simulation=false", $"Gateway:Mappings={shipped.Path}");
        return [.. (await gateway.StopAsync()).Where(line => line.Contains("(event 1020)", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task The_gateways_own_object_wins_over_a_mapped_one_of_the_same_name()
    {
        string[] own =
        [
            "0.0.40.0.0.255", "0.0.41.0.0.255", "0.0.1.0.0.255", "0.0.42.0.0.255", "0.0.43.1.0.255", "0.128.1.0.0.255", "0.128.42.0.0.255",
            "0.0.96.1.0.255", "0.0.96.1.1.255", "0.128.96.1.2.255", "0.128.96.2.0.255", "0.128.96.2.1.255", "1.0.0.2.0.255", "0.0.96.1.4.255",
        ];
        await using var parts = await WithWaterAsync([.. own.Select(obis => MappingText.Entry(obis, "mbus.dib.0413.value")), Volume]);
        await StoreAsync(parts, VolumeRecord);

        var device = parts.Directory.Find(16)!;

        Assert.Single(device.Objects, entry => entry.Object.ClassId == ClassId.Register);
        Assert.Equal(device.Objects.Length, device.Objects.Select(entry => entry.Object.LogicalName).Distinct().Count());
    }

    [Fact]
    public async Task A_meters_clock_is_served_with_its_status()
    {
        await using var parts = await WithWaterAsync(MappingText.Entry("0.0.1.0.1.255", "mbus.dib.046d.value", "clock", type: 0, unit: 255));
        await StoreAsync(parts, "04 6D 1E 8C 33 33"); // 2025-03-19 12:30, summer time

        var octets = Assert.IsType<CosemData.OctetString>(await ReadAsync(parts, "0.0.1.0.1.255")).Value.Span.ToArray();
        Assert.True(CosemDateTime.TryParse(octets, out var time));
        Assert.Equal((2025, 3, 19, 12, 30, CosemDateTime.DeviationNotSpecified), (time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Deviation));
        Assert.Equal(new CosemData.Unsigned(0x80), await ReadAsync(parts, "0.0.1.0.1.255", 4));
        Assert.Equal(new CosemData.Long(0), await ReadAsync(parts, "0.0.1.0.1.255", 3));
        Assert.Equal(new CosemData.Boolean(false), await ReadAsync(parts, "0.0.1.0.1.255", 8));
    }

    [Fact]
    public async Task A_file_of_the_data_directory_stands_in_the_place_of_the_shipped_one_and_a_bad_one_changes_nothing()
    {
        using var data = new TemporaryFolder();
        using var shipped = new TemporaryFolder();
        shipped.Write("water.json", MappingText.File(Volume));
        shipped.Write("bad.json", "{ \"type\": \"heat\" ");
        data.Write("mappings/water.all.0.json", MappingText.File(Flow));
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:Simulation=false", $"Gateway:Mappings={shipped.Path}"))
        {
            Assert.Equal("8.0.2.0.0.255", Assert.Single(Assert.Single(gateway.Mapped.Catalog.Mappings).Entries).LogicalName.ToString());
            Assert.Single(gateway.Log, line => line.Contains("bad.json:1:", StringComparison.Ordinal));
        }

        data.Write("mappings/water.all.0.json", MappingText.File(Flow.Replace("255", "999", StringComparison.Ordinal)));
        await using var again = await RunningGateway.StartAsync(data, "Gateway:Simulation=false", $"Gateway:Mappings={shipped.Path}");
        Assert.Equal("8.0.1.0.0.255", Assert.Single(Assert.Single(again.Mapped.Catalog.Mappings).Entries).LogicalName.ToString());
    }

    private static Task<Parts> WithWaterAsync(params string[] entries) => WithWaterAsync(folder: null, entries);

    /// <summary>A gateway that knows one water meter, which it cannot reach.</summary>
    private static async Task<Parts> WithWaterAsync(TemporaryFolder? folder, params string[] entries)
    {
        var parts = await Parts.OpenAsync(folder, storeMeters: false, runs: false);
        if (parts.Installation.Meters.Meters.Count == 0)
        {
            await parts.Installation.Meters.AddAsync(new Meter { Bus = Parts.Bus, Identity = MappingText.Water });
        }

        parts.Mapped.Catalog = MappingText.Catalog(entries);
        return parts;
    }

    /// <summary>What the worker does with a readout; a head-end may come in between.</summary>
    private static async Task StoreAsync(Parts parts, string records, bool headEndReadsFirst = false)
    {
        parts.Time.Advance(TimeSpan.FromMinutes(15));
        var meter = parts.Meter(1);
        var before = parts.Last(1).Readout;
        var stored = await parts.Installation.Readouts.AppendAsync(MappingText.Readout(meter, parts.Time.GetUtcNow(), records));
        if (headEndReadsFirst)
        {
            parts.Directory.Find(meter.LogicalDeviceAddress);
        }

        await parts.Mapped.ObserveAsync(new KeptReadout(meter, parts.Keys.Decode(meter, stored), before, IsStored: true));
    }

    private static IEnumerable<string> Names(Parts parts) => parts.Mapped.Of(parts.Meter(1)).Select(entry => entry.LogicalName.ToString());

    private static async Task<AttributeValue> GetAsync(Parts parts, string name, int attribute)
    {
        Assert.True(LogicalName.TryParse(name, out var obis));
        var found = Assert.Single(parts.Mapped.Of(parts.Meter(1)), entry => entry.LogicalName == obis);
        return await found.GetAsync(attribute, access: null, default);
    }

    private static async Task<CosemData> ReadAsync(Parts parts, string name, int attribute = 2)
    {
        var value = await GetAsync(parts, name, attribute);
        return value.Data ?? throw new InvalidOperationException($"{name}: {value.Result}");
    }

    private static int Scaler(CosemData scalerUnit) => Assert.IsType<CosemData.Integer>(Assert.IsType<CosemData.Structure>(scalerUnit).Items[0]).Value;
}
