using Cosem;
using Dlms.Client;

namespace Dlms.Tests;

/// <summary>The object of the current association, 0.0.40.0.0.255, as each client sees it.</summary>
public class CurrentAssociationTests
{
    private readonly TestServer _server = new();

    [Fact]
    public async Task The_public_client_reads_it()
    {
        await using var association = await _server.Association(client: 16, server: 16).OpenAsync(Conversations.PublicAarq);
        await association.PlayAsync(
            """
            > C001C1 000F 0000280000FF 0300
            < C401C1 00 0202 0F10 120010                              // client 16, server 16
            > C001C1 000F 0000280000FF 0400
            < C401C1 00 0207 1102 1110 1202F4 1105 1108 1101 1101
            > C001C1 000F 0000280000FF 0500
            < C401C1 00 0206 0418001210 12FFFF 124000 1106 0F00 0900
            > C001C1 000F 0000280000FF 0600
            < C401C1 00 0207 1102 1110 1202F4 1105 1108 1102 1100
            > C001C1 000F 0000280000FF 0700
            < C401C1 0103
            > C001C1 000F 0000280000FF 0800
            < C401C1 00 1602
            > C001C1 000F 0000280000FF 0900
            < C401C1 00 0906 000000000000
            """);
    }

    [Fact]
    public async Task The_management_client_reads_it()
    {
        await using var association = await _server.Association().OpenAsync();
        await association.PlayAsync(
            """
            > C001C1 000F 0000280000FF 0300
            < C401C1 00 0202 0F01 120001
            > C001C1 000F 0000280000FF 0500
            < C401C1 00 0206 0418001E1D 12FFFF 1204B0 1106 0F00 0900
            > C001C1 000F 0000280000FF 0600
            < C401C1 00 0207 1102 1110 1202F4 1105 1108 1102 1101
            > C001C1 000F 0000280000FF 0900
            < C401C1 00 0906 00002B0000FF
            """);
    }

    [Fact]
    public async Task An_element_of_the_object_list_is_as_the_standard_has_it()
    {
        _server.Devices[1] = new(1, "ELV0016000001", []);
        await using var association = await _server.Association(client: 16).OpenAsync(Conversations.PublicAarq);
        await association.PlayAsync(
            """
            > C001C1 000F 0000280000FF 0200
            < C401C1 00 0101
                0204 12000F 1101 0906 0000280000FF 0202
                0109 0203 0F01 1601 00 | 0203 0F02 1601 00 | 0203 0F03 1601 00 | 0203 0F04 1601 00 | 0203 0F05 1601 00
                     0203 0F06 1601 00 | 0203 0F07 1600 00 | 0203 0F08 1601 00 | 0203 0F09 1601 00
                0104 0202 0F01 1600 | 0202 0F02 1600 | 0202 0F03 1600 | 0202 0F04 1600
            """);
    }

    [Theory]
    [InlineData(16, Conversations.PublicAarq)]
    [InlineData(1, Conversations.LowLevelAarq)]
    public async Task Exactly_what_the_object_list_shows_can_be_got(ushort client, string aarq)
    {
        await using var association = await _server.Association(client).OpenAsync(aarq);
        var list = await ObjectListAsync(association);
        _server.SlowValue.TrySetResult(new CosemData.Unsigned(7));
        var visible = list.ToDictionary(element => (element.ClassId, element.LogicalName));
        foreach (var (classId, name) in AllObjects())
        {
            for (sbyte attribute = 0; attribute < 12; attribute++)
            {
                var answer = await association.AskAsync(new Xdlms.GetRequest.Normal(new(0xC1), new(classId, name, attribute)));
                var isShown = visible.TryGetValue((classId, name), out var element)
                    && element.Attributes.GetValueOrDefault(attribute).HasFlag(AttributeAccess.Read);
                var isDenied = answer is Xdlms.GetResponse.Normal { Result: { Data: null, Result: DataAccessResult.ReadWriteDenied } };
                Assert.Equal(isShown, !isDenied);
            }
        }
    }

    [Fact]
    public async Task The_object_list_is_that_of_the_selected_device()
    {
        _server.Devices[16] = new(16, "KAM00224396041B", []);
        await using var association = await _server.Association(server: 16).OpenAsync();
        var list = await ObjectListAsync(association);
        Assert.Equal(
            [
                (ClassId.AssociationLn, new LogicalName(0, 0, 40, 0, 0, 255)),
                (ClassId.Data, new(0, 128, 1, 0, 0, 255)),
                (ClassId.SecuritySetup, new(0, 0, 43, 0, 0, 255)),
            ],
            list.Select(element => (element.ClassId, element.LogicalName)));
    }

    private static async Task<IReadOnlyList<ObjectListElement>> ObjectListAsync(Dlms.Association.ApplicationAssociation association)
    {
        var request = new Xdlms.GetRequest.Normal(new(0xC1), new(ClassId.AssociationLn, new(0, 0, 40, 0, 0, 255), 2));
        var (encoded, number) = (new List<byte>(), 0u);
        Apdu next = request;
        while (true)
        {
            switch (await association.AskAsync(next))
            {
                case Xdlms.GetResponse.Normal normal:
                    return Parse(normal.Result.Data!);
                case Xdlms.GetResponse.WithDataBlock block:
                    encoded.AddRange(block.RawData!.Value.Span);
                    if (block.LastBlock)
                    {
                        return Parse(new Axdr.AxdrReader(encoded.ToArray()).ReadData());
                    }

                    next = new Xdlms.GetRequest.Next(new(0xC1), ++number);
                    break;
                default:
                    throw new InvalidOperationException();
            }
        }
    }

    private static List<ObjectListElement> Parse(CosemData data) => [.. Assert.IsType<CosemData.Array>(data).Items.Select(item =>
    {
        Assert.True(ObjectListElement.TryParse(item, out var element));
        return element;
    })];

    private IEnumerable<(ClassId, LogicalName)> AllObjects() =>
    [
        (ClassId.AssociationLn, new(0, 0, 40, 0, 0, 255)),
        (ClassId.Data, new(0, 128, 1, 0, 0, 255)),
        (ClassId.SecuritySetup, new(0, 0, 43, 0, 0, 255)),
        .. _server.Devices[1].Objects.Select(entry => (entry.Object.ClassId, entry.Object.LogicalName)),
    ];
}
