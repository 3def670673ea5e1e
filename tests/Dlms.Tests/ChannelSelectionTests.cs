using Cosem;
using Dlms.Association;

namespace Dlms.Tests;

public class ChannelSelectionTests
{
    private readonly TestServer _server = new();

    [Fact]
    public async Task The_channel_is_the_server_SAP_until_another_is_selected()
    {
        await using var association = await _server.Association(server: 16).OpenAsync();
        await association.PlayAsync("> C001C1 0001 0080010000FF 0200\n< C401C1 00 12 0010");
    }

    [Fact]
    public async Task A_known_channel_is_selected()
    {
        var channel = new ChannelSelection(_server, 1);
        Assert.Equal(DataAccessResult.Success, await SetAsync(channel, new CosemData.LongUnsigned(16)));
        Assert.Equal(16, channel.Selected);
        Assert.Equal(new CosemData.LongUnsigned(16), (await channel.Object.GetAsync(2, null, default)).Data);
    }

    [Fact]
    public async Task An_unknown_channel_is_unavailable_and_another_type_does_not_match()
    {
        var channel = new ChannelSelection(_server, 1);
        Assert.Equal(DataAccessResult.ObjectUnavailable, await SetAsync(channel, new CosemData.LongUnsigned(17)));
        Assert.Equal(DataAccessResult.TypeUnmatched, await SetAsync(channel, new CosemData.Unsigned(16)));
        Assert.Equal(1, channel.Selected);
    }

    [Fact]
    public async Task The_objects_are_those_of_the_selected_device()
    {
        var context = Context();
        _server.Devices[16] = new(16, "KAM00224396041B", []);
        Assert.Equal(DataAccessResult.Success, context.Find(ClassId.Register, TestServer.Energy, out _, out _));
        await SetAsync(context.Channel, new CosemData.LongUnsigned(16));
        Assert.Equal(DataAccessResult.ReadWriteDenied, context.Find(ClassId.Register, TestServer.Energy, out _, out _));
        Assert.Equal(1, context.ServerSap); // the partner stays
        Assert.Equal(3, context.VisibleObjects.Count());
    }

    [Fact]
    public async Task Another_channel_ends_the_open_transfer()
    {
        await using var association = await _server.Association().OpenAsync();
        await association.AskAsync("C001C100010100630100FF0200");
        await association.PlayAsync(
            """
            > C101C1 0001 0080010000FF 0200 12 0010
            < C501C1 00
            > C002C1 00000001
            < C402C1 01 00000001 01 0F              // long-get-aborted
            """);
        Assert.True(_server.IsSourceEnded);
    }

    private static ValueTask<DataAccessResult> SetAsync(ChannelSelection channel, CosemData value) => channel.Object.SetAsync(2, value, default);

    private AssociationContext Context() => new(_server.Server, default, new(null, 1, 1), null, null)
    {
        AuthenticationMechanism = 1,
        Conformance = Negotiation.OfferedToManagement,
        MaxSendPduSize = 1_024,
    };
}
