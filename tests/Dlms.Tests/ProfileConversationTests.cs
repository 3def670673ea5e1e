using Dlms.Association;

namespace Dlms.Tests;

/// <summary>GET of a profile's buffer with selective access. The rows are of 2024-06-15, from 02:00 in Berlin, one an hour.</summary>
public class ProfileConversationTests
{
    private const string Buffer = "C001C1 0007 0100630100FF 02";
    private const string Clock = "0204 120008 0906 0000010000FF 0F02 120000";
    private const string Energy = "0204 120003 0906 0100010800FF 0F02 120000";
    private const string Status = "0204 120001 0906 0000600A01FF 0F02 120000";

    private readonly Workshop _workshop = new();
    private readonly TestServer _server;

    public ProfileConversationTests() => _server = Workshop.ServerWith(_workshop);

    [Theory]
    [InlineData("090C 07E8060F06 050000 FF FF88 80", "090C 07E8060F06 060000 FF FF88 80")] // 05:00 and 06:00, octet-string with deviation
    [InlineData("090C 07E8060FFF 050000 00 8000 00", "090C 07E8060FFF 060000 00 8000 00")] // without
    [InlineData("19 07E8060F06 050000 FF FF88 80", "19 07E8060F06 060000 FF FF88 80")] // date-time
    [InlineData("19 07E8060FFF 050000 FF 8000 FF", "090C 07E8060FFF 060000 FF 8000 FF")] // and mixed
    [InlineData("090C 07E8060F06 030000 FF 0000 00", "090C 07E8060F06 040000 FF 0000 00")] // in UTC
    [InlineData("090C 07E8060F06 020001 FF 0000 00", "090C 07E8060F06 043B3B FF 0000 00")] // between two rows
    public Task A_range_includes_both_its_ends(string from, string to) => PlayAsync(
        $"""
        > {Buffer} 01 01 0204 {Clock} {from} {to} 0100
        < C401C1 00 0102 {Row(3)} {Row(4)}
        """);

    [Theory]
    [InlineData("090C 07E8060F06 060000 FF FF88 80", "090C 07E8060F06 050000 FF FF88 80")] // from after to
    [InlineData("090C 07E8070106 000000 FF FF88 80", "090C 07E8070206 000000 FF FF88 80")] // nothing was recorded then
    public Task A_range_without_rows_is_an_empty_array(string from, string to) => PlayAsync(
        $"> {Buffer} 01 01 0204 {Clock} {from} {to} 0100\n< C401C1 00 0100");

    [Fact]
    public Task A_range_gives_the_columns_in_the_order_asked_for() => PlayAsync(
        $"""
        > {Buffer} 01 01 0204 {Clock} 090C07E8060FFF050000FF800000 090C07E8060FFF060000FF800000 0102 {Status} {Energy}
        < C401C1 00 0102 0202 1103 0600000003 0202 1104 0600000004
        > {Buffer} 01 01 0204 {Clock} 090C07E8060FFF050000FF800000 090C07E8060FFF050000FF800000 0101 {Clock}
        < C401C1 00 0101 0201 {Time(3)}
        """);

    [Theory]
    [InlineData("00000004", "00000005", "0001", "0000", "0102 {3} {4}")]
    [InlineData("00000017", "00000000", "0001", "0000", "0102 {22} {23}")] // to the last
    [InlineData("00000018", "000000FF", "0001", "0003", "0101 {23}")] // beyond the last
    [InlineData("00000005", "00000004", "0001", "0000", "0100")] // from after to
    [InlineData("00000000", "00000004", "0001", "0000", "0100")] // entries count from 1
    [InlineData("00000019", "00000000", "0001", "0000", "0100")]
    public Task Entries_are_numbered_from_the_oldest(string from, string to, string fromColumn, string toColumn, string rows) => PlayAsync(
        $"""
        > {Buffer} 01 02 0204 06 {from} 06 {to} 12 {fromColumn} 12 {toColumn}
        < C401C1 00 {Enumerable.Range(0, 24).Aggregate(rows, (text, row) => text.Replace($"{{{row}}}", Row(row), StringComparison.Ordinal))}
        """);

    [Fact]
    public Task Entries_give_columns_from_one_to_another() => PlayAsync(
        $"""
        > {Buffer} 01 02 0204 06 00000001 06 00000002 12 0002 12 0002
        < C401C1 00 0102 0201 0600000000 0201 0600000001
        > {Buffer} 01 02 0204 06 00000001 06 00000001 12 0002 12 0000
        < C401C1 00 0101 0202 0600000000 1100
        """);

    [Theory]
    [InlineData("03 00")] // a selector that is not in the list
    [InlineData("00 00")]
    [InlineData("01 00")] // no range
    [InlineData("02 0203 0600000001 0600000002 120001")] // one element is missing
    [InlineData("01 0204 0204 120008 0906 0000010000FF 0F02 120000 0600000001 0600000002 0100")] // no dates
    [InlineData("01 0204 0204 120008 0906 0000010000FF 0F02 120000 090C07E80FFFFF050000FF800000 090C07E8060FFF060000FF800000 0100")] // month 15
    [InlineData("01 0204 0204 120008 0906 0000010000FF 0F02 120000 090C07E8060FFF050000FF800000 090C07E8060FFF060000FF800000 0101 0204 120003 0906 0100020800FF 0F02 120000")] // no such column
    public Task A_bad_selector_does_not_match(string access) => PlayAsync($"> {Buffer} 01 {access}\n< C401C1 01 0C");

    [Fact]
    public async Task Selective_access_has_to_be_negotiated()
    {
        await using var association = await OpenAsync(0x04B0, "001E19");
        await association.PlayAsync($"> {Buffer} 01 02 0204 06 00000001 06 00000001 12 0002 12 0002\n< C401C1 01 0C\n> C001C1 0007 0100630100FF 0700\n< C401C1 00 06 00000018");
    }

    [Fact]
    public async Task A_selection_longer_than_the_client_takes_goes_in_blocks()
    {
        await using var association = await OpenAsync(60, "007E1F");
        var (value, number, isLast) = (new List<byte>(), 0u, false);
        var request = $"{Buffer} 01 01 0204 {Clock} 090C07E8060FFF040000FF800000 090C07E8060FFF0D0000FF800000 0100";
        while (!isLast)
        {
            var answer = await association.AskAsync(request);
            Assert.InRange(answer.Length / 2, 1, 60);
            var block = Assert.IsType<Xdlms.GetResponse.WithDataBlock>(Apdu.Decode(Convert.FromHexString(answer)));
            Assert.Equal(++number, block.BlockNumber);
            value.AddRange(block.RawData!.Value.Span);
            isLast = block.LastBlock;
            Assert.InRange(_workshop.Profile.Fetched, 1, (int)(number * 60 / 23) + 3); // no row before its block
            request = $"C002C1{number:X8}";
        }

        Assert.Equal($"010A{string.Concat(Enumerable.Range(2, 10).Select(Row))}".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(value.ToArray()));
    }

    [Fact]
    public async Task A_list_takes_selections_too()
    {
        await using var association = await OpenAsync(0x04B0, "007E1F");
        await association.PlayAsync(
            $"""
            > C003C1 02 0007 0100630100FF 02 01 02 0204 06 00000002 06 00000002 12 0003 12 0003 | 0007 0100630100FF 0800
            < C403C1 02 00 0101 0201 1101 00 06 00000064
            """);
    }

    [Fact]
    public async Task Another_channel_ends_the_transfer_of_a_selection()
    {
        await using var association = await OpenAsync(60, "007E1F");
        await association.AskAsync($"{Buffer}00");
        await association.PlayAsync(
            """
            > C101C1 0001 0080010000FF 0200 12 0010
            < C501C1 00
            > C002C1 00000001
            < C402C1 01 00000001 01 0F
            > C002C1 00000001
            < C402C1 01 00000001 01 10
            """);
    }

    private static string Time(int row) => $"090C 07E806{(row < 22 ? "0F06" : "1007")} {(row + 2) % 24:X2}0000 FF FF88 80";

    private static string Row(int row) => $"0203 {Time(row)} 06 {row:X8} 11 {row:X2}";

    private async Task<ApplicationAssociation> OpenAsync(int size, string conformance)
    {
        var association = _server.Association(server: Workshop.Sap);
        await association.AskAsync(Conversations.LowLevelAarq.Replace("007E1F04B0", $"{conformance}{size:X4}", StringComparison.Ordinal));
        Assert.Equal(AssociationState.Associated, association.State);
        return association;
    }

    private async Task PlayAsync(string transcript)
    {
        await using var association = await OpenAsync(0x04B0, "007E1F");
        await association.PlayAsync(transcript);
    }
}
