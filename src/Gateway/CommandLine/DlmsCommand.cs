using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cosem;
using Dlms.Client;

namespace Gateway.CommandLine;

/// <summary><c>dlms</c>, a small head-end; here what only reads: <c>list</c> and <c>read</c>.</summary>
internal static class DlmsCommand
{
    private const int LongestValue = 100;

    private const int EntriesInUse = 7;

    private static readonly JsonSerializerOptions WithoutNull = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly Option<string[]> Objects = new("--object")
    {
        Description = "An object by its OBIS code (1.0.1.8.0.255), with :attribute if not all; may be repeated. Without: all objects.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> From = new("--from") { Description = "Of profiles the rows from this time on: 2026-03-29T14:05 in this machine's zone, or with +02:00 or Z." };

    private static readonly Option<string?> To = new("--to") { Description = "Of profiles the rows up to this time, that included." };

    public static Command Create() => new("dlms", "Talks to a DLMS server as a head-end does.")
    {
        DlmsVerb.Create("list", "Lists the logical devices, or the objects of one (--device).", [DlmsVerb.Device], ListAsync),
        DlmsVerb.Create("read", "Reads the objects of a logical device with values, scalers and units.", [DlmsVerb.Device, Objects, From, To], ReadAsync),
        DlmsChangeCommand.Write(),
        DlmsChangeCommand.Action(),
    };

    private static async Task<int> ListAsync(ParseResult parsed, DlmsConnector connector, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(DlmsVerb.Json);
        return parsed.GetValue(DlmsVerb.Device) is { } device
            ? await ListObjectsAsync(connector, device, json, cancellationToken)
            : await ListDevicesAsync(connector, json, cancellationToken);
    }

    private static async Task<int> ListDevicesAsync(DlmsConnector connector, bool json, CancellationToken cancellationToken)
    {
        await using var client = await connector.AssociateAsync(DlmsVerb.Management, cancellationToken);
        var list = (CosemData.Array)await client.GetAsync(new(ClassId.SapAssignment, new(0, 0, 41, 0, 0, 255), 2), cancellationToken);
        var table = new Table("device", "name");
        foreach (var item in list.Items)
        {
            var (sap, name) = item is CosemData.Structure { Items: [CosemData.LongUnsigned s, CosemData.OctetString n] }
                ? (s.Value, Encoding.ASCII.GetString(n.Value.Span))
                : throw new FailedException("The SAP assignment list is not as the standard has it.");
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { device = sap, name }));
            }

            table.Add(sap.ToString(CultureInfo.InvariantCulture), name);
        }

        WriteTable(table, json);
        await client.ReleaseAsync(cancellationToken);
        return ExitCode.Done;
    }

    private static async Task<int> ListObjectsAsync(DlmsConnector connector, ushort device, bool json, CancellationToken cancellationToken)
    {
        await using var client = await connector.AssociateAsync(device, cancellationToken);
        var table = new Table("object", "class", "version", "attributes");
        foreach (var element in await client.GetObjectListAsync(cancellationToken))
        {
            var attributes = element.Attributes.OrderBy(a => a.Key).Select(a => $"{a.Key}:{AccessLetters(a.Value)}").ToArray();
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    obis = element.LogicalName.ToString(),
                    @class = (ushort)element.ClassId,
                    version = element.Version,
                    attributes,
                }));
            }

            table.Add(element.LogicalName.ToString(), $"{(ushort)element.ClassId} {element.ClassId}", $"{element.Version}", string.Join(' ', attributes));
        }

        WriteTable(table, json);
        await client.ReleaseAsync(cancellationToken);
        return ExitCode.Done;
    }

    private static async Task<int> ReadAsync(ParseResult parsed, DlmsConnector connector, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(DlmsVerb.Json);
        var rows = RangeOf(parsed.GetValue(From), parsed.GetValue(To));
        await using var client = await connector.AssociateAsync(parsed.GetValue(DlmsVerb.Device) ?? DlmsVerb.Management, cancellationToken);
        var list = await client.GetObjectListAsync(cancellationToken);
        var table = new Table("object", "attribute", "value");
        var profiles = new List<(LogicalName Name, DlmsProfile Profile)>();
        var code = ExitCode.Done;
        foreach (var (element, attribute) in Wanted(parsed.GetValue(Objects) ?? [], list))
        {
            var (value, profile, failed) = await ReadOneAsync(client, element, attribute, rows, cancellationToken);
            code = failed ? ExitCode.Failed : code;
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    obis = element.LogicalName.ToString(),
                    @class = (ushort)element.ClassId,
                    attribute,
                    value,
                    failed,
                    columns = profile?.Columns,
                    rows = profile?.Rows,
                }, WithoutNull));
            }

            table.Add(element.LogicalName.ToString(), attribute.ToString(CultureInfo.InvariantCulture), Shortened(value));
            if (profile is { Rows.Count: > 0 })
            {
                profiles.Add((element.LogicalName, profile));
            }
        }

        WriteTable(table, json);
        foreach (var (name, profile) in json ? [] : profiles)
        {
            Console.WriteLine($"{Environment.NewLine}{name}");
            profile.ToTable().Write(Console.Out);
        }

        await client.ReleaseAsync(cancellationToken);
        return code;
    }

    /// <summary>The rows of profiles that were asked for; null: all.</summary>
    private static SelectiveAccess? RangeOf(string? from, string? to)
    {
        return from is null && to is null ? null : new RangeDescriptor(Time(from), Time(to), []).ToSelectiveAccess();

        static CosemDateTime Time(string? text) =>
            text is null ? CosemDateTime.NotSpecified
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out _)
                && CosemValue.Parse($"time:{text}") is CosemData.OctetString octets && CosemDateTime.TryParse(octets.Value.Span, out var time) ? time
            : throw new RefusedException($"'{text}' is no time such as 2026-03-29T14:05 or 2026-03-29T14:05+02:00.");
    }

    /// <summary>The attributes to read: those that were named, or the value of every object that may be read; of a profile, which may be long, how many rows it has.</summary>
    private static IEnumerable<(ObjectListElement Element, int Attribute)> Wanted(string[] names, IReadOnlyList<ObjectListElement> list)
    {
        if (names.Length == 0)
        {
            return list.Where(element => element.Attributes.TryGetValue(2, out var access) && access.HasFlag(AttributeAccess.Read))
                .Select(element => (element, element.ClassId == ClassId.ProfileGeneric ? EntriesInUse : 2));
        }

        return names.SelectMany(name =>
        {
            var (obis, attribute) = DlmsVerb.ObjectOf(name);
            var element = list.Find(obis);
            return attribute is { } one
                ? [(element, one)]
                : element.Attributes.Where(a => a.Value.HasFlag(AttributeAccess.Read)).Select(a => (element, a.Key));
        });
    }

    private static async Task<(string Value, DlmsProfile? Profile, bool Failed)> ReadOneAsync(
        DlmsClient client, ObjectListElement element, int attribute, SelectiveAccess? rows, CancellationToken cancellationToken)
    {
        try
        {
            if (element.ClassId == ClassId.ProfileGeneric && attribute == 2)
            {
                var profile = await DlmsProfile.ReadAsync(client, element.LogicalName, rows, cancellationToken);
                return ($"{profile.Rows.Count} rows", profile, false);
            }

            var value = await client.GetAsync(new(element.ClassId, element.LogicalName, (sbyte)attribute), cancellationToken);
            if (element.ClassId is not (ClassId.Register or ClassId.ExtendedRegister) || attribute != 2)
            {
                return (CosemText.Of(value), null, false);
            }

            var scalerUnit = await client.GetAsync(new(element.ClassId, element.LogicalName, 3), cancellationToken);
            return scalerUnit is CosemData.Structure { Items: [CosemData.Integer scaler, CosemData.Enum unit] }
                ? (CosemText.Register(value, new ScalerUnit(scaler.Value, (Unit)unit.Value)), null, false)
                : (CosemText.Of(value), null, true);
        }
        catch (DataAccessException e)
        {
            return (e.Result.ToString(), null, true);
        }
    }

    private static string Shortened(string value) => value.Length <= LongestValue ? value : $"{value[..LongestValue]} ... ({value.Length} characters, whole with --json)";

    private static string AccessLetters(AttributeAccess access) => access switch
    {
        AttributeAccess.None => "-",
        AttributeAccess.Read => "R",
        AttributeAccess.Write => "W",
        AttributeAccess.ReadWrite => "RW",
        _ => ((int)access).ToString(CultureInfo.InvariantCulture),
    };

    private static void WriteTable(Table table, bool json)
    {
        if (!json)
        {
            table.Write(Console.Out);
        }
    }
}
