using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace Metering.Mapping;

/// <summary>Turns the JSON of a mapping file into a <see cref="MeterMapping"/>, and says what is wrong with it.</summary>
internal sealed class MappingReader(MappingIssues issues)
{
    public MeterMapping Read(JObject root, string file, string json)
    {
        var members = new JsonMembers(root, issues);
        var mapping = new MeterMapping
        {
            File = file,
            Json = json,
            Type = Type(members),
            Manufacturer = Manufacturer(members),
            Version = members.Number("version", 0, byte.MaxValue, MeterMapping.AllVersions, out var version),
            Entries = Entries(members, new EntryReader(issues, IsOrderTold(members))),
        };
        if (mapping.IsAllManufacturers && mapping.Version != MeterMapping.AllVersions)
        {
            issues.Warning("a mapping for all manufacturers with a version is never chosen; write version 0.", version);
        }

        members.WarnOfUnknown();
        return mapping;
    }

    private string Type(JsonMembers members)
    {
        var type = members.Text("type", out var place) ?? "";
        if (type.Length == 0)
        {
            issues.Error("\"type\" has to name the type of meter, such as \"water\" or \"heat\".", place);
        }
        else if (!MeterTypeNames.IsKnown(type))
        {
            issues.Warning($"no meter has the type \"{type}\"; the types are {MeterTypeNames.List}.", place);
        }

        return type;
    }

    private string Manufacturer(JsonMembers members)
    {
        var manufacturer = members.Text("manufacturer", out var place) ?? "";
        var isAll = manufacturer.Equals(MeterMapping.AllManufacturers, StringComparison.OrdinalIgnoreCase);
        if (!isAll && (manufacturer.Length != 3 || !manufacturer.All(char.IsAsciiLetter)))
        {
            issues.Error("\"manufacturer\" has to be three letters, such as \"KAM\", or \"all\".", place);
        }

        return isAll ? MeterMapping.AllManufacturers : manufacturer.ToUpperInvariant();
    }

    /// <summary>Whether the author says that he knows the order of the four numbers in keys by name; there is one.</summary>
    private bool IsOrderTold(JsonMembers members)
    {
        var order = members.Text("mbusKeyOrder", out var place);
        if (order is not (null or MBusKey.ByName.Order))
        {
            issues.Error($"\"mbusKeyOrder\" has to be \"{MBusKey.ByName.Order}\": no other order is read.", place);
        }

        return order is not null;
    }

    private ImmutableArray<MappingEntry> Entries(JsonMembers members, EntryReader reader)
    {
        if (members.Take("entries") is not { } token)
        {
            issues.Error("\"entries\" is missing: the list of the objects.", members.Place);
            return [];
        }

        if (token is not JArray list)
        {
            issues.Error("\"entries\" has to be a list: [ { ... }, ... ].", token);
            return [];
        }

        if (list.Count > MappingFile.MaximumEntries)
        {
            issues.Error($"there are {list.Count} entries; {MappingFile.MaximumEntries} is the most.", list);
            return [];
        }

        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        foreach (var item in list)
        {
            if (item is JObject json)
            {
                if (reader.Read(json) is { } entry)
                {
                    entries.Add(entry);
                }
            }
            else
            {
                issues.Error("an entry has to be an object: { \"mbusKeys\": ..., \"dlmsObisCode\": ... }.", item);
            }
        }

        return entries.ToImmutable();
    }
}
