using Dlms.Association;
using Testing;

namespace Dlms.Tests;

public class AssociationStateTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string BadTag = "11 30 00000001 000000000000000000000000";

    [Theory]
    [InlineData("idle")]
    [InlineData("low level security")]
    [InlineData("high level security pending")]
    [InlineData("high level security")]
    [InlineData("ciphered, high level security pending")]
    [InlineData("ciphered")]
    [InlineData("ciphered, policy 3")]
    public async Task Every_APDU_in_every_state_has_its_answer(string state)
    {
        await using var association = await InStateAsync(state);
        var expected = association.State;
        for (var tag = 0; tag < 256; tag++)
        {
            var request = RequestOf((byte)tag);
            Assert.Equal((tag, AnswerTo(state, (byte)tag).Replace(" ", "", StringComparison.Ordinal)), (tag, await association.AskAsync(request)));
            Assert.Equal((tag, expected), (tag, association.State));
        }
    }

    /// <summary>A request with this tag that is well-formed, except for those that would change the state and those that are no requests.</summary>
    private static string RequestOf(byte tag) => tag switch
    {
        0x60 => "60 00",
        0x62 => "62 FF",
        0xC0 => Get,
        0xC1 => "C101C1 0001 00002A0000FF 0200 00",
        0xC3 => "C301C1 0008 0000010000FF 0400",
        0xD9 => "D9 40000001 00 00 00",
        0xE0 => "E0 81 0001 0000 0D" + Get,
        0xC8 or 0xC9 or 0xCB or 0xD0 or 0xD1 or 0xD3 => $"{tag:X2} {BadTag}",
        0xDB or 0xDC => $"{tag:X2} 08 4D4D4D0000000001 {BadTag}",
        _ => $"{tag:X2} 00",
    };

    private static string AnswerTo(string state, byte tag)
    {
        const string Got = "C401C1 00 0906 0000280000FF";
        var isCiphered = state.StartsWith("ciphered", StringComparison.Ordinal);
        var isPending = state.EndsWith("pending", StringComparison.Ordinal);
        return (state, tag) switch
        {
            (_, 0x60) => "D80103", // malformed, and so nothing changes
            _ when !Enum.IsDefined((ApduTag)tag) => "D80202",
            ("idle", _) => "D80102",
            (_, 0x62) => "D80103",
            (_, 0xC8 or 0xC9 or 0xCB or 0xD0 or 0xD1 or 0xD3 or 0xDB or 0xDC) => isCiphered ? "D80105" : "D80102",
            (_, not (0xC0 or 0xC1 or 0xC3 or 0xD9 or 0xE0)) => "D80102",
            _ when isPending || state == "ciphered, policy 3" => "D80101",
            (_, 0xC0) => Got,
            (_, 0xC1) => "C501C1 03",
            (_, 0xC3) => "C701C1 03 00",
            (_, 0xD9) => "DA 40000001 00 00 00 00",
            _ => "E0 90 0001 0001 0C" + Got,
        };
    }

    private static async Task<ApplicationAssociation> InStateAsync(string state)
    {
        var server = new TestServer();
        switch (state)
        {
            case "idle":
                return server.Association();
            case "low level security":
                var low = server.Association();
                await low.AskAsync("6036 A109060760857405080101 8A020780 8B0760857405080201 AC0A80083132333435363738 BE10040E01000000065F1F0400FFFFFFFFFF");
                return low;
            case "high level security pending" or "high level security":
                var high = await PlainHls.BeginAsync(server);
                return state.EndsWith("pending", StringComparison.Ordinal) ? high.Association : (await high.ProveAsync()).Association;
            case "ciphered, policy 3":
                server.Policy = new() { SecurityPolicy = Dlms.Security.SecurityPolicy.AuthenticatedAndEncrypted };
                break;
            default:
                break;
        }

        var client = new CipheredClient(server);
        await (state.EndsWith("pending", StringComparison.Ordinal) ? client.BeginHlsAsync() : client.OpenHlsAsync());
        return client.Association;
    }

    [Fact]
    public async Task An_association_is_made_released_and_made_again_on_the_same_connection()
    {
        await using var association = new TestServer().Association();
        await association.PlayAsync(
            $"""
            > C001C100030100010800FF0200              // not yet
            < D80102
            > {Conversations.LowLevelAarq}
            < {Conversations.Accepted}
            > C001C100030100010800FF0200
            < C401C1000 60012D687
            > 6203800100
            < 6303800100
            > C001C100030100010800FF0200              // no longer
            < D80102
            > 6203800100
            < D80102
            > {Conversations.LowLevelAarq}
            < {Conversations.Accepted}
            > C001C200030100010800FF0200
            < C401C2000 60012D687
            """);
        Assert.Equal(AssociationState.Associated, association.State);
    }

    [Theory]
    [InlineData("6200")]
    [InlineData("6203800100")]
    [InlineData("6203800101")]
    [InlineData("6228800100BE230421211F300000001434CF5ED829AA04868F4CBCF7CE1DAFB8430FAB6FA9B4E2F9B37F")]
    public async Task A_release_is_answered_however_it_is_asked_for(string rlrq)
    {
        await using var association = await new TestServer().Association().OpenAsync();
        Assert.Equal("6303800100", await association.AskAsync(rlrq));
        Assert.Equal(AssociationState.Idle, association.State);
    }

    [Fact]
    public async Task A_second_request_for_an_association_replaces_the_first_even_when_it_is_refused()
    {
        var observer = new RecordingObserver();
        await using var association = await new TestServer().Association(observer: observer).OpenAsync();
        await association.OpenAsync();
        await association.AskAsync(Conversations.PublicAarq);
        Assert.Equal(AssociationState.Idle, association.State);
        Assert.Equal(
            ["opened 1 1 1", "ended 1 1 Replaced", "opened 1 1 1", "ended 1 1 Replaced", "refused 1 1 authentication-required "],
            observer.Events);
    }

    [Fact]
    public async Task A_malformed_request_for_an_association_changes_nothing()
    {
        await using var association = await new TestServer().Association().OpenAsync();
        await association.PlayAsync("> 6000\n< D80103\n> 6003\n< D80103\n> 62FF\n< D80103");
        Assert.Equal(AssociationState.Associated, association.State);
    }

    [Fact]
    public async Task Of_too_many_associations_the_one_longest_unused_ends()
    {
        var server = new TestServer(new() { MaxAssociationsPerClientAndDevice = 2 });
        var observer = new RecordingObserver();
        await using var first = await server.Association(observer: observer).OpenAsync();
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await using var second = await server.Association().OpenAsync();
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await using var other = await server.Association(server: 16).OpenAsync();
        await first.AskAsync("C001C100030100010800FF0200");
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await using var third = await server.Association().OpenAsync();

        Assert.Equal("D80102", await second.AskAsync("C001C100030100010800FF0200"));
        Assert.StartsWith("C401C100", await first.AskAsync("C001C100030100010800FF0200"), StringComparison.Ordinal);
        Assert.StartsWith("C401C100", await third.AskAsync("C001C100030100010800FF0200"), StringComparison.Ordinal);
        Assert.StartsWith("C401C100", await other.AskAsync("C001C100030100010800FF0200"), StringComparison.Ordinal);

        await second.OpenAsync();
        Assert.Equal("D80102", await first.AskAsync("C001C100030100010800FF0200"));
        Assert.Equal(["opened 1 1 1", "ended 1 1 Aborted"], observer.Events);
    }

    [Fact]
    public async Task Whatever_comes_is_answered()
    {
        var random = new Random(7);
        await using var association = new TestServer().Association();
        byte[][] seeds =
        [
            Hex.Bytes(Conversations.LowLevelAarq),
            Hex.Bytes("C001C1000F0000280000FF0200"),
            Hex.Bytes("C003C102000100002A0000FF020000080000010000FF0200"),
            Hex.Bytes("C002C100000001"),
            Hex.Bytes("6203800100"),
        ];
        for (var round = Rounds.Of(3_000, 100_000, 1_000_000); round > 0; round--)
        {
            await association.AnswerAsync(seeds[0]);
            var answer = await association.AnswerAsync(Mutations.Mutate(random, random.GetItems(seeds, 1)[0]));
            Assert.NotNull(Apdu.Decode(answer.Span));
        }
    }
}
