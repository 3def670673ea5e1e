using Cosem;
using Gateway.Tests.Harness;
using Metering;

namespace Gateway.Tests;

public class LogicalDeviceDirectoryTests
{
    [Fact]
    public async Task Meters_have_addresses_from_16_up_without_127_and_keep_them()
    {
        await using var parts = await Parts.OpenAsync(meters: 115, runs: false);
        var saps = parts.Directory.SapAssignmentList.Select(entry => (int)entry.Sap).ToList();
        Assert.Equal([1, .. Enumerable.Range(16, 111), 128, 129, 130, 131], saps);

        await parts.Installation.Meters.RemoveAsync(new MeterId(3));
        Assert.Null(parts.Directory.Find(18));
        Assert.DoesNotContain(18, parts.Directory.SapAssignmentList.Select(entry => (int)entry.Sap));
        Assert.Equal(132, (await parts.Installation.Meters.AddAsync(new Meter { Bus = Parts.Bus })).LogicalDeviceAddress);
        Assert.NotNull(parts.Directory.Find(132));
    }

    [Fact]
    public async Task A_device_is_built_once_and_anew_when_its_meter_changed()
    {
        await using var parts = await Parts.OpenAsync(runs: false);
        var device = parts.Directory.Find(16);
        Assert.Same(device, parts.Directory.Find(16));

        await parts.Installation.Meters.ChangeAsync(parts.Meter(2).Id, now => now with { Name = "another" });
        Assert.Same(device, parts.Directory.Find(16));
        await parts.Installation.Meters.ChangeAsync(parts.Meter(1).Id, now => now with { Identity = MappingText.Water });
        Assert.NotSame(device, parts.Directory.Find(16));
        Assert.Equal("ELV123456780701", parts.Directory.Find(16)!.Name);
    }

    [Fact]
    public async Task The_meter_list_has_the_active_meters_only()
    {
        await using var parts = await Parts.OpenAsync(runs: false);
        await parts.Installation.Meters.ChangeAsync(parts.Meter(2).Id, now => now with { Active = false });

        var management = parts.Directory.Find(1)!;
        Assert.True(management.TryFind(new LogicalName(1, 128, 0, 0, 0, 255), out var list));
        var value = (await list.Object.GetAsync(2, access: null, default)).Data;

        var meters = Assert.IsType<CosemData.Array>(Assert.IsType<CosemData.Structure>(value).Items[1]);
        Assert.Equal([new CosemData.LongUnsigned(16), new CosemData.LongUnsigned(18)], meters.Items.Select(item => Assert.IsType<CosemData.Structure>(item).Items[1]));
        Assert.Equal(4, parts.Directory.SapAssignmentList.Count);
    }

    [Fact]
    public async Task Two_meters_with_one_secondary_address_have_names_of_their_own()
    {
        await using var parts = await Parts.OpenAsync(storeMeters: false, runs: false);
        foreach (var number in new[] { "", "00000001", "0000000A", "12345678" })
        {
            await parts.Installation.Meters.AddAsync(new Meter { Bus = Parts.Bus, Identity = MappingText.Water, FabricationNumber = number });
        }

        string[] names = ["ELV123456780701", "ELV000000010701F", "ELV0000000A0701F", "ELV123456780701F"];
        Assert.Equal(names, parts.Directory.SapAssignmentList.Skip(1).Select(entry => entry.LogicalDeviceName));
        Assert.Equal(names, Enumerable.Range(16, 4).Select(sap => parts.Directory.Find((ushort)sap)!.Name));
    }

    [Fact]
    public async Task A_meter_says_who_it_is()
    {
        await using var parts = await Parts.OpenAsync(runs: false);
        await parts.Installation.Meters.ChangeAsync(parts.Meter(1).Id, now => now with { Identity = MappingText.Water with { Medium = new MBus.Application.Medium(200) } });
        Assert.Equal(Text("12345678"), await ReadAsync(parts, new(0, 0, 96, 1, 0, 255)));
        Assert.Equal(Text("ELV"), await ReadAsync(parts, new(0, 0, 96, 1, 1, 255)));
        Assert.Equal(Text("1"), await ReadAsync(parts, new(1, 0, 0, 2, 0, 255)));
        Assert.Equal(new CosemData.Long(200), await ReadAsync(parts, new(0, 128, 96, 1, 2, 255)));
        Assert.Equal(new CosemData.Enum(0), await ReadAsync(parts, new(0, 128, 96, 2, 1, 255)));
        Assert.Equal(new CosemData.OctetString(CosemDateTime.NotSpecified.ToOctets()), await ReadAsync(parts, new(0, 128, 96, 2, 0, 255)));
    }

    private static CosemData.OctetString Text(string text) => new(Octets.FromAscii(text));

    private static async Task<CosemData?> ReadAsync(Parts parts, LogicalName name)
    {
        Assert.True(parts.Directory.Find(16)!.TryFind(name, out var found));
        return (await found.Object.GetAsync(2, access: null, default)).Data;
    }
}
