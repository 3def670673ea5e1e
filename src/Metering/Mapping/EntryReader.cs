using System.Collections.Immutable;
using System.Globalization;
using Cosem;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Metering.Mapping;

/// <summary>Reads the entries of one mapping file.</summary>
/// <param name="issues">Takes what is wrong.</param>
/// <param name="isOrderTold">Whether the file says in which order the numbers of its keys by name are.</param>
internal sealed class EntryReader(MappingIssues issues, bool isOrderTold)
{
    private const int MostKeys = 100;
    private const int MostTelegrams = 255;

    /// <summary>With the finest record that there can be (10^-72) a scaler still fits its 8 bits.</summary>
    private const int MostScaler = 50;

    /// <summary>The type tags of a simple value (IEC 62056-6-2) that a meter's record can become.</summary>
    private static readonly DataType[] Types =
    [
        DataType.NullData, DataType.Boolean, DataType.BitString, DataType.DoubleLong, DataType.DoubleLongUnsigned, DataType.OctetString,
        DataType.VisibleString, DataType.Utf8String, DataType.Integer, DataType.Long, DataType.Unsigned, DataType.LongUnsigned,
        DataType.Long64, DataType.Long64Unsigned, DataType.Enum, DataType.Float32, DataType.Float64, DataType.DateTime, DataType.Date,
        DataType.Time,
    ];

    /// <summary>Members of the CMe3100's files that only inform.</summary>
    private static readonly string[] Informative =
        ["mbusUnit", "mbusTariff", "mbusStorageNumber", "mbusSubUnit", "mbusFunction"];

    private readonly Dictionary<LogicalName, int> _lines = [];
    private bool _warnedOfOrder = isOrderTold;

    /// <summary>An entry; null when it is left out or wrong.</summary>
    public MappingEntry? Read(JObject json)
    {
        var members = new JsonMembers(json, issues);
        foreach (var informative in Informative)
        {
            _ = members.Take(informative);
        }

        var type = Type(members);
        var @class = Class(members);
        var unit = members.Number("dlmsUnit", 0, byte.MaxValue, 0, out var unitPlace);
        if (unit == 253)
        {
            issues.Error("\"dlmsUnit\" 253 is reserved; 254 is another unit, 255 none, 0 the record's own.", unitPlace);
        }

        var entry = new MappingEntry
        {
            LogicalName = default,
            Description = members.Take("mbusDescriptionLong") is { Type: JTokenType.String } description ? ((string)description!).Trim() : "",
            Class = @class,
            Keys = Keys(members),
            DataType = type,
            Scaler = (sbyte)members.Number("dlmsScaler", -MostScaler, MostScaler, 0, out _),
            Unit = unit == 0 ? null : (Unit)unit,
            Default = Default(members, @class == ClassId.Clock ? DataType.OctetString : type, @class == ClassId.Clock),
            IsPushed = IsPushed(members),
            Telegram = members.Number("mbusTelegram", 0, MostTelegrams, 0, out _),
        };
        var name = Name(members);
        members.WarnOfUnknown();
        return name is { } logicalName && @class != default ? entry with { LogicalName = logicalName } : null;
    }

    private LogicalName? Name(JsonMembers members)
    {
        var text = members.Text("dlmsObisCode", out var place);
        if (string.IsNullOrEmpty(text))
        {
            issues.Warning("\"dlmsObisCode\" is empty: the entry is left out.", place);
            return null;
        }

        if (!LogicalName.TryParse(text, out var name))
        {
            issues.Error($"\"{text}\" is no OBIS code: six numbers from 0 to 255 with dots between them, such as 8.0.1.0.0.255.", place);
            return null;
        }

        if (!_lines.TryAdd(name, place.LineNumber))
        {
            issues.Error($"the OBIS code {name} stands in line {_lines[name]} already.", place);
        }

        return name;
    }

    private ClassId Class(JsonMembers members)
    {
        var text = members.Text("dlmsClass", out var place);
        switch (text?.ToLowerInvariant())
        {
            case "data":
                return ClassId.Data;
            case "register":
                return ClassId.Register;
            case "extended_register":
                return ClassId.ExtendedRegister;
            case "clock":
                return ClassId.Clock;
            case "profile_generic":
                issues.Warning("an entry of class profile_generic is kept and not served.", place);
                return ClassId.ProfileGeneric;
            default:
                issues.Error("\"dlmsClass\" has to be data, register, extended_register, clock or profile_generic.", place);
                return default;
        }
    }

    private DataType Type(JsonMembers members)
    {
        var number = members.Number("dlmsDataType", 0, byte.MaxValue, 0, out var place);
        if (Types.Contains((DataType)number))
        {
            return (DataType)number;
        }

        issues.Error($"\"dlmsDataType\" {number} is no type that a value can have; the types are {string.Join(", ", Types.Select(type => (int)type).Order())}.", place);
        return DataType.NullData;
    }

    private ImmutableArray<MBusKey> Keys(JsonMembers members)
    {
        var token = members.Take("mbusKeys");
        if (token is not JArray { Count: > 0 and <= MostKeys } list)
        {
            issues.Error($"\"mbusKeys\" has to be a list of one to {MostKeys} keys, such as [\"mbus.dib.0c13.unmodifiedvalue\"].", token ?? members.Place);
            return [];
        }

        var keys = ImmutableArray.CreateBuilder<MBusKey>(list.Count);
        foreach (var item in list)
        {
            var key = item.Type == JTokenType.String ? MBusKey.TryParse((string)item!) : null;
            if (key is null)
            {
                issues.Error($"{item.ToString(Formatting.None)} is no key; see mappings/README.md for those there are.", item);
                continue;
            }

            if (key is MBusKey.ByName { AssumesOrder: true } && !_warnedOfOrder)
            {
                _warnedOfOrder = true;
                issues.Warning($"order assumed: the four numbers are read as {MBusKey.ByName.Order}; \"mbusKeyOrder\" in the file says so.", item);
            }

            keys.Add(key);
        }

        return keys.ToImmutable();
    }

    private bool IsPushed(JsonMembers members)
    {
        var text = members.Text("includeInPush", out var place);
        if (text?.ToUpperInvariant() is not (null or "" or "ALL" or "NONE"))
        {
            issues.Error("\"includeInPush\" has to be ALL or NONE.", place);
        }

        return !"NONE".Equals(text, StringComparison.OrdinalIgnoreCase);
    }

    private CosemData? Default(JsonMembers members, DataType type, bool isClock)
    {
        var token = members.Take("dlmsDefaultValue");
        if (token is null)
        {
            return null;
        }

        var text = (token as JValue)?.Value switch
        {
            string characters => characters,
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
            _ => null,
        };
        if (text is null || DefaultValue.TryParse(text, type, isClock) is not { } data)
        {
            issues.Error($"\"dlmsDefaultValue\" is no value of type {(int)type}.", token);
            return null;
        }

        return data;
    }
}
