using MBus.Link;
using MBus.Master;
using static MBus.Master.SearchFinding;
using static MBus.Tests.Master.Conversation;

namespace MBus.Tests.Master;

public sealed class PrimarySearchTests
{
    [Fact]
    public async Task Each_address_is_initialised_and_who_confirms_is_asked_twice_who_he_is()
    {
        var steps = await SearchAsync(0, 2, $"""
            > 10 40 00 40 16
            > 10 40 01 41 16
            < E5
            > 10 7B 01 7C 16
            < {Telegram()}
            > 10 40 01 41 16
            < E5
            > 10 7B 01 7C 16
            < {Telegram(access: 43)}
            > 10 40 02 42 16
            """);
        Assert.Equal([Nobody, SearchFinding.Meter, Nobody], steps.Select(step => step.Finding));
        Assert.Equal(Conversation.Meter, steps[1].Meter!.Address);
        Assert.Equal([2, 1, 0], steps.Select(step => step.Remaining));
    }

    [Theory]
    [InlineData("< A5\n> 10 7B 00 7B 16\n> 10 7B 00 7B 16", 4, Collision)]
    [InlineData("< E5\n> 10 7B 00 7B 16\n< 68 7A FF 00", 4, Collision)]
    [InlineData("< E5\n> 10 7B 00 7B 16\n> 10 7B 00 7B 16", 1, Mute)]
    [InlineData("< E5\n> 10 7B 00 7B 16\n< E5", 1, Mute)]
    public async Task Two_meters_at_one_address_and_a_mute_one_are_told_apart(string answers, int times, SearchFinding finding)
    {
        var steps = await SearchAsync(0, 0, Repeat(times, $"> 10 40 00 40 16\n{answers}"));
        Assert.Equal(finding, Assert.Single(steps).Finding);
    }

    [Fact]
    public async Task Noise_where_nobody_is_makes_the_search_look_again_where_it_was_silent()
    {
        var steps = await SearchAsync(0, 1, """
            > 10 40 00 40 16
            > 10 40 01 41 16
            < A5
            > 10 7B 01 7C 16
            > 10 7B 01 7C 16
            > 10 40 01 41 16
            > 10 40 00 40 16
            > 10 40 01 41 16
            """);
        Assert.Equal([Nobody, Nobody, Nobody, Nobody], steps.Select(step => step.Finding));
    }

    [Fact]
    public async Task The_addresses_of_meters_are_0_to_250() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SearchAsync(0, 251, ""));

    private static Task<List<SearchStep<PrimaryAddress>>> SearchAsync(byte first, byte last, string transcript) =>
        PlayAsync(transcript, async master => await new PrimarySearch(master, PrimarySearch.Between(first, last)).RunAsync().ToListAsync());
}
