using Dlms.Association;
using Testing;

namespace Dlms.Tests;

public class AssociationStateTests
{
    public static TheoryData<AssociationState, byte> Pairs
    {
        get
        {
            var pairs = new TheoryData<AssociationState, byte>();
            foreach (var state in Enum.GetValues<AssociationState>())
            {
                for (var tag = 0; tag < 256; tag++)
                {
                    pairs.Add(state, (byte)tag);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Every_APDU_in_every_state_has_its_answer(AssociationState state, byte tag)
    {
        await using var association = new TestServer().Association();
        if (state == AssociationState.Associated)
        {
            await association.OpenAsync();
        }

        // A tag alone, malformed where the tag has a place at all.
        var isServed = tag == 0x60 || (state == AssociationState.Associated && (tag is 0x62 or 0xC0));
        var expected = (isServed, Enum.IsDefined((ApduTag)tag)) switch
        {
            (true, _) => "D80103",
            (_, true) => "D80102",
            _ => "D80202",
        };
        Assert.Equal(expected, await association.AskAsync(tag.ToString("X2", null)));
        Assert.Equal(state, association.State);
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
