using Cosem;
using Dlms.Acse;
using Dlms.Association;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

/// <summary>High level security with GMAC, mechanism 5: the four passes, in both application contexts.</summary>
public class HlsAuthenticationTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string Got = "C401C1 00 0906 0000280000FF";

    private readonly TestServer _server = new();

    [Fact]
    public async Task The_proof_to_the_Green_Books_challenge_is_the_Green_Books()
    {
        var client = await PlainHls.BeginAsync(new(security: new(sendCounter: 0x01234567)));
        Assert.Equal(
            "C701C100010009111001234567FE1466AFB3DBCD4F9389E2B7", await client.Association.AskAsync(CipheredClient.ReplyAction(client.Reply(1))));
    }

    [Theory] // as recorded: Gurux, dlms-cosem and a Gurux peer in C++
    [InlineData(
        0x47525800000003E9,
        "605DA109060760857405080103A60A04084D4D4D00000000018A0207808B0760857405080205AC128010730D5519787019650267363508374450BE230421211F30000000106BE204E5EA0BCEE41D9B25D9E3448B03F406DA6DB5AB22B1BA4B")]
    [InlineData(
        0x47525800000003EA,
        "605DA109060760857405080103A60A040850595400000000018A0207808B0760857405080205AC12801043BE05E0AD51B4DD7079564A7A7B15D8BE230421211F30000000206C8A2E4CF4622B5B94035C84DA282164A7E64D2DF19A3E8FC668")]
    [InlineData(
        0x4142434445464748,
        "605DA109060760857405080103A60A04084D4D4D0000BC614E8A0207808B0760857405080205AC12801067C6697351FF4AEC29CDBAABF2FBE346BE230421211F30000000006948AF77685E7E085AADBD824DE6C85798FC6582D14FB02DFE5B")]
    public async Task Recorded_requests_are_accepted_once(ulong serverTitle, string aarq)
    {
        var server = new TestServer(security: new(title: serverTitle));
        await using var association = server.Association();
        var aare = Assert.IsType<Aare>(Apdu.Decode(Hex.Bytes(await association.AskAsync(aarq))));
        Assert.Equal((AssociationResult.Accepted, ResultSourceDiagnostic.AuthenticationRequired), (aare.Result, aare.Diagnostic));
        Assert.Equal(new SystemTitle(serverTitle).ToOctets(), aare.RespondingApTitle!.Value.Span.ToArray());
        Assert.StartsWith("281F30", Convert.ToHexString(aare.UserInformation!.Value.Span), StringComparison.Ordinal);
        Assert.Equal(AssociationState.HlsPending, association.State);
        var counter = Convert.ToUInt32(aarq.Substring(aarq.IndexOf("211F30", StringComparison.Ordinal) + 6, 8), 16);
        Assert.Equal($"D80106{counter + 1:X8}", await association.AskAsync(aarq));
        Assert.Equal(AssociationState.Idle, association.State);
    }

    [Fact]
    public async Task The_Green_Books_AARQ_with_low_level_security_is_accepted()
    {
        var server = new TestServer(security: new(title: 0x4142434445464748));
        await using var association = server.Association();
        var aare = Assert.IsType<Aare>(await association.AskAsync(Apdu.Decode(Hex.Bytes(
            "6066A109060760857405080103A60A04084D4D4D0000BC614E8A0207808B0760857405080201AC0A80083132333435363738BE34043221303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855"))));
        Assert.Equal((AssociationResult.Accepted, ResultSourceDiagnostic.None), (aare.Result, aare.Diagnostic));
        Assert.Null(aare.MechanismName);
        Assert.Null(aare.RespondingAuthenticationValue);
        Assert.Equal(AssociationState.Associated, association.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reply_and_request_have_each_their_counter(bool isGeneral)
    {
        await using var client = await new CipheredClient(_server) { General = isGeneral }.OpenHlsAsync();
        await client.PlayAsync($"> {Get}\n< {Got}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reply_and_request_may_have_the_same_counter(bool isGeneral)
    {
        await using var client = await new CipheredClient(_server) { General = isGeneral }.BeginHlsAsync();
        client.CheckProof(await client.AskAsync(CipheredClient.ReplyAction(client.Reply(client.Counter))));
        await client.PlayAsync($"> {Get}\n< {Got}");
    }

    [Fact]
    public async Task In_the_ciphered_context_the_counter_of_the_reply_was_never_used_before()
    {
        await using var client = await new CipheredClient(_server).BeginHlsAsync();
        Assert.Equal("C701C10300", await client.AskAsync(CipheredClient.ReplyAction(client.Reply(1)))); // the AARQ's
        Assert.Equal(AssociationState.Idle, client.Association.State);
    }

    [Fact]
    public async Task In_the_plain_context_the_counter_of_the_reply_is_neither_compared_nor_stored()
    {
        foreach (var counter in new uint[] { 500, 1, 1, 0 })
        {
            var client = await (await PlainHls.BeginAsync(_server)).ProveAsync(counter);
            await client.Association.PlayAsync($"> {Get}\n< {Got}");
        }

        await using var ciphered = await new CipheredClient(_server).OpenHlsAsync(); // from 1
    }

    [Theory]
    [InlineData("10000000011A52FE7DD3E72748973C1E28")] // the Green Book's, to another challenge
    [InlineData("00000000000000000000000000000000")] // 16 octets
    public async Task A_wrong_reply_ends_the_association(string token)
    {
        var observer = new RecordingObserver();
        await using var client = await new CipheredClient(_server, observer: observer).BeginHlsAsync();
        var request = $"C301C1000F0000280000FF010109{token.Length / 2:X2}{token}";
        Assert.Equal("C701C10300", await client.AskAsync(request));
        Assert.Equal(AssociationState.Idle, client.Association.State);
        Assert.Equal("D80102", await client.AskAsync(Get));
        Assert.Equal(
            [
                "security 1 1 AuthenticationFailed: the reply to the challenge does not verify",
                "ended 1 1 AuthenticationFailed",
            ],
            observer.Events);

        var plain = await PlainHls.BeginAsync(_server);
        Assert.Equal("C701C10300", await plain.Association.AskAsync(request));
        Assert.Equal(AssociationState.Idle, plain.Association.State);
    }

    [Fact]
    public async Task A_reply_to_the_challenge_of_another_association_is_wrong()
    {
        var first = await PlainHls.BeginAsync(_server);
        var second = await PlainHls.BeginAsync(_server);
        Assert.Equal("C701C10300", await second.Association.AskAsync(CipheredClient.ReplyAction(second.Reply(1, first.StoC))));
        await first.ProveAsync();
    }

    [Fact]
    public async Task Our_own_reply_does_not_prove_a_client()
    {
        var first = await PlainHls.BeginAsync(_server);
        var second = await PlainHls.BeginAsync(_server, Convert.ToHexString(first.StoC)); // our challenge as the client's
        var answer = await (await PlainHlsProved(second)).AskAsync(CipheredClient.ReplyAction(second.Reply(2)));
        Assert.Equal("C701C10300", answer);

        static async Task<ApplicationAssociation> PlainHlsProved(PlainHls client) => (await client.ProveAsync()).Association;
    }

    [Fact]
    public async Task A_challenge_is_good_for_one_reply()
    {
        var client = await (await PlainHls.BeginAsync(_server)).ProveAsync();
        await client.Association.PlayAsync(
            $"""
            > {CipheredClient.ReplyAction(client.Reply(2))}
            < C701C1 03 00
            > {Get}
            < {Got}
            """);
    }

    [Fact]
    public async Task With_low_level_security_there_is_nothing_to_reply_to()
    {
        await using var association = await _server.Association().OpenAsync();
        await association.PlayAsync($"> {CipheredClient.ReplyAction(new string('0', 34))}\n< C701C1 03 00\n> {Get}\n< {Got}");
    }

    [Fact]
    public async Task Nothing_but_the_reply_is_served_while_it_is_pending()
    {
        const string Others =
            """
            > C001C1 000F 0000280000FF 0800                       // association_status
            < D80101
            > C101C1 0008 0000010000FF 0200 00
            < D80101
            > C301C1 0008 0000010000FF 0301 0F00
            < D80101
            > C301C1 000F 0000280000FF 0200                       // change_HLS_secret
            < D80101
            > C303C1 01 000F 0000280000FF 01 01 00                // the reply in a list
            < D80101
            > C304C1 000F 0000280000FF 01 01 00000001 00          // the reply in blocks
            < D80101
            > D9 40000001 00 00 00
            < D80101
            """;
        var plain = await PlainHls.BeginAsync(_server);
        await plain.Association.PlayAsync(Others);
        await (await plain.ProveAsync()).Association.PlayAsync($"> {Get}\n< {Got}");

        await using var client = await new CipheredClient(_server) { General = true }.BeginHlsAsync();
        await client.PlayAsync(Others);
        client.CheckProof(await client.AskAsync(CipheredClient.ReplyAction(client.Reply(client.Counter))));
        await client.PlayAsync($"> {Get}\n< {Got}");
    }

    [Fact]
    public async Task A_reply_that_is_no_octet_string_may_be_made_good()
    {
        var client = await PlainHls.BeginAsync(_server);
        await client.Association.PlayAsync("> C301C1 000F 0000280000FF 01 01 1207D0\n< C701C1 0C 00\n> C301C1 000F 0000280000FF 01 00\n< C701C1 0C 00");
        await client.ProveAsync();
    }

    [Fact]
    public async Task The_reply_has_thirty_seconds()
    {
        var observer = new RecordingObserver();
        await using var client = await new CipheredClient(_server, observer: observer).BeginHlsAsync();
        _server.Time.Advance(TimeSpan.FromSeconds(30));
        client.CheckProof(await client.AskAsync(CipheredClient.ReplyAction(client.Reply(client.Counter))));

        await client.BeginHlsAsync();
        _server.Time.Advance(TimeSpan.FromSeconds(30.001));
        Assert.Equal("D80102", await client.AskAsync(CipheredClient.ReplyAction(client.Reply(client.Counter))));
        Assert.Equal(["opened 1 1 5", "ended 1 1 Replaced", "ended 1 1 AuthenticationFailed"], observer.Events);
    }

    [Theory]
    [InlineData(0, 13)]
    [InlineData(7, 13)]
    [InlineData(8, 14)]
    [InlineData(64, 14)]
    [InlineData(65, 13)]
    public async Task A_challenge_has_8_to_64_octets(int length, byte diagnostic)
    {
        var challenge = string.Concat(Enumerable.Repeat("A5", length));
        Assert.Equal(diagnostic, await DiagnosticAsync(PlainHls.Aarq(challenge)));
        Assert.Equal(diagnostic, await DiagnosticAsync(new CipheredClient(_server).Aarq(value: challenge)));
    }

    [Fact]
    public async Task A_challenge_that_is_missing_is_required() =>
        Assert.Equal(14, await DiagnosticAsync(PlainHls.Aarq() with { CallingAuthenticationValue = default(Octets?) }));

    [Fact]
    public async Task Every_challenge_to_the_client_is_another()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 200; i++)
        {
            Assert.True(seen.Add(Convert.ToHexString((await PlainHls.BeginAsync(_server)).StoC)));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("4D4D4D00000000")] // 7 octets
    [InlineData("4D4D4D000000000101")] // 9
    [InlineData("")]
    [InlineData("4D4D4D0000BC614E")] // ours
    public async Task Ciphering_and_GMAC_need_a_title_of_8_octets_that_is_not_ours(string? title)
    {
        const string Refused = "A203020101 A305A103020103 A40A0408 4D4D4D0000BC614E";
        var octets = title is null ? default(Octets?) : Hex.Bytes(title);
        var ciphered = "612B A109060760857405080103" + Refused + "BE0604040E010600";
        foreach (var (aarq, answer) in new (Aarq, string)[]
        {
            (PlainHls.Aarq(title: title), "6135 A109060760857405080101" + Refused + "BE10040E0800065F1F0400001210FFFF0007"),
            (new CipheredClient(_server).Aarq() with { CallingApTitle = octets }, ciphered),
            (new CipheredClient(_server).Aarq(1) with { CallingApTitle = octets }, ciphered),
        })
        {
            await using var association = _server.Association();
            await association.PlayAsync($"> {Convert.ToHexString(aarq.ToArray())}\n< {answer}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Other_mechanisms_are_refused(byte mechanism)
    {
        Assert.Equal(11, await DiagnosticAsync(PlainHls.Aarq(mechanism: mechanism)));
        Assert.Equal(11, await DiagnosticAsync(new CipheredClient(_server).Aarq(mechanism)));
    }

    [Fact]
    public async Task High_level_security_can_be_disabled()
    {
        _server.Policy = new() { AllowHighLevelSecurity = false };
        Assert.Equal(11, await DiagnosticAsync(PlainHls.Aarq()));
    }

    private async Task<byte> DiagnosticAsync(Aarq aarq)
    {
        await using var association = _server.Association();
        var aare = Assert.IsType<Aare>(Apdu.Decode((await association.AnswerAsync(aarq.ToArray())).Span));
        Assert.Equal(aare.Diagnostic.Value is 0 or 14 && aare.MechanismName is not null, aare.Result == AssociationResult.Accepted);
        return aare.Diagnostic.Value;
    }
}
