using System.Buffers;
using Cosem;
using Dlms.Acse;
using Dlms.Client;
using Dlms.Security;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

/// <summary>The client with keys: what Gurux's server answered once, and servers that do not hold the keys.</summary>
public class DlmsClientSecurityTests
{
    private const int AareNumber = 0;
    private const int ReplyNumber = 1;
    private const int GetNumber = 2;
    private const int RlreNumber = 3;
    private static readonly AttributeDescriptor Energy = new(ClassId.Register, TestServer.Energy, 2);

    private readonly TestServer _server = new();

    [Fact]
    public async Task It_associates_with_GMAC_as_recorded_with_Gurux()
    {
        var asked = new List<string>();
        var options = Recorded("4D4D4D0000000001", 0x10, "730D5519787019650267363508374450", 0x021E5D);
        await using var client = AlteredServer.Script(
            options,
            asked,
            "6169A109060760857405080103A203020100A305A10302010EA40A040847525800000003E988020780890760857405080205AA128010265C34672C4A3D0567432903715B313ABE230421281F300001000073B7C91DB8746E16EB679DA4AC8CDFAE331846B51312D88ECDF5",
            "CF2A3000010002FAD19E96B00FC73E5D34D4F26A404F4C3C76BA7745309B2D03D114C8222F38E6071E9D0FE2");
        await client.AssociateAsync();
        Assert.Equal(
            [
                "605DA109060760857405080103A60A04084D4D4D00000000018A0207808B0760857405080205AC128010730D5519787019650267363508374450BE230421211F30000000106BE204E5EA0BCEE41D9B25D9E3448B03F406DA6DB5AB22B1BA4B",
                "CB313000000012A0EC1DE0E05B7F006334FA517DB46377E1DB6128BDDC30AFA64D97F2E36CC53248E7B3AAC2518AFE560FEE5D",
            ],
            asked);
        Assert.Equal((Conformance)0x001E5D, client.Negotiated!.NegotiatedConformance);
        Assert.Equal(0x13u, client.NextInvocationCounter);
    }

    [Theory]
    [InlineData(ClientAuthentication.None, SecurityPolicy.AuthenticatedAndEncrypted)]
    [InlineData(ClientAuthentication.None, SecurityPolicy.None)]
    public async Task The_management_client_has_to_prove_itself(ClientAuthentication authentication, SecurityPolicy protection)
    {
        await using var client = _server.Connect(DlmsClientServicesTests.Options(authentication, protection));
        Assert.Equal(ResultSourceDiagnostic.AuthenticationRequired, (await Assert.ThrowsAsync<AssociationRefusedException>(() => client.AssociateAsync())).Diagnostic);
    }

    [Theory]
    [InlineData(AareNumber)]
    [InlineData(ReplyNumber)]
    [InlineData(GetNumber)]
    [InlineData(RlreNumber)]
    public async Task An_answer_with_a_wrong_tag_is_refused(int number)
    {
        await RefusedAsync(number, "tag does not verify", answer =>
        {
            answer[^1] ^= 1;
            return answer;
        });
    }

    [Theory]
    [InlineData(AareNumber, "answers GloInitiateRequest with a plain InitiateResponse")]
    [InlineData(ReplyNumber, "answers GloActionRequest with a plain ActionResponse")]
    [InlineData(GetNumber, "answers GloGetRequest with a plain GetResponse")]
    [InlineData(RlreNumber, "answers GloInitiateRequest with nothing")]
    public async Task A_plain_answer_to_a_protected_request_is_refused(int number, string message)
    {
        await RefusedAsync(number, message, answer => number switch
        {
            AareNumber => Altered(answer, aare => aare with { UserInformation = Hex.Bytes("0800065F1F0400001E5DFFFF0007") }),
            ReplyNumber => Hex.Bytes("C701C10000"),
            GetNumber => Hex.Bytes("C401C2001101"),
            _ => Hex.Bytes("6303800100"),
        });
    }

    [Fact]
    public async Task A_counter_that_does_not_rise_is_refused()
    {
        byte[] before = [];
        await using var client = Connect((number, answer) => number == GetNumber + 1 ? before : before = answer);
        await client.AssociateAsync();
        await client.GetAsync(Energy);
        var failed = await Assert.ThrowsAsync<ProtectionException>(() => client.GetAsync(Energy));
        Assert.Equal("The server's invocation counter 4 is not above 4.", failed.Message);
    }

    [Fact]
    public async Task A_reply_to_the_challenge_has_to_be_fresh() // f(CtoS) with the counter of the AARE
    {
        var ciphering = _server.Security.Keys.CreateCiphering();
        Octets challenge = Hex.Bytes("0011223344556677");
        await RefusedAsync(
            ReplyNumber,
            "counter 1 is not above 1",
            _ => Protected(0x30, 9, [.. Hex.Bytes("C701C1000100 0911"), .. ciphering.Mac(_server.Security.SystemTitle, 1, challenge.Span)]),
            challenge);
    }

    [Theory]
    [InlineData("4D4D4D0000000001", "which is this client's system title")]
    [InlineData("4D4D4D0000BC614F", "calls itself 4D4D4D0000BC614F, not 4D4D4D0000BC614E")]
    [InlineData("4D4D4D", "no system title")]
    public async Task Another_title_is_refused(string title, string message)
    {
        await RefusedAsync(AareNumber, message, answer => Altered(answer, aare => aare with { RespondingApTitle = Hex.Bytes(title) }));
    }

    [Fact]
    public async Task A_title_binds_once_its_tag_has_verified()
    {
        var altered = AareNumber;
        var options = DlmsClientServicesTests.Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.AuthenticatedAndEncrypted);
        await using var client = _server.Connect(options, (number, answer) =>
            number == altered ? Altered(answer, aare => aare with { RespondingApTitle = Hex.Bytes("4D4D4D0000BC614F") }) : answer);
        Assert.Contains("does not verify", (await Assert.ThrowsAsync<ProtectionException>(() => client.AssociateAsync())).Message, StringComparison.Ordinal);
        await client.AssociateAsync(); // the true server is not refused for what a forged AARE said
        altered = 3; // its AARE, and the reply to its challenge, were 1 and 2
        Assert.Contains("not 4D4D4D0000BC614E", (await Assert.ThrowsAsync<ProtectionException>(() => client.AssociateAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_title_in_a_general_form_is_refused()
    {
        var options = DlmsClientServicesTests.Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.Authenticated, CipheringForm.General);
        await using var client = _server.Connect(options, (number, answer) =>
        {
            answer[9] ^= (byte)(number == GetNumber ? 1 : 0); // DB 08 title
            return answer;
        });
        await client.AssociateAsync();
        Assert.Contains("4D4D4D0000BC614F", (await Assert.ThrowsAsync<ProtectionException>(() => client.GetAsync(Energy))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Less_protection_than_asked_for_is_refused() =>
        await RefusedAsync(GetNumber, "less than the request: 10, not 30", _ => Protected(0x10, 9, Hex.Bytes("C401C2001101")));

    [Fact]
    public async Task Another_form_than_that_of_the_request_is_refused() =>
        await RefusedAsync(GetNumber, "with GloGetResponse around SetResponse", _ => Protected(0x30, 9, Hex.Bytes("C501C200"), ApduTag.GloGetResponse));

    [Fact]
    public async Task What_cannot_be_read_inside_is_named()
    {
        await using var client = Connect((number, answer) => number == GetNumber ? Protected(0x30, 9, Hex.Bytes("C401C2"), ApduTag.GloGetResponse) : answer);
        await client.AssociateAsync();
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.GetAsync(Energy));
    }

    [Fact]
    public async Task An_exception_response_is_named_also_when_it_is_protected()
    {
        var options = DlmsClientServicesTests.Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.AuthenticatedAndEncrypted, CipheringForm.General);
        await using var client = _server.Connect(options, (number, answer) => number switch
        {
            GetNumber => Protected(0x30, 9, Hex.Bytes("D80102"), ApduTag.GeneralGloCiphering),
            GetNumber + 1 => Hex.Bytes("D80101"),
            _ => answer,
        });
        await client.AssociateAsync();
        Assert.Equal(ServiceError.ServiceNotSupported, (await Assert.ThrowsAsync<ExceptionResponseException>(() => client.GetAsync(Energy))).Response.ServiceError);
        Assert.Equal(ServiceError.OperationNotPossible, (await Assert.ThrowsAsync<ExceptionResponseException>(() => client.GetAsync(Energy))).Response.ServiceError);
    }

    [Fact]
    public async Task The_mechanism_and_the_challenge_are_checked()
    {
        Octets challenge = Hex.Bytes("00112233445566778899");
        await RefusedAsync(AareNumber, "another authentication mechanism", answer => Altered(answer, aare => aare with { MechanismName = ObjectIdentifier.Mechanism(4) }));
        await RefusedAsync(AareNumber, "accepts with null", answer => Altered(answer, aare => aare with { Diagnostic = ResultSourceDiagnostic.None }));
        await RefusedAsync(AareNumber, "challenge", answer => Altered(answer, aare => aare with { RespondingAuthenticationValue = null }));
        await RefusedAsync(AareNumber, "challenge", answer => Altered(answer, aare => aare with { RespondingAuthenticationValue = new byte[7] }));
        await RefusedAsync(AareNumber, "challenge", answer => Altered(answer, aare => aare with { RespondingAuthenticationValue = new byte[65] }));
        await RefusedAsync(AareNumber, "this client's own", answer => Altered(answer, aare => aare with { RespondingAuthenticationValue = challenge }), challenge);
    }

    [Fact]
    public async Task In_a_plain_context_the_server_proves_itself_too()
    {
        var options = DlmsClientServicesTests.Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.None);
        await using var client = _server.Connect(options, (number, answer) =>
        {
            answer[^1] ^= (byte)number; // the reply to the challenge
            return answer;
        });
        var failed = await Assert.ThrowsAsync<ProtectionException>(() => client.AssociateAsync());
        Assert.Equal("The server's reply to the challenge does not verify.", failed.Message);
        Assert.Null(client.Negotiated);
    }

    [Fact]
    public async Task A_reply_that_the_server_does_not_accept_is_named()
    {
        var options = DlmsClientServicesTests.Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.None);
        await using var client = _server.Connect(options, (number, answer) => number == 0
            ? Altered(answer, aare => aare with { RespondingAuthenticationValue = new byte[16] })
            : answer);
        var failed = await Assert.ThrowsAsync<ProtectionException>(() => client.AssociateAsync());
        Assert.Equal("The server does not accept the reply to its challenge: read-write-denied (3).", failed.Message);
    }

    [Fact]
    public async Task The_InitiateResponse_may_come_in_a_general_form()
    {
        await using var client = Connect((number, answer) => number == AareNumber
            ? Altered(answer, aare => aare with { UserInformation = Protected(0x30, 1, Hex.Bytes("0800065F1F0400001E5DFFFF0007"), ApduTag.GeneralGloCiphering) })
            : answer);
        await client.AssociateAsync();
        Assert.Equal(new CosemData.DoubleLongUnsigned(1234567), await client.GetAsync(Energy));
    }

    [Fact]
    public async Task The_last_counter_is_never_used()
    {
        var options = DlmsClientServicesTests.Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.AuthenticatedAndEncrypted, counter: uint.MaxValue - 3);
        await using var client = _server.Connect(options);
        await client.AssociateAsync();
        await Assert.ThrowsAsync<InvocationCounterExhaustedException>(() => client.GetAsync(Energy));
    }

    [Fact]
    public void Nothing_shows_a_key()
    {
        var options = DlmsClientServicesTests.Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.Authenticated, CipheringForm.General, counter: 5);
        var text = $"{options.Security} {options.Security!.From(6)}";
        Assert.Contains("client 4D4D4D0000000001, key ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("00010203", text, StringComparison.Ordinal);
        Assert.DoesNotContain("D0D1", text, StringComparison.Ordinal);
        var from = options.Security.From(6);
        Assert.Equal((6u, SecurityPolicy.Authenticated, CipheringForm.General), (from.InvocationCounter, from.Protection, from.Form));
    }

    [Fact]
    public void Keys_decide_the_mechanism_and_are_needed_for_it()
    {
        var security = DlmsClientServicesTests.Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.Authenticated).Security;
        Assert.Equal(ClientAuthentication.None, new DlmsClientOptions().Authentication);
        Assert.Equal(ClientAuthentication.LowLevel, new DlmsClientOptions { LowLevelSecret = Octets.FromAscii("12345678") }.Authentication);
        Assert.Equal(ClientAuthentication.HighLevelGmac, new DlmsClientOptions { LowLevelSecret = Octets.FromAscii("12345678"), Security = security }.Authentication);
        Assert.Throws<ArgumentException>(() => new DlmsClient(new MemoryStream(), new() { Authentication = ClientAuthentication.HighLevelGmac }));
        Assert.Throws<ArgumentException>(() => new ClientSecurity(default, new byte[15], new byte[16]) { InvocationCounter = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClientSecurity(default, new byte[16], new byte[16]) { InvocationCounter = 1, Protection = SecurityPolicy.Encrypted });
    }

    private static DlmsClientOptions Recorded(string title, uint counter, string challenge, uint conformance) => new()
    {
        ClientSap = 1,
        Challenge = Hex.Bytes(challenge),
        ProposedConformance = (Conformance)conformance,
        Security = new(new(Convert.ToUInt64(title, 16)), TestSecurity.Guek, TestSecurity.Gak) { InvocationCounter = counter },
    };

    private static byte[] Altered(byte[] aare, Func<Aare, Aare> alter) => alter((Aare)Apdu.Decode(aare)).ToArray();

    private byte[] Protected(byte control, uint counter, byte[] plain, ApduTag? form = null)
    {
        var ciphering = _server.Security.Keys.CreateCiphering();
        var output = new ArrayBufferWriter<byte>();
        var tag = form ?? CipheredApdu.ResponseTagFor(ApduTag.GloGetRequest, (ApduTag)plain[0]);
        var title = _server.Security.SystemTitle;
        CipheredApdu.WriteHeader(output, tag, title.ToOctets(), control, counter, plain.Length + ciphering.Overhead(new(control)));
        ciphering.Protect(title, new(control), counter, plain, output);
        return output.WrittenSpan.ToArray();
    }

    private DlmsClient Connect(Func<int, byte[], byte[]> alter, Octets? challenge = null)
    {
        var options = DlmsClientServicesTests.Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.AuthenticatedAndEncrypted);
        return _server.Connect(
            new()
            {
                ClientSap = options.ClientSap,
                Challenge = challenge,
                Security = new(options.Security!.SystemTitle, TestSecurity.Guek, TestSecurity.Gak)
                {
                    InvocationCounter = _server.Security.ReceiveCounters.HighestAccepted(_server.Security.Keys.Fingerprint) + 1,
                    ServerSystemTitle = _server.Security.SystemTitle,
                },
            },
            alter);
    }

    /// <summary>Associates, reads and releases; one answer is altered, and that step fails.</summary>
    private async Task RefusedAsync(int altered, string message, Func<byte[], byte[]> alter, Octets? challenge = null)
    {
        await using var client = Connect((number, answer) => number == altered ? alter(answer) : answer, challenge);
        var failed = await Assert.ThrowsAsync<ProtectionException>(async () =>
        {
            await client.AssociateAsync();
            Assert.True(altered >= GetNumber);
            await client.GetAsync(Energy);
            Assert.Equal(RlreNumber, altered);
            await client.ReleaseAsync();
        });
        Assert.Contains(message, failed.Message, StringComparison.Ordinal);
    }
}
