using Dlms.Association;

namespace Dlms.Tests;

public class ActionServiceTests
{
    private const string Script = "0009 00000A0000FF";

    private readonly Workshop _workshop = new();
    private readonly TestServer _server;

    public ActionServiceTests() => _server = Workshop.ServerWith(_workshop);

    [Fact]
    public async Task A_method_is_invoked_with_and_without_parameter_and_return_parameter()
    {
        await PlayAsync(
            $"""
            > C301C1 {Script} 01 01 120005
            < C701C1 00 01 00 120005
            > C301C1 {Script} 01 00
            < C701C1 00 01 00 00                // null-data given back
            > C301C1 {Script} 05 00
            < C701C1 00 00
            > C301C1 {Script} 05 01 1105
            < C701C1 00 00
            """);
        Assert.Equal(["1", "1", "5", "5"], _workshop.Invoked);
    }

    [Theory]
    [InlineData("C301C1 0009 00000A0000FF 04 00", "03")] // no right
    [InlineData("C301C1 0009 00000A0000FF 06 00", "03")] // no such method
    [InlineData("C301C1 0009 00000A0000FF 00 00", "03")]
    [InlineData("C301C1 0009 00000A0000FF FF 00", "03")]
    [InlineData("C301C1 0009 00000A0077FF 01 00", "03")] // no such object
    [InlineData("C301C1 0001 00000A0000FF 01 00", "09")] // another class
    [InlineData("C301C1 0009 00000A0000FF 03 00", "FA")] // the object throws
    [InlineData("C300C1 0009 00000A0000FF 01 00", "03")] // unknown choices
    [InlineData("C307C1 0009 00000A0000FF 01 00", "03")]
    [InlineData("C301C1 0009 00000A0000FF 01", "03")] // truncated
    [InlineData("C301C1 0009 00000A0000FF 01 01", "03")]
    [InlineData("C301C1", "03")]
    [InlineData("C301C1 0009 00000A0000FF 01 00 00", "03")] // octets follow
    public async Task What_cannot_be_done_is_refused_and_the_association_lives_on(string request, string result)
    {
        await PlayAsync($"> {request}\n< C701C1 {result} 00\n> C301C5 {Script} 05 00\n< C701C5 00 00");
        Assert.Equal(["5"], _workshop.Invoked);
    }

    [Fact]
    public Task Without_an_invoke_id_there_is_nothing_to_answer_with() => PlayAsync("> C301\n< D80103\n> C3\n< D80103");

    [Fact]
    public async Task What_an_object_throws_is_told_to_the_observer()
    {
        var observer = new RecordingObserver();
        await using var association = await OpenAsync(observer: observer);
        await association.PlayAsync($"> C301C1 {Script} 03 00\n< C701C1 FA 00");
        Assert.Equal(["opened 1 100 1", "failed 100 0.0.10.0.0.255 3 broken"], observer.Events);
    }

    [Fact]
    public async Task A_list_is_done_in_its_order_and_everything_has_its_result()
    {
        await PlayAsync(
            $"""
            > C303C1 05 {Script} 01 {Script} 04 {Script} 03 {Script} 05 {Script} 01 | 05 1107 00 00 00 1108
            < C703C1 05 00 01 00 1107 | 03 00 | FA 00 | 00 00 | 00 01 00 1108
            > C303C1 02 {Script} 01 {Script} 05 01 1107                           // a parameter is missing
            < C701C1 03 00
            """);
        Assert.Equal(["1", "5", "1"], _workshop.Invoked);
    }

    [Fact]
    public async Task A_parameter_comes_in_blocks()
    {
        await PlayAsync(
            $"""
            > C304C1 {Script} 01 00 00000001 02 0904
            < C704C1 00000001
            > C306C1 00 00000002 02 0102
            < C704C1 00000002
            > C306C1 01 00000003 02 0304
            < C701C1 00 01 00 0904 01020304
            > C306C1 01 00000004 02 0304                                          // it is over
            < C701C1 10 00
            > C304C1 {Script} 05 01 00000001 02 1105                              // in one block
            < C701C1 00 00
            """);
        Assert.Equal(["1", "5"], _workshop.Invoked);
    }

    [Fact]
    public async Task The_parameters_of_a_list_come_in_blocks()
    {
        await PlayAsync(
            $"""
            > C305C1 02 {Script} 01 {Script} 04 00 00000001 02 0211
            < C704C1 00000001
            > C306C1 01 00000002 02 0700
            < C703C1 02 00 01 00 1107 03 00
            """);
        Assert.Equal(["1"], _workshop.Invoked);
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("00000001")]
    [InlineData("00000003")]
    public async Task A_block_out_of_order_ends_the_transfer(string number)
    {
        await PlayAsync(
            $"""
            > C304C1 {Script} 01 00 00000001 02 0902
            < C704C1 00000001
            > C306C1 01 {number} 02 0102
            < C701C1 0F 00
            > C306C1 01 00000002 02 0102
            < C701C1 10 00
            > C304C1 {Script} 01 00 00000002 02 0902                              // nor has the first another number than 1
            < C701C1 0F 00
            > C306C1 00 00000001 02 0102
            < C701C1 10 00
            """);
        Assert.Empty(_workshop.Invoked);
    }

    [Fact]
    public async Task A_parameter_in_blocks_has_at_most_256_KiB()
    {
        await using var association = await OpenAsync();
        var block = new string('0', 2 * 32_768);
        await association.AskAsync($"C304C1 {Script} 01 00 00000001 828000 {block}");
        for (var number = 2; number <= 8; number++)
        {
            Assert.Equal($"C704C1{number:X8}", await association.AskAsync($"C306C1 00 {number:X8} 828000 {block}"));
        }

        await association.PlayAsync("> C306C1 00 00000009 01 00\n< C701C1 0F 00\n> C306C1 01 0000000A 01 00\n< C701C1 10 00");
        Assert.Empty(_workshop.Invoked);
    }

    [Fact]
    public async Task Another_action_ends_a_transfer_and_another_service_does_not()
    {
        await PlayAsync(
            $"""
            > C304C1 {Script} 01 00 00000001 02 0902
            < C704C1 00000001
            > C001C1 000F 0000280000FF 0100
            < C401C1 00 0906 0000280000FF
            > C306C1 01 00000002 02 0102
            < C701C1 00 01 00 0902 0102
            > C304C1 {Script} 01 00 00000001 02 0902
            < C704C1 00000001
            > C301C1 {Script} 05 00
            < C701C1 00 00
            > C306C1 01 00000002 02 0102
            < C701C1 10 00
            """);
        Assert.Equal(["1", "5"], _workshop.Invoked);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(128)]
    [InlineData(300)]
    public async Task A_long_return_parameter_is_given_in_blocks(int size)
    {
        await using var association = await OpenAsync(size: size);
        var (octets, number, isLast) = (new List<byte>(), 0u, false);
        var request = $"C301C1 {Script} 02 01 1203E8"; // 1000 octets
        while (!isLast)
        {
            var answer = await association.AskAsync(request);
            Assert.InRange(answer.Length / 2, 1, size);
            var block = Assert.IsType<Xdlms.ActionResponse.WithPBlock>(Apdu.Decode(Convert.FromHexString(answer))).PBlock;
            Assert.Equal(++number, block.BlockNumber);
            octets.AddRange(block.RawData.Span);
            isLast = block.LastBlock;
            request = $"C302C1{number:X8}";
        }

        Assert.Equal(
            [0x00, 0x01, 0x00, 0x09, 0x82, 0x03, 0xE8, .. Enumerable.Range(0, 1000).Select(i => (byte)i)], octets);
        Assert.Equal(["2"], _workshop.Invoked); // once
        await association.PlayAsync($"> C302C1 {number:X8}\n< C701C1 10 00");
    }

    [Fact]
    public async Task The_blocks_of_a_return_parameter_are_asked_for_in_their_order()
    {
        await using var association = await OpenAsync(size: 20);
        await association.PlayAsync(
            $"""
            > C302C1 00000001
            < C701C1 10 00
            > C301C1 {Script} 02 01 120020
            < C702C1 00 00000001 0A 00 01 00 0920 00 01 02 03 04
            > C302C1 00000002
            < C701C1 0F 00
            > C302C1 00000001
            < C701C1 10 00
            > C301C1 {Script} 02 01 120020
            < C702C1 00 00000001 0A 00 01 00 0920 00 01 02 03 04
            > C301C1 {Script} 05 00
            < C701C1 00 00
            > C302C1 00000001
            < C701C1 10 00
            """);
    }

    [Theory]
    [InlineData("000008", "C301C1 0009 00000A0000FF 05 00", "D80102")] // ACTION
    [InlineData("000001", "C303C1 01 0009 00000A0000FF 05 01 00", "C701C10300")] // multiple references
    [InlineData("000001", "C304C1 0009 00000A0000FF 05 01 00000001 01 00", "C701C10300")] // blocks
    [InlineData("000001", "C306C1 01 00000001 01 00", "C701C10300")]
    [InlineData("000201", "C305C1 01 0009 00000A0000FF 05 01 00000001 02 0100", "C701C10300")]
    [InlineData("000401", "C305C1 01 0009 00000A0000FF 05 01 00000001 02 0100", "C701C10300")]
    [InlineData("000001", "C301C1 0009 00000A0000FF 02 01 1207D0", "C701C1FA00")] // 2000 octets, and no blocks
    public async Task What_was_not_negotiated_is_refused(string conformance, string request, string answer)
    {
        await using var association = await OpenAsync(conformance: conformance);
        Assert.Equal(answer, await association.AskAsync(request));
        Assert.DoesNotContain("5", _workshop.Invoked);
    }

    [Fact]
    public async Task The_clock_is_adjusted()
    {
        await using var association = await _server.Association().OpenAsync();
        await association.PlayAsync(
            """
            > C301C1 0008 0000010000FF 01 01 0F00      // 18:23:45: to the quarter
            < C701C1 00 00
            > C301C1 0008 0000010000FF 02 00           // to the measuring period
            < C701C1 00 00
            > C301C1 0008 0000010000FF 03 01 0F00      // to the minute
            < C701C1 00 00
            > C301C1 0008 0000010000FF 06 01 10FFF6    // by -10 s
            < C701C1 00 00
            > C301C1 0008 0000010000FF 06 01 100385    // by 901 s
            < C701C1 FA 00
            > C301C1 0008 0000010000FF 06 01 1203      // truncated
            < C701C1 03 00
            > C301C1 0008 0000010000FF 06 01 120003    // another type
            < C701C1 0C 00
            > C301C1 0008 0000010000FF 04 01 0F00
            < C701C1 03 00
            > C301C1 0008 0000010000FF 05 01 0F00
            < C701C1 03 00
            """);
        Assert.Equal(
            ["18:30:00", "18:30:00", "18:24:00", "18:23:35"],
            _server.ClockSettings.Select(moment => moment.UtcDateTime.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)));
        await using var meter = await _server.Association(server: 16).OpenAsync();
        await meter.PlayAsync("> C301C1 0008 0000010000FF 03 01 0F00\n< C701C1 03 00");
    }

    private async Task<ApplicationAssociation> OpenAsync(RecordingObserver? observer = null, int size = 0x04B0, string conformance = "007E1F")
    {
        var association = _server.Association(server: Workshop.Sap, observer: observer);
        await association.AskAsync(Conversations.LowLevelAarq.Replace("007E1F04B0", $"{conformance}{size:X4}", StringComparison.Ordinal));
        Assert.Equal(AssociationState.Associated, association.State);
        return association;
    }

    private async Task PlayAsync(string transcript)
    {
        await using var association = await OpenAsync();
        await association.PlayAsync(transcript);
    }
}
