using Cosem;
using Dlms.Acse;
using Dlms.Association;
using Dlms.Connection;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

/// <summary>What a request for an association is answered, beyond the named conformance cases.</summary>
public class NegotiationTests
{
    private static readonly CosemData.BitString Authentication = new(Hex.Bytes("80"), 1);

    private static readonly InitiateRequest Initiate = new() { ProposedConformance = (Conformance)0x001E1D, ClientMaxReceivePduSize = 0xFFFF };

    private static readonly Aarq LowLevel = new()
    {
        SenderAcseRequirements = Authentication,
        MechanismName = ObjectIdentifier.Mechanism(1),
        CallingAuthenticationValue = Octets.FromAscii("12345678"),
        UserInformation = Initiate.ToArray(),
    };

    [Fact]
    public async Task The_answer_to_low_level_security_has_no_title_and_no_mechanism()
    {
        await using var association = new TestServer().Association();
        await association.PlayAsync($"> {Conversations.LowLevelAarq}\n< {Conversations.Accepted}");
    }

    [Fact]
    public async Task Wrong_password_unknown_client_and_unknown_server_are_answered_the_same()
    {
        var server = new TestServer();
        var refused = new Aare
        {
            Result = AssociationResult.RejectedPermanent,
            Diagnostic = ResultSourceDiagnostic.AuthenticationFailure,
            UserInformation = new InitiateResponse { NegotiatedConformance = (Conformance)0x001210, ServerMaxReceivePduSize = 65_535 }.ToArray(),
        };
        foreach (var password in new[] { "1234567", "123456789", "12345679", "" })
        {
            Assert.Equal(refused, await server.Association().AskAsync(LowLevel with { CallingAuthenticationValue = Octets.FromAscii(password) }));
        }

        Assert.Equal(refused, await server.Association(client: 2).AskAsync(LowLevel));
        Assert.Equal(refused, await server.Association(client: 257).AskAsync(LowLevel));
        Assert.Equal(refused, await server.Association(server: 17).AskAsync(LowLevel));
        Assert.Equal(refused, await server.Association(client: 16, server: 17).AskAsync(Apdu.Decode(Hex.Bytes(Conversations.PublicAarq))));
        Assert.Equal(refused, await server.Association(server: 127).AskAsync(LowLevel));
    }

    [Fact]
    public async Task The_public_client_can_be_shut_out()
    {
        var server = new TestServer { Policy = new() { AllowPublicClient = false } };
        Assert.Equal(13, await DiagnosticAsync(server.Association(client: 16), new Aarq { UserInformation = Initiate.ToArray() }));
    }

    [Fact]
    public async Task Low_level_security_has_to_be_enabled()
    {
        var server = new TestServer { Policy = new() };
        Assert.Equal(11, await DiagnosticAsync(server.Association(), LowLevel));
    }

    [Theory]
    [InlineData(1, true, null, 12)] // authentication asked for, no mechanism named
    [InlineData(1, true, 0, 14)] // none
    [InlineData(1, false, null, 14)]
    [InlineData(1, false, 0, 14)]
    [InlineData(1, false, 1, 14)] // a mechanism counts only when authentication is asked for
    [InlineData(1, true, 1, 0)]
    [InlineData(1, true, 2, 11)]
    [InlineData(1, true, 3, 11)]
    [InlineData(1, true, 4, 11)]
    [InlineData(1, true, 5, 3)] // GMAC needs a title
    [InlineData(1, true, 6, 11)]
    [InlineData(1, true, 7, 11)]
    [InlineData(16, false, null, 0)]
    [InlineData(16, false, 0, 0)]
    [InlineData(16, true, 0, 0)]
    [InlineData(16, true, null, 12)]
    [InlineData(16, true, 1, 11)]
    public async Task Each_client_has_its_mechanisms(ushort client, bool asks, int? mechanism, byte diagnostic)
    {
        var aarq = LowLevel with
        {
            SenderAcseRequirements = asks ? Authentication : null,
            MechanismName = mechanism is { } number ? ObjectIdentifier.Mechanism((byte)number) : null,
        };
        Assert.Equal(diagnostic, await DiagnosticAsync(new TestServer().Association(client), aarq));
    }

    [Fact]
    public async Task Requirements_without_the_authentication_bit_ask_for_nothing()
    {
        var aarq = new Aarq { SenderAcseRequirements = new(Hex.Bytes("00"), 1), UserInformation = Initiate.ToArray() };
        Assert.Equal(0, await DiagnosticAsync(new TestServer().Association(client: 16), aarq));
        Assert.Equal(14, await DiagnosticAsync(new TestServer().Association(), aarq));
    }

    [Fact]
    public async Task A_password_that_is_missing_is_required() =>
        Assert.Equal(14, await DiagnosticAsync(new TestServer().Association(), LowLevel with { CallingAuthenticationValue = null }));

    [Fact]
    public async Task A_new_password_counts_at_the_next_association()
    {
        var server = new TestServer();
        await using var association = server.Association();
        Assert.Equal(0, await DiagnosticAsync(association, LowLevel));
        server.Policy = new() { LowLevelSecret = Octets.FromAscii("87654321") };
        Assert.StartsWith("C401C100", await association.AskAsync("C001C100030100010800FF0200"), StringComparison.Ordinal);
        Assert.Equal(13, await DiagnosticAsync(association, LowLevel));
    }

    [Fact]
    public async Task An_initiate_request_that_is_missing_or_cannot_be_read_is_an_initiate_error()
    {
        var expected = new Aare
        {
            Result = AssociationResult.RejectedPermanent,
            Diagnostic = ResultSourceDiagnostic.NoReasonGiven,
            UserInformation = Hex.Bytes("0E010600"),
        };
        Assert.Equal(expected, await new TestServer().Association().AskAsync(LowLevel with { UserInformation = null }));
        Assert.Equal(expected, await new TestServer().Association().AskAsync(LowLevel with { UserInformation = Hex.Bytes("0100") }));
        Assert.Equal(expected, await new TestServer().Association().AskAsync(LowLevel with { UserInformation = Hex.Bytes("2103000000") }));
    }

    [Fact]
    public async Task The_server_refuses_before_it_reads_the_initiate_request() =>
        Assert.Equal(13, await DiagnosticAsync(
            new TestServer().Association(), LowLevel with { CallingAuthenticationValue = Octets.FromAscii("x"), UserInformation = null }));

    [Theory]
    [InlineData("01 00 01 00 00 06 5F1F0400001E1D FFFF")] // response-allowed FALSE: no request goes unanswered
    [InlineData("01 00 00 00 06 5F0400001E1D FFFF")]
    [InlineData("01 00 00 00 06 5F1F0400001E1D 0000")]
    public async Task Other_forms_of_the_initiate_request_are_accepted(string initiate) =>
        Assert.Equal(0, await DiagnosticAsync(new TestServer().Association(), LowLevel with { UserInformation = Hex.Bytes(initiate) }));

    [Theory]
    [InlineData(0, 16_384)]
    [InlineData(12, 12)]
    [InlineData(1_024, 1_024)]
    [InlineData(65_535, 16_384)]
    public void The_longest_APDU_sent_is_what_both_sides_take(ushort client, ushort expected) =>
        Assert.Equal(expected, Negotiation.MaxSendPduSize(Initiate with { ClientMaxReceivePduSize = client }, new()));

    [Fact]
    public void Limits_that_leave_no_room_cannot_be_set()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DlmsLimits { MaxSendPduSize = 11 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DlmsLimits { MaxAssociationsPerConnection = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DlmsLimits { MaxAssociationsPerClientAndDevice = 0 });
    }

    private static async Task<byte> DiagnosticAsync(ApplicationAssociation association, Aarq aarq)
    {
        var aare = Assert.IsType<Aare>(await association.AskAsync(aarq));
        Assert.Equal(aare.Result == AssociationResult.Accepted, association.State == AssociationState.Associated);
        Assert.Equal(aare.Result == AssociationResult.Accepted, aare.Diagnostic == ResultSourceDiagnostic.None);
        return aare.Diagnostic.Value;
    }
}
