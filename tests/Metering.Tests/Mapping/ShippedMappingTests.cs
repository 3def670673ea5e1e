using Metering.Decoded;
using Metering.Mapping;
using Newtonsoft.Json.Linq;
using Testing;

namespace Metering.Tests.Mapping;

/// <summary>Every mapping that is shipped comes with its proof: a telegram, and all that becomes of it.</summary>
public class ShippedMappingTests
{
    private static readonly GatewayView Gateway = new("0200000001", TimeZoneInfo.Utc);
    private static readonly DateTimeOffset Noon = new(2024, 7, 15, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Files => [.. ShippedMappings.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_sound_and_bears_the_name_of_what_it_is_for(string file)
    {
        var check = MappingFile.Check(Path.Combine(ShippedMappings.Folder, file));

        Assert.Empty(check.Issues);
        Assert.Equal(file, check.Mapping?.CanonicalFileName);
        Assert.All(check.Mapping!.Entries, entry => Assert.Equal(entry.LogicalName is not { A: 0, B: 0, C: 1, E: 128 }, entry.IsPushed));
        Assert.Equal(3, check.Mapping.Entries.Count(entry => !entry.IsPushed));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Its_proof_holds(string file)
    {
        var (telegrams, readings) = (ShippedMappings.Proof(file, "telegram.hex"), ShippedMappings.Proof(file, "readings.json"));
        Assert.True(File.Exists(telegrams) && File.Exists(readings), $"{file} has no proof: {telegrams} and {readings}.");
        var bytes = Hex.Bytes(File.ReadAllText(telegrams));
        var decoded = DecodedReadout.Of(new MeterReadout { Meter = new MeterId(1), ReadAt = Noon, Telegrams = [bytes] });

        var mapper = ShippedMappings.Catalog.Find(MeterType.Of(decoded.Identity!.Value));

        Assert.Equal(file, Path.GetFileName(mapper?.Mapping.File));
        var actual = mapper!.Map(decoded, EntryStates.None, Gateway).Values
            .Select(value => $"{value.Entry.LogicalName}: {MappedText.Of(value)}");
        var expected = JObject.Parse(File.ReadAllText(readings)).Properties().Select(property => $"{property.Name}: {property.Value}");
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Every_type_of_meter_with_registers_of_its_own_has_a_mapping()
    {
        string[] types =
        [
            "water", "cold water", "warm water", "hot water", "heat", "heat (inlet)", "heat/cooling load", "cooling load (outlet)",
            "cooling load (inlet)", "electricity", "gas", "gas converter", "heat cost allocator", "room sensor", "other",
        ];
        Assert.All(types, type => Assert.NotNull(ShippedMappings.Catalog.Find(new MeterType(type, "XYZ", 1))));
    }
}
