using MBus.Link;
using MBus.Master;
using Metering;
using Metering.Mapping;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>A mapping file and a telegram for it, as small as they can be.</summary>
internal static class MappingText
{
    /// <summary>A water meter of the maker ELV.</summary>
    public static readonly SecondaryAddress Water = SecondaryAddress.Parse("123456789615" + "0107");

    /// <summary>An entry with one key.</summary>
    public static string Entry(string obis, string key, string dlmsClass = "register", int type = 6, int scaler = -3, int unit = 13, string? more = null) =>
        $$"""{ "dlmsObisCode": "{{obis}}", "mbusKeys": ["{{key}}"], "dlmsClass": "{{dlmsClass}}", "dlmsDataType": {{type}}, "dlmsScaler": {{scaler}}, "dlmsUnit": {{unit}}{{more}} }""";

    /// <summary>A file for all water meters.</summary>
    public static string File(params string[] entries) =>
        $$"""
        { "type": "water", "manufacturer": "all", "version": 0, "entries": [
        {{string.Join(",\n", entries)}}
        ] }
        """;

    /// <summary>A catalog of one file.</summary>
    public static MappingCatalog Catalog(params string[] entries)
    {
        var check = MappingFile.Check("water.json", System.Text.Encoding.UTF8.GetBytes(File(entries)));
        return MappingCatalog.Empty.With(check.Mapping ?? throw new InvalidOperationException(string.Join('\n', check.Issues)));
    }

    /// <summary>A telegram of the water meter.</summary>
    public static ReadOnlyMemory<byte> Telegram(string records, byte status = 0, SecondaryAddress? meter = null) =>
        LinkFrame.Long(ControlField.RspUd, 1, 0x72, [.. (meter ?? Water).ToBytes(), 0x01, status, 0x00, 0x00, .. Hex.Bytes(records)]);

    /// <summary>A reading of the water meter.</summary>
    public static MeterReadout Readout(Meter meter, DateTimeOffset at, string records) => new() { Meter = meter.Id, ReadAt = at, Telegrams = [Telegram(records)] };
}
