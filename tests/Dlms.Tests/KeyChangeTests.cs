using Dlms.Association;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

/// <summary>What a change of keys means to associations that somebody else holds.</summary>
public class KeyChangeTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string Got = "C401C1 00 0906 0000280000FF";

    private readonly TestServer _server = new();

    [Fact]
    public async Task A_dedicated_key_ends_with_the_keys_it_came_under()
    {
        await using var client = await new CipheredClient(_server) { DedicatedKey = Hex.Bytes("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF"), Dedicated = true }.OpenHlsAsync();
        await client.PlayAsync($"> {Get}\n< {Got}");
        await ChangeAsync(KeyId.AuthenticationKey);
        await client.PlayAsync($"> {Get}\n< D80105");
        Assert.Equal(AssociationState.Associated, client.Association.State);
    }

    [Fact]
    public async Task Former_keys_that_this_association_kept_end_when_somebody_else_changes_them()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        var wrapped = Convert.ToHexString(KeyWrap.Wrap(TestSecurity.Kek, Hex.Bytes("B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF")));
        await client.PlayAsync($"> C301C1 0040 00002B0000FF 02 01 01 01 0202 1600 0918 {wrapped}\n< C701C1 00 00\n> {Get}\n< {Got}"); // the old key goes on
        await ChangeAsync(KeyId.GlobalUnicastEncryptionKey);
        await client.PlayAsync($"> {Get}\n< D80105");
    }

    [Fact]
    public async Task A_failing_answer_to_the_reply_leaves_nobody_associated()
    {
        await using var client = await new CipheredClient(_server).BeginHlsAsync();
        var reply = client.Reply(client.Counter++);
        _server.Security.Failure = new IOException("disk full");
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true)
            {
                await _server.Security.SendCounter.NextAsync(); // to the end of what is reserved
            }
        });
        Assert.StartsWith("D8", await client.AskAsync(CipheredClient.ReplyAction(reply)), StringComparison.Ordinal);
        _server.Security.Failure = null;
        Assert.Equal(AssociationState.Idle, client.Association.State);
        Assert.Equal("D80102", await client.AskAsync(Get));
    }

    private Task ChangeAsync(KeyId id) => _server.Security.ChangeKeysAsync(keys => keys.With(id, Hex.Bytes("C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF")));
}
