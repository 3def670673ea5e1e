using Cosem;
using Cosem.InterfaceClasses;
using Cosem.Tests;

namespace Dlms.Tests;

/// <summary>Push setup in conversations: read, written and invoked by the management client.</summary>
public class PushSetupConversationTests
{
    private const ushort Sap = 100;
    private const string ToOther = "C101C1 0028 0001190900FF 0300 0203 1600 0906 686F73743A31 1600";
    private const string SixRetries = "C101C1 0028 0001190900FF 0600 1106";

    private readonly InMemoryPushSetup _setup = new();
    private readonly TestServer _server = new();

    public PushSetupConversationTests() =>
        _server.Devices[Sap] = new LogicalDevice(Sap, "ELV0016000100", [new PushSetup(InMemoryPushSetup.Name, _setup).ForManagement()]);

    [Fact]
    public async Task The_receiver_is_changed_by_authenticated_and_encrypted_requests_only()
    {
        await using var client = await new CipheredClient(_server, serverSap: Sap).OpenHlsAsync();
        client.Control = 0x10;
        await client.PlayAsync($"> {ToOther}\n< C501C1 0D");
        Assert.Equal("C501C10D", await client.Association.AskAsync(ToOther));
        await using var low = await _server.Association(server: Sap).OpenAsync();
        await low.PlayAsync($"> {ToOther}\n< C501C1 0D\n> {SixRetries}\n< C501C1 00");
        Assert.Equal(("head-end.example:4059", 6), (_setup.Settings.Destination, _setup.Settings.NumberOfRetries));

        client.Control = 0x30;
        await client.PlayAsync(
            $"""
            > {ToOther}
            < C501C1 00
            > C001C1 0028 0001190900FF 0300
            < C401C1 00 0203 1600 0906 686F73743A31 1600
            """);
        Assert.Equal("host:1", _setup.Settings.Destination);
    }

    [Fact]
    public async Task It_is_read_written_and_pushes()
    {
        await using var client = await new CipheredClient(_server, serverSap: Sap).OpenHlsAsync();
        await client.PlayAsync(
            """
            > C001C1 0028 0001190900FF 0200
            < C401C1 00 0103 0204 120001 0906 00002A0000FF 0F02 120000 0204 120028 0906 0001190900FF 0F01 120000 0204 120007 0906 0100630100FF 0F02 120000
            > C101C1 0028 0001190900FF 0400 0101 0202 090C FFFFFFFFFF160000FF8000FF 090C FFFFFFFFFF060000FF8000FF
            < C501C1 00
            > C001C1 0028 0001190900FF 0400
            < C401C1 00 0101 0202 090C FFFFFFFFFF160000FF8000FF 090C FFFFFFFFFF060000FF8000FF
            > C101C1 0028 0001190900FF 0200 0100                            // cannot be written
            < C501C1 03
            > C101C1 0028 0001190900FF 0500 11FF                            // no long-unsigned
            < C501C1 0C
            > C301C1 0028 0001190900FF 01 01 0F00
            < C701C1 00 00
            > C301C1 0028 0001190900FF 01 01 0F01
            < C701C1 FA 00
            """);
        Assert.Equal(1, _setup.Pushes);
        await using var visitor = await _server.Association(client: 16, server: Sap).OpenAsync(Conversations.PublicAarq);
        await visitor.PlayAsync("> C001C1 0028 0001190900FF 0100\n< C401C1 01 03");
    }
}
