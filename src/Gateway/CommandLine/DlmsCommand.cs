using System.CommandLine;
using System.Globalization;
using System.Text;
using Cosem;

namespace Gateway.CommandLine;

/// <summary><c>dlms</c>, a small head-end; here <c>list</c>.</summary>
internal static class DlmsCommand
{
    public static Command Create() => new("dlms", "Talks to a DLMS server as a head-end does.")
    {
        DlmsVerb.Create("list", "Lists the logical devices, or the objects of one (--device).", [DlmsVerb.Device], ListAsync),
        DlmsReadCommand.Create(),
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
                JsonLine.Print(new { device = sap, name });
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
                JsonLine.Print(new
                {
                    obis = element.LogicalName.ToString(),
                    @class = (ushort)element.ClassId,
                    version = element.Version,
                    attributes,
                });
            }

            table.Add(element.LogicalName.ToString(), $"{(ushort)element.ClassId} {element.ClassId}", $"{element.Version}", string.Join(' ', attributes));
        }

        WriteTable(table, json);
        await client.ReleaseAsync(cancellationToken);
        return ExitCode.Done;
    }

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
