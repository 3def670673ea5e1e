namespace Dlms.Tests;

public class AccessServiceTests
{
    private const string Write = "0001 0000600100FF 02";
    private const string ReadOnly = "0001 0000600102FF 02";
    private const string Script = "0009 00000A0000FF";
    private const string Profile = "0007 0100630100FF 02";

    private readonly Workshop _workshop = new();
    private readonly TestServer _server;

    public AccessServiceTests() => _server = Workshop.ServerWith(_workshop);

    public static TheoryData<string, string> Requests => new()
    {
        { "D9 40000001 00 00 00", "DA 40000001 00 00 00 00" },
        {
            // get, set, action; the date-time of the request is not repeated
            $"D9 C0000002 00 04 01 {ReadOnly} 02 {Write} 03 {Script} 01 03 {Script} 05 | 04 00 | 0901AA | 1107 | 00",
            "DA C0000002 00 00 04 1107 00 1107 00 | 04 0100 0200 0300 0300"
        },
        {
            $"D9 40000003 0C 07E8060F06123456FFFF8880 01 01 {ReadOnly} 01 00",
            "DA 40000003 00 00 01 1107 01 0100"
        },
        {
            // refused, each for its own reason, and the rest is done
            $"D9 40000004 00 06 02 {ReadOnly} 02 {Write} 03 {Script} 04 03 {Script} 03 01 0003 0000600102FF 02 01 {ReadOnly} | 06 1101 1101 00 00 00 00",
            "DA 40000004 00 00 06 00 00 00 00 00 1107 | 06 0203 020C 0303 03FA 0109 0100"
        },
        {
            // break on error: the rest is not done
            $"D9 60000005 00 05 01 {ReadOnly} 02 {ReadOnly} 02 {Write} 03 {Script} 05 01 {ReadOnly} | 05 00 1101 0901BB 00 00",
            "DA 60000005 00 00 05 1107 00 00 00 00 | 05 0100 0203 02FA 03FA 01FA"
        },
        {
            // self-descriptive
            $"D9 50000006 00 02 01 {ReadOnly} 02 {Write} 02 00 0901CC",
            $"DA 50000006 00 01 02 01 {ReadOnly} 02 {Write} 02 1107 00 02 0100 0200"
        },
        {
            // with selection: an entry and one column of it
            $"D9 40000007 00 01 04 {Profile} 02 0204 06 00000002 06 00000003 12 0003 12 0003 | 01 00",
            "DA 40000007 00 00 01 0102 0201 1101 0201 1102 01 0100"
        },
        {
            // a selector the attribute does not know, and a write with one
            $"D9 40000008 00 03 04 {Profile} 03 00 04 {ReadOnly} 01 00 05 {Write} 01 00 | 03 00 00 0901DD",
            "DA 40000008 00 00 03 00 00 00 03 010C 010C 020C"
        },
        { $"D9 40000009 00 01 09 {ReadOnly} 01 00", "D80103" }, // no such specification
        { $"D9 4000000A 00 02 01 {ReadOnly} 01 {ReadOnly} 01 00", "D80103" }, // fewer data than specifications
        { $"D9 4000000B 00 01 01 {ReadOnly} 01 00 00", "D80103" },
        { "D9 40", "D80103" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Requests_have_their_answers_plain_and_ciphered(string request, string answer)
    {
        await using var association = await OpenAsync(Workshop.Sap);
        await association.PlayAsync($"> {request}\n< {answer}");
        await using var client = await new CipheredClient(_server, serverSap: Workshop.Sap) { General = true }.OpenHlsAsync();
        await client.PlayAsync($"> {request}\n< {answer}");
    }

    [Fact]
    public async Task What_comes_after_a_break_is_not_done()
    {
        await using var association = await OpenAsync(Workshop.Sap);
        await association.AskAsync($"D9 60000001 00 04 02 {Write} 02 {ReadOnly} 02 {Write} 03 {Script} 05 | 04 0901AA 1101 0901BB 00");
        Assert.Equal(["0: AA"], _workshop.Written);
        Assert.Empty(_workshop.Invoked);
    }

    [Fact]
    public async Task A_value_that_the_answer_has_no_room_for_is_other_reason_and_the_rest_is_done()
    {
        const string Fill = $"03 {Script} 02";
        await using var association = await OpenAsync(Workshop.Sap); // 1,200 octets
        await association.PlayAsync(
            $"""
            > D9 40000001 00 03 {Fill} 02 {Write} 01 {ReadOnly} 03 1205DC 0901AA 00
            < DA 40000001 00 00 03 00 00 1107 03 03FA 0200 0100
            > D9 40000001 00 03 {Fill} {Fill} {Fill} 03 120258 120258 120002
            < DA 40000001 00 00 03 09820258 {Filled(0x258)} 00 09020001 03 0300 03FA 0300
            > D9 60000001 00 03 {Fill} 02 {Write} 01 {ReadOnly} 03 1205DC 0901BB 00 // break on error
            < DA 60000001 00 00 03 00 00 00 03 03FA 02FA 01FA
            """);
        Assert.Equal(["0: AA"], _workshop.Written);
        // DA invoke-id(4) 00 00 01 09 82 length(2) octets 01 03 00: 15 octets beside the value
        var fitting = $"DA 40000001 00 00 01 09 82 04A1 {Filled(0x4A1)} 01 0300";
        await association.PlayAsync(
            $"""
            > D9 40000001 00 01 {Fill} 01 1204A1
            < {fitting}
            > D9 40000001 00 01 {Fill} 01 1204A2
            < DA 40000001 00 00 01 00 01 03FA
            """);
        await using var meter = await OpenAsync(1);
        await meter.PlayAsync(
            """
            > D9 40000001 00 02 01 0001 0100630100FF 02 01 000F 0000280000FF 01 02 00 00 // 35,000 rows
            < DA 40000001 00 00 02 00 0906 0000280000FF 02 01FA 0100
            """);
        Assert.InRange(_server.RowsFetched, 0, 200); // no more than could fit
    }

    [Fact]
    public async Task A_source_that_fails_midway_is_other_reason_and_the_rest_is_done()
    {
        var observer = new RecordingObserver();
        await using var association = _server.Association(observer: observer);
        await association.AskAsync(
            Conversations.LowLevelAarq.Replace("007E1F", "601E5D", StringComparison.Ordinal).Replace("04B0", "FFFF", StringComparison.Ordinal));
        await association.PlayAsync(
            """
            > D9 40000001 00 02 01 0001 0100630200FF 02 01 000F 0000280000FF 01 02 00 00
            < DA 40000001 00 00 02 00 0906 0000280000FF 02 01FA 0100
            """);
        Assert.Equal((500, true), (_server.RowsFetched, _server.IsSourceEnded));
        Assert.Equal("failed 1 1.0.99.2.0.255 2 34500 of 35000 elements are missing.", observer.Events[^1]);
    }

    [Fact]
    public async Task An_answer_without_room_for_the_results_is_refused_before_anything_is_done()
    {
        await using var association = await OpenAsync(Workshop.Sap); // 1,200 octets
        // DA invoke-id(4) 00 00, count(3) and null-data, count(3) and a result of two octets for each
        await association.PlayAsync($"> {Writes(396)}\n< D80104");
        Assert.Empty(_workshop.Written);
        await association.PlayAsync($"> {Writes(395)}\n< DA 40000001 00 00 82018B {Repeated("00", 395)} 82018B {Repeated("0200", 395)}");
        Assert.Equal(395, _workshop.Written.Count);

        static string Writes(int count) => $"D9 40000001 00 82{count:X4} {Repeated($"02 {Write}", count)} 82{count:X4} {Repeated("0901AA", count)}";

        static string Repeated(string octets, int count) => string.Concat(Enumerable.Repeat(octets, count));
    }

    [Fact]
    public async Task Ciphered_the_whole_answer_has_to_fit()
    {
        await using var client = await new CipheredClient(_server, serverSap: Workshop.Sap) { General = true, MaxReceivePduSize = 200 }.OpenHlsAsync();
        // 10 of tag and title, 2 of length, 5 of security header, 12 of tag; 14 octets beside the value
        await client.PlayAsync(
            $"""
            > D9 40000001 00 01 03 {Script} 02 01 12009D
            < DA 40000001 00 00 01 09819D {Filled(0x9D)} 01 0300
            > D9 40000001 00 01 03 {Script} 02 01 12009E
            < DA 40000001 00 00 01 00 01 03FA
            """);
    }

    [Fact]
    public async Task Access_does_not_go_beyond_what_needs_encryption()
    {
        await using var association = await OpenAsync(1);
        await association.PlayAsync(
            """
            > D9 40000001 00 02 02 000F 0000280000FF 07 03 0040 00002B0000FF 01 02 0908 5A5A5A5A5A5A5A5A 1603
            < DA 40000001 00 00 02 00 00 02 020D 030D
            """);
    }

    [Fact]
    public async Task Access_has_to_be_negotiated()
    {
        await using var association = _server.Association(server: Workshop.Sap);
        await association.AskAsync(Conversations.LowLevelAarq.Replace("007E1F", "001E1D", StringComparison.Ordinal));
        await association.PlayAsync("> D9 40000001 00 00 00\n< D80102\n> C001C1 000F 0000280000FF 0100\n< C401C1 00 0906 0000280000FF");
    }

    private async Task<Association.ApplicationAssociation> OpenAsync(ushort sap)
    {
        var association = _server.Association(server: sap);
        await association.AskAsync(Conversations.LowLevelAarq.Replace("007E1F", "601E5D", StringComparison.Ordinal));
        Assert.Equal(Association.AssociationState.Associated, association.State);
        return association;
    }

    private static string Filled(int length) => Convert.ToHexString([.. Enumerable.Range(0, length).Select(i => (byte)i)]);
}
