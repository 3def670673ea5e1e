using Cosem;
using Dlms.Association;

namespace Dlms.Tests;

/// <summary>The cases of the DLMS UA's conformance test plan (ATS 1001-6) for the application layer that apply, by their names there.</summary>
public class ConformanceTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string GotName = "C401C1 00 0906 0000280000FF";

    private const string Name = "A109060760857405080101";
    private const string Initiate = "BE10040E01000000065F1F0400001E1DFFFF";
    private const string Rejected = "6129A109060760857405080101A203020101A305";
    private const string Response = "BE10040E0800065F1F0400001210FFFF0007";

    private readonly TestServer _server = new();

    [Fact]
    public Task APPL_IDLE_N1_data_without_an_association_is_refused() => PublicAsync($"> {Get}\n< D80102");

    [Fact]
    public Task APPL_OPEN_1_an_association_is_made_used_and_released() => PublicAsync(
        $"""
        > {Conversations.PublicAarq}
        < {Conversations.PublicAccepted}
        > {Get}                          // name of the current association
        < {GotName}
        > 6203800100
        < 6303800100
        """);

    [Fact]
    public Task APPL_OPEN_2_the_user_of_the_client_may_be_named() => PublicAsync(
        $"""
        > 6022 {Name} A903020105 {Initiate}         // calling-AE-invocation-id
        < {Conversations.PublicAccepted}
        > {Get}
        < {GotName}
        """);

    [Fact]
    public async Task APPL_OPEN_3_high_level_security_is_proved_before_anything_is_served()
    {
        var client = await PlainHls.BeginAsync(_server);
        await client.Association.PlayAsync($"> {Get}\n< D80101\n> C101C1 0001 0080010000FF 0200 120001\n< D80101");
        await client.ProveAsync();
        await client.Association.PlayAsync($"> {Get}\n< {GotName}");

        var wrong = await PlainHls.BeginAsync(_server);
        await wrong.Association.PlayAsync($"> {CipheredClient.ReplyAction(client.Reply(1))}\n< C701C1 03 00\n> {Get}\n< D80102");
    }

    [Fact]
    public Task APPL_OPEN_4_protocol_version_1_is_accepted_and_others_are_not() => PublicAsync(
        $"""
        > 6021 80020284 {Name} {Initiate}
        < {Conversations.PublicAccepted}
        > 6203800100
        < 6303800100
        > 6021 80020244 {Name} {Initiate}
        < {Rejected} A203020102 {Response}
        > 6020 800100   {Name} {Initiate}   // no version at all
        < {Rejected} A203020102 {Response}
        """);

    [Theory]
    [InlineData("A109060760857405080102")] // short names
    [InlineData("A109060760857405080104")]
    [InlineData("A109060760857405080105")]
    [InlineData("A109060761857405080101")]
    [InlineData("A109060760857405080201")]
    public Task APPL_OPEN_5_another_application_context_is_refused(string name) =>
        PublicAsync($"> 601D {name} {Initiate}\n< {Rejected} A103020102 {Response}");

    [Fact]
    public Task APPL_OPEN_5_the_ciphered_context_is_not_the_public_clients() => PublicAsync(
        $"""
        > 601D A109060760857405080103 {Initiate}
        < 612B A109060760857405080103 A203020101 A305A103020102 A40A0408 4D4D4D0000BC614E BE0604040E010600
        """);

    [Fact]
    public Task APPL_OPEN_6_titles_qualifiers_and_invocation_ids_that_are_not_used_are_accepted() => PublicAsync(
        $"""
        > 604C {Name} A2030401AA A3030401AA A403020101 A503020101 A60A04084D4D4D0000000001 A7030401AA A803020101 A903020101 {Initiate}
        < {Conversations.PublicAccepted}
        > 6025 {Name} A6060404 4D4D4D00 {Initiate}      // too short, but not used
        < {Conversations.PublicAccepted}
        """);

    [Fact]
    public async Task APPL_OPEN_7_authentication_is_checked()
    {
        const string Asks = "8A020780";
        const string Lls = "8B0760857405080201";
        const string Password = "AC0A80083132333435363738";
        await ManagementAsync(
            $"""
            > 6036 {Name} {Asks} {Lls} {Password} {Initiate}
            < {Conversations.Accepted}
            > 601D {Name} {Initiate}                                      // nothing
            < {Rejected} A10302010E {Response}
            > 602A {Name} {Asks} {Lls} {Initiate}                         // no password
            < {Rejected} A10302010E {Response}
            > 602D {Name} {Asks} {Password} {Initiate}                    // no mechanism
            < {Rejected} A10302010C {Response}
            > 6032 {Name} {Lls} {Password} {Initiate}                     // no requirements
            < {Rejected} A10302010E {Response}
            > 6036 {Name} 8A020700 {Lls} {Password} {Initiate}            // wrong requirements
            < {Rejected} A10302010E {Response}
            > 6036 {Name} {Asks} 8B0760857405080202 {Password} {Initiate} // wrong mechanism
            < {Rejected} A10302010B {Response}
            > 6036 {Name} {Asks} {Lls} AC0A80083132333435363739 {Initiate} // wrong password
            < {Rejected} A10302010D {Response}
            """);
        await PublicAsync($"> 6032 {Name} {Lls} {Password} {Initiate}\n< {Conversations.PublicAccepted}"); // unneeded fields
    }

    [Fact]
    public Task APPL_OPEN_9_a_dedicated_key_without_ciphering_is_ignored() => PublicAsync(
        $"""
        > 602E {Name} BE21041F 01 0110 00112233445566778899AABBCCDDEEFF 0000065F1F0400001E1DFFFF
        < {Conversations.PublicAccepted}
        > {Get}
        < {GotName}
        """);

    [Fact]
    public async Task APPL_OPEN_9_a_dedicated_key_in_clear_is_ignored_in_the_ciphered_context_too()
    {
        await using var client = await new CipheredClient(_server) { DedicatedKey = TestSecurity.Kek, InitiateControl = null }.OpenLlsAsync();
        await client.PlayAsync($"> {Get}\n< {GotName}");
        client.Dedicated = true;
        await client.PlayAsync($"> {Get}\n< D80105");
    }

    [Theory]
    [InlineData("4D4D4D00000000")] // too short
    [InlineData("4D4D4D000000000101")] // too long
    public async Task APPL_OPEN_6_a_title_that_is_used_has_8_octets(string title)
    {
        await using var association = _server.Association();
        var aarq = new CipheredClient(_server).Aarq() with { CallingApTitle = (Octets)Testing.Hex.Bytes(title) };
        await association.PlayAsync(
            $"""
            > {Convert.ToHexString(aarq.ToArray())}
            < 612B A109060760857405080103 A203020101 A305A103020103 A40A0408 4D4D4D0000BC614E BE0604040E010600
            > {Convert.ToHexString(PlainHls.Aarq(title: title).ToArray())}
            < 6135 {Name} A203020101 A305A103020103 A40A0408 4D4D4D0000BC614E {Response}
            """);
    }

    [Fact]
    public Task APPL_OPEN_11_quality_of_service_may_be_proposed() => PublicAsync(
        $"""
        > 601E {Name} BE11040F 01 00 00 0101 065F1F0400001E1DFFFF
        < {Conversations.PublicAccepted}
        """);

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("05")]
    [InlineData("07")]
    [InlineData("FF")]
    public Task APPL_OPEN_12_another_DLMS_version_is_refused(string version) => PublicAsync(
        $"""
        > 601D {Name} BE10040E01000000{version}5F1F0400001E1DFFFF
        < 611F {Name} A203020101 A305A103020101 BE0604040E010601
        """);

    [Fact]
    public Task APPL_OPEN_13_conformance_is_what_both_sides_can_do() => PublicAsync(
        $"""
        > 601D {Name} BE10040E01000000065F1F0400FFFFFFFFFF     // all
        < {Conversations.PublicAccepted}
        > 601D {Name} BE10040E01000000065F1F0400000010FFFF     // GET only
        < 6129 {Name} A203020100 A305A103020100 BE10040E0800065F1F0400000010FFFF0007
        > 601D {Name} BE10040E01000000065F1F040060000DFFFF     // none that is offered
        < 611F {Name} A203020101 A305A103020101 BE0604040E010602
        > 601D {Name} BE10040E01000000065F1F0400000000FFFF     // none
        < 611F {Name} A203020101 A305A103020101 BE0604040E010602
        """);

    [Theory]
    [InlineData("FFFFFF", "201E5D")] // general protection in the ciphered context only
    [InlineData("001E1F", "001E1D")]
    [InlineData("000008", "000008")]
    public Task APPL_OPEN_13_the_management_clients_conformance_is_what_both_sides_can_do(string proposed, string negotiated) => ManagementAsync(
        $"""
        > 6036 {Name} 8A020780 8B0760857405080201 AC0A80083132333435363738 BE10040E01000000065F1F0400{proposed}FFFF
        < 6129 {Name} A203020100 A305A103020100 BE10040E0800065F1F0400{negotiated}FFFF0007
        """);

    [Theory]
    [InlineData("0001", false)]
    [InlineData("000B", false)]
    [InlineData("000C", true)]
    [InlineData("FFFF", true)]
    [InlineData("0000", true)] // no limit
    public Task APPL_OPEN_14_a_client_has_to_take_twelve_octets(string size, bool isAccepted) => PublicAsync(
        $"""
        > 601D {Name} BE10040E01000000065F1F0400001E1D{size}
        < {(isAccepted ? Conversations.PublicAccepted : $"611F {Name} A203020101 A305A103020101 BE0604040E010603")}
        """);

    [Theory]
    [InlineData("C000C1 000F 0000280000FF 0100", "C401C10103")] // unknown choices
    [InlineData("C004C1 000F 0000280000FF 0100", "C401C10103")]
    [InlineData("C0FFC5 000F 0000280000FF 0100", "C401C50103")]
    [InlineData("C001C1 000F 0000280000FF 01", "C401C10103")] // truncated
    [InlineData("C001C1 000F", "C401C10103")]
    [InlineData("C001C7", "C401C70103")]
    [InlineData("C001C1 000F 0000280000FF 0100 00", "C401C10103")] // octets follow
    [InlineData("C001C1 000F 0000280000FF 0102", "C401C10103")]
    [InlineData("C003C1 02 000F 0000280000FF 0100", "C401C10103")]
    [InlineData("C001", "D80103")] // no invoke-id to answer with
    [InlineData("C0", "D80103")]
    [InlineData("C001C1 0001 0000600100FF 0200", "C401C10103")] // no such object
    [InlineData("C001C1 0003 0100010800FF 0200", "C401C10103")] // one that this client may not see
    [InlineData("C001C1 0001 0000280000FF 0100", "C401C10109")] // another class
    [InlineData("C001C1 000F 0000280000FF 0000", "C401C10103")] // attribute 0
    [InlineData("C001C1 000F 0000280000FF 0A00", "C401C10103")] // no such attribute
    [InlineData("C001C1 000F 0000280000FF FF00", "C401C10103")]
    [InlineData("C001C1 000F 0000280000FF 0700", "C401C10103")] // one without right: secret
    [InlineData("C001C1 000F 0000280000FF 020101 00", "C401C1010C")] // a selector that is not in the list
    public async Task APPL_DATA_LN_N1_what_cannot_be_got_is_refused_and_the_association_lives_on(string request, string answer)
    {
        await using var association = await _server.Association(client: 16).OpenAsync(Conversations.PublicAarq);
        await association.PlayAsync($"> {request}\n< {answer}\n> {Get}\n< {GotName}");
    }

    [Theory]
    [InlineData("C106C1 0001 0080010000FF 0200 120001", "C501C103")] // unknown choices
    [InlineData("C100C1 0001 0080010000FF 0200 120001", "C501C103")]
    [InlineData("C101C1 0001 0080010000FF 0200 12", "C501C103")] // truncated
    [InlineData("C101C1 0001 0080010000FF", "C501C103")]
    [InlineData("C101C7", "C501C703")]
    [InlineData("C101C1 0001 0080010000FF 0200 120001 00", "C501C103")] // octets follow
    [InlineData("C101", "D80103")] // no invoke-id to answer with
    [InlineData("C101C1 0001 0000600177FF 0200 1101", "C501C103")] // no such object
    [InlineData("C101C1 0003 0080010000FF 0200 120001", "C501C109")] // another class
    [InlineData("C101C1 0001 0080010000FF 0000 120001", "C501C103")] // attribute 0
    [InlineData("C101C1 0001 0080010000FF 0900 120001", "C501C103")] // no such attribute
    [InlineData("C101C1 0001 00002A0000FF 0200 0901 00", "C501C103")] // no right
    [InlineData("C101C1 0001 0080010000FF 0200 1101", "C501C10C")] // another type
    [InlineData("C101C1 000F 0000280000FF 0700 0908 3132333435363739", "C501C10D")] // protected too little
    public async Task APPL_DATA_LN_N3_what_cannot_be_set_is_refused_and_the_association_lives_on(string request, string answer)
    {
        await using var association = await _server.Association().OpenAsync();
        await association.PlayAsync($"> {request}\n< {answer}\n> C101C1 0001 0080010000FF 0200 120001\n< C501C1 00");
    }

    [Theory]
    [InlineData("05 01 02 FA00", "D80102")] // read, short names
    [InlineData("06 01 02 FA00 01 00", "D80102")]
    [InlineData("C101C1 0001 0080010000FF 0200 120001", "D80102")]
    [InlineData("C301C1 0008 0000010000FF 0100", "D80102")]
    [InlineData("D9 00000001 00 00", "D80102")]
    [InlineData("E0C10001000000", "D80102")]
    [InlineData("C8 1E 30 00000001 00", "D80102")]
    [InlineData("DB 08 4D4D4D0000000001 00", "D80102")]
    [InlineData("C401C1 00 00", "D80102")]
    [InlineData("AA 00", "D80202")]
    [InlineData("00", "D80202")]
    public async Task APPL_DATA_LN_N4_a_service_that_is_not_there_is_refused_and_the_association_lives_on(string request, string answer)
    {
        await using var association = await _server.Association(client: 16).OpenAsync(Conversations.PublicAarq);
        await association.PlayAsync($"> {request}\n< {answer}\n> {Get}\n< {GotName}");
    }

    [Fact]
    public async Task APPL_REL_P1_an_association_is_released()
    {
        await using var association = await _server.Association().OpenAsync();
        await association.PlayAsync($"> 6203800100\n< 6303800100\n> {Get}\n< D80102");
        Assert.Equal(AssociationState.Idle, association.State);
    }

    private async Task PublicAsync(string transcript)
    {
        await using var association = _server.Association((ushort)ClientSap.Public);
        await association.PlayAsync(transcript);
    }

    private async Task ManagementAsync(string transcript)
    {
        await using var association = _server.Association((ushort)ClientSap.Management);
        await association.PlayAsync(transcript);
    }
}
