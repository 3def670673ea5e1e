using System.CommandLine;
using System.Globalization;
using Cosem;
using Dlms.Client;

namespace Gateway.CommandLine;

/// <summary><c>dlms read</c>: objects with their values, profiles as tables.</summary>
internal static class DlmsReadCommand
{
    private const int LongestValue = 100;
    private const int ValueAttribute = 2;
    private const int EntriesInUse = 7;

    /// <summary>Where the output is no terminal: what a page of text has.</summary>
    private const int UsualWidth = 120;

    private const string Description = """
        Reads the objects of a logical device with values, scalers and units; of a profile the rows.

        Examples: dlms read localhost --device 16                                      all objects; of profiles how many rows they have
                  dlms read localhost --device 16 --object 1.0.99.1.0.255:2 --from 1d  load profile 1 of the last day
                  dlms read localhost --device 16 --object 1.0.99.1.0.255:2 --entries 1-10 --columns 1-0:1.8.0,1-0:2.8.0
        """;

    private static readonly Option<string[]> Objects = new("--object")
    {
        Description = "An object by its OBIS code, 1.0.1.8.0.255 or 1-0:1.8.0, with :attribute if not all; may be repeated. Without: all objects.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "OBIS[:ATTRIBUTE]",
    };

    public static Command Create() => DlmsVerb.Create("read", Description, [DlmsVerb.Device, Objects, .. DlmsProfilePart.Options], ReadAsync);

    private static async Task<int> ReadAsync(ParseResult parsed, DlmsConnector connector, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(DlmsVerb.Json);
        var part = DlmsProfilePart.Read(parsed);
        (LogicalName Name, sbyte? Attribute)[] names = [.. (parsed.GetValue(Objects) ?? []).Select(DlmsVerb.ObjectOf)];
        await using var client = await connector.AssociateAsync(parsed.GetValue(DlmsVerb.Device) ?? DlmsVerb.Management, cancellationToken);
        var list = await client.GetObjectListAsync(cancellationToken);
        RefusePartOfOthers(part, names, list);
        var table = new Table("object", "attribute", "value");
        var profiles = new List<(LogicalName Name, DlmsProfile Profile)>();
        var code = ExitCode.Done;
        foreach (var (element, attribute) in Wanted(names, list))
        {
            var (value, profile, failure) = await ReadOneAsync(client, element, attribute, part, cancellationToken);
            code = failure is null ? code : ExitCode.Failed;
            if (json)
            {
                JsonLine.Print(new
                {
                    obis = element.LogicalName.ToString(),
                    @class = (ushort)element.ClassId,
                    attribute,
                    value = value ?? $"{failure}",
                    failed = failure is not null,
                    columns = profile?.Columns.Select(column => column.ToJson()),
                    rows = profile?.Rows,
                });
            }

            table.Add(element.LogicalName.ToString(), attribute.ToString(CultureInfo.InvariantCulture), value is null ? $"not given: {failure?.Words()}" : Shortened(value));
            if (profile is { Rows.Count: > 0 })
            {
                profiles.Add((element.LogicalName, profile));
            }
        }

        if (!json)
        {
            table.Write(Console.Out);
            foreach (var (name, profile) in profiles)
            {
                Console.WriteLine($"{Environment.NewLine}{name}");
                profile.Write(Console.Out, Console.IsOutputRedirected || Console.WindowWidth == 0 ? UsualWidth : Console.WindowWidth);
            }
        }

        await client.ReleaseAsync(cancellationToken);
        return code;
    }

    /// <summary>What chooses rows and columns is not ignored where there are none.</summary>
    private static void RefusePartOfOthers(DlmsProfilePart part, (LogicalName Name, sbyte? Attribute)[] names, IReadOnlyList<ObjectListElement> list)
    {
        if (part.Given is null)
        {
            return;
        }

        var profiles = list.Where(element => element.ClassId == ClassId.ProfileGeneric).Select(element => element.LogicalName).ToList();
        var there = profiles.Count == 0 ? "this device shows this client none" : $"this device has {string.Join(", ", profiles)}";
        if (names.Length == 0)
        {
            throw new RefusedException($"{part.Given} chooses from the rows of a profile; name it with --object: {there}.");
        }

        foreach (var (name, attribute) in names)
        {
            if (list.Find(name).ClassId is not ClassId.ProfileGeneric and var other)
            {
                throw new RefusedException($"{part.Given} chooses from the rows of a profile, and {name} is none (class {(ushort)other}, {StandardName.Of(other)}); {there}.");
            }

            if (attribute is not (null or ValueAttribute))
            {
                throw new RefusedException($"{part.Given} chooses from the rows of a profile, which are its attribute 2; write {name}:2.");
            }
        }
    }

    /// <summary>The attributes to read: those that were named, or the value of every object that may be read; of a profile, which may be long, how many rows it has.</summary>
    private static IEnumerable<(ObjectListElement Element, int Attribute)> Wanted((LogicalName Name, sbyte? Attribute)[] names, IReadOnlyList<ObjectListElement> list)
    {
        if (names.Length == 0)
        {
            return list.Where(element => element.Attributes.TryGetValue(ValueAttribute, out var access) && access.HasFlag(AttributeAccess.Read))
                .Select(element => (element, element.ClassId == ClassId.ProfileGeneric ? EntriesInUse : ValueAttribute));
        }

        return names.SelectMany(wanted =>
        {
            var element = list.Find(wanted.Name);
            return wanted.Attribute is { } one
                ? [(element, one)]
                : element.Attributes.Where(a => a.Value.HasFlag(AttributeAccess.Read)).Select(a => (element, a.Key));
        });
    }

    private static async Task<(string? Value, DlmsProfile? Profile, DataAccessResult? Failure)> ReadOneAsync(
        DlmsClient client, ObjectListElement element, int attribute, DlmsProfilePart part, CancellationToken cancellationToken)
    {
        try
        {
            if (element.ClassId == ClassId.ProfileGeneric && attribute == ValueAttribute)
            {
                var profile = await DlmsProfile.ReadAsync(client, element.LogicalName, part, cancellationToken);
                return (ShownValue.Count(profile.Rows.Count, "row"), profile, null);
            }

            var value = await client.GetAsync(new(element.ClassId, element.LogicalName, (sbyte)attribute), cancellationToken);
            if (element.ClassId is not (ClassId.Register or ClassId.ExtendedRegister) || attribute != ValueAttribute)
            {
                return (CosemText.Of(value), null, null);
            }

            var scalerUnit = await client.GetAsync(new(element.ClassId, element.LogicalName, 3), cancellationToken);
            return scalerUnit is CosemData.Structure { Items: [CosemData.Integer scaler, CosemData.Enum unit] }
                ? (CosemText.Register(value, new ScalerUnit(scaler.Value, (Unit)unit.Value)), null, null)
                : throw new FailedException($"The scaler and unit of {element.LogicalName} are not as the standard has them.");
        }
        catch (DataAccessException e)
        {
            return (null, null, e.Result);
        }
    }

    private static string Shortened(string value) => value.Length <= LongestValue ? value : $"{value[..LongestValue]} ... ({value.Length} characters, whole with --json)";
}
