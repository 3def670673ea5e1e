using Dlms.Association;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

/// <summary>Releases of ciphered associations, protected and plain.</summary>
public class CipheredReleaseTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string Got = "C401C1 00 0906 0000280000FF";

    private readonly TestServer _server = new();

    [Fact]
    public async Task A_protected_release_is_answered_in_kind()
    {
        foreach (var control in new byte[] { 0x10, 0x30 })
        {
            await using var client = await new CipheredClient(_server) { Counter = 100u * control, InitiateControl = control }.OpenHlsAsync();
            var answer = await client.Association.AskAsync("6228800100BE230421" + client.Protect(ApduTag.GloInitiateRequest, control, client.Counter++, client.InitiateRequest));
            Assert.StartsWith($"6328800100BE230421281F{control:X2}", answer, StringComparison.Ordinal);
            Assert.Equal(CipheredClient.InitiateResponse("601E5D"), client.Decipher(CipheredApdu.Read(Hex.Bytes(answer[18..]))));
            Assert.Equal(AssociationState.Idle, client.Association.State);
        }
    }

    [Fact]
    public async Task A_release_is_protected_as_the_policy_asks()
    {
        _server.Policy = new() { SecurityPolicy = SecurityPolicy.AuthenticatedAndEncrypted };
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        var weak = "6228800100BE230421" + client.Protect(ApduTag.GloInitiateRequest, 0x10, client.Counter++, client.InitiateRequest);
        var bad = "6228800100BE230421" + client.Protect(ApduTag.GloInitiateRequest, 0x30, client.Counter, client.InitiateRequest);
        bad = bad[..^2] + (bad[^2..] == "00" ? "01" : "00");
        foreach (var (request, refusal) in new[]
        {
            ("6203800100", "D80101"), ("6200", "D80101"), (bad, "D80105"), (weak, "D80101"), (weak, $"D80106{client.Counter:X8}"),
        })
        {
            Assert.Equal((request, refusal), (request, await client.Association.AskAsync(request)));
            Assert.Equal(AssociationState.Associated, client.Association.State);
        }

        await client.PlayAsync($"> {Get}\n< {Got}");
    }

    [Fact]
    public async Task A_release_protected_in_the_general_form_is_answered_in_it()
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        var information = client.Protect(ApduTag.GeneralGloCiphering, 0x30, client.Counter++, client.InitiateRequest);
        var answer = await client.Association.AskAsync($"6231800100BE2C042A{information}");
        Assert.StartsWith("6331800100BE2C042ADB084D4D4D0000BC614E1F30", answer, StringComparison.Ordinal);
        Assert.Equal(CipheredClient.InitiateResponse("601E5D"), client.Decipher(CipheredApdu.Read(Hex.Bytes(answer[18..]))));
    }

    [Fact]
    public async Task A_plain_release_can_be_accepted_under_a_policy()
    {
        _server.Policy = new() { SecurityPolicy = SecurityPolicy.AuthenticatedAndEncrypted, AcceptPlainRelease = true };
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        await client.Association.PlayAsync("> 6203800100\n< 6303800100");
        Assert.Equal(AssociationState.Idle, client.Association.State);
    }

    [Theory]
    [InlineData("6203800100")]
    [InlineData("6200")]
    [InlineData("6215800100BE10040E01000000065F1F0400601E5DFFFF")] // with the InitiateRequest in clear
    public async Task A_plain_release_is_granted_where_there_is_no_policy(string rlrq)
    {
        await using var client = await new CipheredClient(_server).OpenHlsAsync();
        await client.Association.PlayAsync($"> {rlrq}\n< 6303800100");
        Assert.Equal(AssociationState.Idle, client.Association.State);
    }
}
