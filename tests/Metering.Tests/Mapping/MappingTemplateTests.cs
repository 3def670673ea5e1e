using System.Text;
using Metering.Decoded;
using Metering.Mapping;
using Testing;

namespace Metering.Tests.Mapping;

/// <summary>Templates made of the telegrams of all types of meters.</summary>
public class MappingTemplateTests
{
    private static readonly GatewayView Gateway = new("0200000001", TimeZoneInfo.Utc);

    public static TheoryData<string> Files => [.. ShippedMappings.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_good_as_it_is_made_and_nothing_of_it_is_warned_of(string file)
    {
        var telegram = Hex.Bytes(File.ReadAllText(ShippedMappings.Proof(file, "telegram.hex")));
        var readout = DecodedReadout.Of(new MeterReadout { Meter = new MeterId(1), ReadAt = DateTimeOffset.UnixEpoch, Telegrams = [telegram] });
        var type = MeterType.Of(readout.Identity!.Value);
        foreach (var inForce in new[] { ShippedMappings.Catalog.Find(type), null })
        {
            var check = MappingFile.Check("template", Encoding.UTF8.GetBytes(MappingTemplate.Of(type, inForce, readout, Gateway)));
            Assert.Empty(check.Issues);
            Assert.NotEmpty(check.Mapping!.Entries);
        }
    }
}
