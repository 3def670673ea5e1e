using System.Text.Json.Nodes;
using MBus.Application;
using Metering.Decoded;
using MBusType = MBus.Application.DataType;

namespace Metering.Mapping;

/// <summary>
/// A mapping file to begin with, made of what a meter sends: an entry for each record, under its OBIS code where a mapping in force gives one, else under
/// one of those that the standard leaves to makers (value group C 128), which the author replaces.
/// </summary>
public static class MappingTemplate
{
    private const int MostOwnCodes = 255;
    private const int NarrowBytes = 4;

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The text of the file.</summary>
    /// <param name="meter">What the mapping is to be chosen by.</param>
    /// <param name="inForce">The mapping in force; null for none.</param>
    /// <param name="readout">A readout of the meter.</param>
    /// <param name="gateway">For the decoded lines.</param>
    public static string Of(MeterType meter, MeterMapper? inForce, DecodedReadout readout, GatewayView gateway)
    {
        var trace = inForce?.Trace(readout, gateway);
        var entries = inForce?.Mapping.Entries.Where(entry => entry.IsServed).ToArray() ?? [];
        var known = new JsonArray();
        for (var i = 0; i < entries.Length; i++)
        {
            if (trace!.Sources[i] is { Record: not null } source)
            {
                known.Add(Known(entries[i], source));
            }
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, record) in (trace ?? MappingTrace.WithoutMapping(readout)).Unmapped)
        {
            if (keys.Count < MostOwnCodes && keys.Add(KeyOf(record)))
            {
                known.Add(New(record, $"0.0.128.0.{keys.Count}.255"));
            }
        }

        return new JsonObject
        {
            ["type"] = meter.Type,
            ["manufacturer"] = meter.Manufacturer.Length == 0 ? MeterMapping.AllManufacturers : meter.Manufacturer,
            ["version"] = meter.Manufacturer.Length == 0 ? MeterMapping.AllVersions : meter.Version,
            ["mbusKeyOrder"] = MBusKey.ByName.Order,
            ["entries"] = known,
        }.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Known(MappingEntry entry, EntrySource source)
    {
        var json = Entry(source.Record!.Value, entry.Keys.Select(key => key.Text), entry.LogicalName.ToString(), ClassName(entry.Class), (int)entry.DataType, entry.Scaler, (int?)entry.Unit ?? 0);
        if (entry.Telegram > 0)
        {
            json["mbusTelegram"] = entry.Telegram;
        }

        if (!entry.IsPushed)
        {
            json["includeInPush"] = "NONE";
        }

        return json;
    }

    /// <summary>A number is a register in its record's unit; anything else is data.</summary>
    private static JsonObject New(in DataRecord record, string obis)
    {
        var value = record.Value;
        var isNamed = record.Vib.Kind is VifKind.Identifier or VifKind.Identification;
        return value.Type switch
        {
            MBusType.Integer or MBusType.Unsigned or MBusType.Bits or MBusType.Bcd when !isNamed =>
                Entry(record, [KeyOf(record)], obis, "register", (int)(value.Raw.Length > NarrowBytes ? Cosem.DataType.Long64 : Cosem.DataType.DoubleLong), record.Vib.Exponent, unit: 0),
            MBusType.Real => Entry(record, [KeyOf(record)], obis, "register", (int)Cosem.DataType.Float32, record.Vib.Exponent, unit: 0),
            MBusType.Date or MBusType.Time or MBusType.DateTime or MBusType.Bytes => Entry(record, [KeyOf(record)], obis, "data", (int)Cosem.DataType.OctetString, 0, 0),
            _ => Entry(record, [KeyOf(record)], obis, "data", (int)Cosem.DataType.VisibleString, 0, 0),
        };
    }

    private static JsonObject Entry(in DataRecord record, IEnumerable<string> keys, string obis, string dlmsClass, int type, int scaler, int unit) => new()
    {
        ["mbusDescriptionLong"] = $"{record.Vib.Description} {record.ValueText} {record.Vib.Unit}".TrimEnd(),
        ["mbusKeys"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]),
        ["dlmsObisCode"] = obis,
        ["dlmsClass"] = dlmsClass,
        ["dlmsDataType"] = type,
        ["dlmsScaler"] = scaler,
        ["dlmsUnit"] = unit,
    };

    private static string KeyOf(in DataRecord record)
    {
        if (record.KeyLength < 2)
        {
            var dib = record.Dib;
            return new MBusKey.ByName(record.Vib.Description, dib.Storage, dib.Tariff, dib.Subunit, dib.Function).Text;
        }

        Span<byte> key = stackalloc byte[DataRecord.MaximumKeyLength];
        return new MBusKey.ByBytes(Convert.ToHexStringLower(key[..record.CopyKey(key)])).Text;
    }

    private static string ClassName(Cosem.ClassId @class) => @class switch
    {
        Cosem.ClassId.Register => "register",
        Cosem.ClassId.ExtendedRegister => "extended_register",
        Cosem.ClassId.Clock => "clock",
        _ => "data",
    };
}
