using Dlms.Association;
using Testing;

namespace Dlms.Tests;

/// <summary>Invocation counters of protected requests, over associations, devices and titles.</summary>
public class CounterConversationTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string Got = "C401C1 00 0906 0000280000FF";

    private readonly TestServer _server = new();

    [Fact]
    public async Task A_counter_is_taken_once_and_gaps_do_not_matter()
    {
        var observer = new RecordingObserver();
        await using var client = await new CipheredClient(_server, observer: observer).OpenHlsAsync();
        client.Counter = 100;
        var request = client.Protect(Get);
        Assert.Equal(Plain(Got), client.Unprotect(await client.Association.AskAsync(request)));
        Assert.Equal("D8010600000065", await client.Association.AskAsync(request));
        client.Counter = 99;
        Assert.Equal("D8010600000065", await client.AskAsync(Get));
        client.Counter = 5_000_000;
        await client.PlayAsync($"> {Get}\n< {Got}");
        client.Counter = 101;
        Assert.Equal("D80106004C4B41", await client.AskAsync(Get));
        Assert.Equal(
            [
                "opened 1 1 5",
                "security 1 1 Replayed: counter 100, client title 4D4D4D0000000001, expected is 101",
                "security 1 1 Replayed: counter 99, client title 4D4D4D0000000001, expected is 101",
                "security 1 1 Replayed: counter 101, client title 4D4D4D0000000001, expected is 5000001",
            ],
            observer.Events);
    }

    [Fact]
    public async Task The_last_counter_of_all_is_taken_and_nothing_after_it()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        client.Counter = uint.MaxValue;
        await client.PlayAsync($"> {Get}\n< {Got}");
        client.Counter = uint.MaxValue;
        Assert.Equal("D80106FFFFFFFF", await client.AskAsync(Get));
    }

    [Fact]
    public async Task Associations_and_devices_share_the_counter_of_a_title()
    {
        await using var first = await new CipheredClient(_server).OpenHlsAsync(); // 1 to 3
        await using var second = new CipheredClient(_server, serverSap: 16);
        Assert.Equal("D8010600000004", await second.Association.AskAsync(Convert.ToHexString(second.Aarq().ToArray())));
        Assert.Equal(AssociationState.Idle, second.Association.State);
        second.Counter = 10;
        await second.OpenHlsAsync(); // 10 to 12
        Assert.Equal("D801060000000D", await first.AskAsync(Get));
        first.Counter = 13;
        await first.PlayAsync($"> {Get}\n< {Got}");
        second.Counter = 13;
        Assert.Equal("D801060000000E", await second.AskAsync(Get));
        await using var other = await new CipheredClient(_server, title: 0x4D4D4D0000000002).OpenHlsAsync(); // a title of its own, from 1
        Assert.Equal(13u, _server.Security.ReceiveCounters.HighestAccepted(_server.Security.Keys.Fingerprint));
    }

    [Fact]
    public async Task Within_a_replay_window_counters_may_overtake_each_other_and_none_is_taken_twice()
    {
        var server = new TestServer(security: new(replayWindow: 64));
        await using var client = await new CipheredClient(server).OpenHlsAsync(); // 1 to 3
        foreach (var (counter, answer) in new (uint, string)[]
        {
            (100, Got), (36, Got), (36, "D8010600000065"), (35, "D8010600000065"), (99, Got), (100, "D8010600000065"), (99, "D8010600000065"), (101, Got), (36, "D8010600000066"),
        })
        {
            client.Counter = counter;
            Assert.Equal((counter, Plain(answer)), (counter, await client.AskAsync(Get)));
        }
    }

    [Fact]
    public async Task A_key_serves_256_client_titles()
    {
        var observer = new RecordingObserver();
        for (var title = 1ul; title <= 256; title++)
        {
            await using var client = await new CipheredClient(_server, title, observer: observer).OpenLlsAsync();
        }

        await using var further = new CipheredClient(_server, title: 257, observer: observer);
        Assert.Equal(
            "612BA109060760857405080103A203020101A305A10302010DA40A04084D4D4D0000BC614EBE0604040E010600",
            await further.Association.AskAsync(Convert.ToHexString(further.Aarq(1).ToArray())));
        Assert.Contains("security 1 1 TooManyClientTitles: client title 0000000000000101", observer.Events);
        await using var known = await new CipheredClient(_server, title: 256) { Counter = 2 }.OpenLlsAsync();
    }

    private static string Plain(string hex) => Convert.ToHexString(Hex.Bytes(hex));
}
