using Dlms.Acse;
using Dlms.Association;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

/// <summary>A client with high level security in the application context without ciphering.</summary>
internal sealed class PlainHls
{
    private PlainHls(TestServer server, ulong title)
    {
        Title = new(title);
        Association = server.Association();
    }

    public ApplicationAssociation Association { get; }

    public SystemTitle Title { get; }

    public byte[] StoC { get; private set; } = [];

    /// <summary>The AARQ, as of Gurux.</summary>
    public static Aarq Aarq(string challenge = CipheredClient.CtoS, string? title = "4D4D4D0000000001", byte mechanism = 5) => new()
    {
        CallingApTitle = title is null ? null : (Cosem.Octets?)Hex.Bytes(title),
        SenderAcseRequirements = new(new byte[] { 0x80 }, 1),
        MechanismName = ObjectIdentifier.Mechanism(mechanism),
        CallingAuthenticationValue = Hex.Bytes(challenge),
        UserInformation = Hex.Bytes("01000000065F1F0400FFFFFFFFFF"),
    };

    /// <summary>Passes 1 and 2.</summary>
    public static async Task<PlainHls> BeginAsync(TestServer server, string challenge = CipheredClient.CtoS, ulong title = CipheredClient.DefaultTitle)
    {
        var client = new PlainHls(server, title);
        var answer = await client.Association.AskAsync(Convert.ToHexString(Aarq(challenge, client.Title.ToString()).ToArray()));
        var aare = Assert.IsType<Aare>(Apdu.Decode(Hex.Bytes(answer)));
        client.StoC = aare.RespondingAuthenticationValue!.Value.Span.ToArray();
        Assert.Equal(
            "6156A109060760857405080101A203020100A305A10302010EA40A04084D4D4D0000BC614E88020780890760857405080205AA128010"
            + Convert.ToHexString(client.StoC) + "BE10040E0800065F1F0400201E5DFFFF0007",
            answer);
        return client;
    }

    /// <summary>f(StoC).</summary>
    public string Reply(uint counter, byte[]? stoC = null)
    {
        using var ciphering = SecuritySuite.Suite0.CreateCiphering(TestSecurity.Guek, TestSecurity.Gak);
        return Convert.ToHexString(ciphering.Mac(Title, counter, stoC ?? StoC));
    }

    /// <summary>Passes 3 and 4.</summary>
    public async Task<PlainHls> ProveAsync(uint counter = 1)
    {
        Assert.StartsWith("C701C10001000911", await Association.AskAsync(CipheredClient.ReplyAction(Reply(counter))), StringComparison.Ordinal);
        return this;
    }
}
