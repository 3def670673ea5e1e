using Dlms.Association;

namespace Dlms.Tests;

public class SetServiceTests
{
    private const string Write = "0001 0000600100FF 0200";
    private const string WriteOther = "0001 0000600101FF 0200";
    private const string ReadOnly = "0001 0000600102FF 0200";
    private const string Channel = "0001 0080010000FF 0200";

    private readonly Workshop _workshop = new();
    private readonly TestServer _server;

    public SetServiceTests() => _server = Workshop.ServerWith(_workshop);

    [Fact]
    public async Task A_value_is_set()
    {
        await PlayAsync($"> C101C1 {Write} 0903 010203\n< C501C1 00");
        Assert.Equal(["0: 010203"], _workshop.Written);
    }

    [Theory]
    [InlineData("C101C1 0001 0000600100FF 0200 1105", "0C")] // another type
    [InlineData("C101C1 0001 0000600100FF 0200 0900", "FA")] // the right type, an impossible value
    [InlineData("C101C1 0001 0000600102FF 0200 1105", "03")] // no right
    [InlineData("C101C1 0001 0000600100FF 0100 0906 000000000000", "03")] // logical_name
    [InlineData("C101C1 0001 0000600100FF 0000 1105", "03")]
    [InlineData("C101C1 0001 0000600100FF 0300 1105", "03")] // no such attribute
    [InlineData("C101C1 0001 0000600100FF FF00 1105", "03")]
    [InlineData("C101C1 0001 0000600177FF 0200 1105", "03")] // no such object
    [InlineData("C101C1 0003 0000600100FF 0200 0901 00", "09")] // another class
    [InlineData("C101C1 0001 0000600100FF 0202 01 00 0903 010203", "03")] // malformed access-selection
    [InlineData("C101C1 0001 0000600100FF 0201 01 00 0903 010203", "0C")] // no attribute can be set in part
    [InlineData("C101C1 0001 0000600109FF 0200 1105", "FA")] // the object throws
    [InlineData("C101C1 0001 0080010000FF 0200 12 4E20", "0B")] // unknown channel
    [InlineData("C101C1 0001 0080010000FF 0200 11 01", "0C")]
    [InlineData("C100C1 0001 0000600100FF 0200 0901 00", "03")] // unknown choices
    [InlineData("C106C1 0001 0000600100FF 0200 0901 00", "03")]
    [InlineData("C101C1 0001 0000600100FF 0200", "03")] // truncated
    [InlineData("C101C1", "03")]
    [InlineData("C101C1 0001 0000600100FF 0200 0901 00 00", "03")] // octets follow
    public async Task What_cannot_be_set_is_refused_and_the_association_lives_on(string request, string result)
    {
        await PlayAsync($"> {request}\n< C501C1 {result}\n> C101C5 {Write} 0901 FF\n< C501C5 00");
        Assert.Equal(["0: FF"], _workshop.Written);
    }

    [Fact]
    public Task Without_an_invoke_id_there_is_nothing_to_answer_with() => PlayAsync("> C101\n< D80103\n> C1\n< D80103");

    [Fact]
    public async Task What_an_object_throws_is_told_to_the_observer()
    {
        var observer = new RecordingObserver();
        await using var association = await OpenAsync(observer);
        await association.PlayAsync("> C101C1 0001 0000600109FF 0200 1105\n< C501C1 FA");
        Assert.Equal(["opened 1 100 1", "failed 100 0.0.96.1.9.255 2 broken"], observer.Events);
    }

    [Fact]
    public async Task A_list_is_set_in_its_order_and_every_value_has_its_result()
    {
        await PlayAsync(
            $"""
            > C104C1 04 {WriteOther} {ReadOnly} {Write} {WriteOther} 04 0901 0A | 1105 | 1105 | 0901 0B
            < C505C1 04 00 03 0C 00
            > C104C1 02 {Write} {Write} 01 0901 0A                    // a value is missing
            < C501C1 03
            > C104C1 00 00
            < C505C1 00
            """);
        Assert.Equal(["1: 0A", "1: 0B"], _workshop.Written);
    }

    [Fact]
    public async Task A_value_is_set_in_blocks()
    {
        await PlayAsync(
            $"""
            > C102C1 {Write} 00 00000001 02 0904
            < C502C1 00000001
            > C103C1 00 00000002 02 0102
            < C502C1 00000002
            > C103C1 00 00000003 00                                  // an empty one
            < C502C1 00000003
            > C103C1 01 00000004 02 0304
            < C503C1 00 00000004
            > C103C1 01 00000005 02 0304                             // it is over
            < C503C1 12 00000005
            > C102C1 {Write} 01 00000001 03 0901FF                   // in one block
            < C503C1 00 00000001
            > C102C1 {ReadOnly} 01 00000001 02 1105
            < C503C1 03 00000001
            """);
        Assert.Equal(["0: 01020304", "0: FF"], _workshop.Written);
    }

    [Fact]
    public async Task A_list_is_set_in_blocks()
    {
        await PlayAsync(
            $"""
            > C105C1 03 {Write} {WriteOther} {ReadOnly} 00 00000001 04 03 090101
            < C502C1 00000001
            > C103C1 01 00000002 05 090102 1105
            < C504C1 03 00 00 03 00000002
            """);
        Assert.Equal(["0: 01", "1: 02"], _workshop.Written);
    }

    [Theory]
    [InlineData("00000001")]
    [InlineData("00000003")]
    [InlineData("00000000")]
    [InlineData("FFFFFFFF")]
    public async Task A_block_out_of_order_ends_the_transfer(string number)
    {
        await PlayAsync(
            $"""
            > C102C1 {Write} 00 00000001 02 0902
            < C502C1 00000001
            > C103C1 01 {number} 02 0102
            < C503C1 13 {number}
            > C103C1 01 00000002 02 0102
            < C503C1 12 00000002
            """);
        Assert.Empty(_workshop.Written);
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("00000002")]
    public async Task The_first_block_has_the_number_1(string number)
    {
        await PlayAsync($"> C102C1 {Write} 00 {number} 02 0902\n< C503C1 13 {number}");
        Assert.Empty(_workshop.Written);
    }

    [Fact]
    public async Task A_block_without_a_first_one_is_refused() =>
        await PlayAsync("> C103C1 00 00000001 02 0102\n< C503C1 12 00000001\n> C103C1 01 00000001 02 0102\n< C503C1 12 00000001");

    [Fact]
    public async Task Another_request_ends_a_transfer()
    {
        foreach (var other in new[] { $"C101C1 {Write} 0901 AA", $"C104C1 01 {Write} 01 0901 AA", "C1FFC1" })
        {
            await using var association = await OpenAsync();
            await association.PlayAsync($"> C102C1 {Write} 00 00000001 02 0902\n< C502C1 00000001");
            await association.AskAsync(other);
            await association.PlayAsync("> C103C1 01 00000002 02 0102\n< C503C1 12 00000002");
        }

        Assert.Equal(["0: AA", "0: AA"], _workshop.Written);
    }

    [Theory]
    [InlineData("C001C1 000F 0000280000FF 0100")]
    [InlineData("C301C1 0009 00000A0000FF 05 00")]
    public async Task A_request_of_another_service_does_not_end_a_transfer(string other)
    {
        await using var association = await OpenAsync();
        await association.PlayAsync($"> C102C1 {Write} 00 00000001 02 0902\n< C502C1 00000001");
        await association.AskAsync(other);
        await association.PlayAsync("> C103C1 01 00000002 02 0102\n< C503C1 00 00000002");
        Assert.Equal(["0: 0102"], _workshop.Written);
    }

    [Theory]
    [InlineData("1105 00")] // octets follow
    [InlineData("12 05")] // truncated
    [InlineData("FE")]
    public async Task What_the_blocks_hold_has_to_be_data(string data)
    {
        var length = data.Replace(" ", "", StringComparison.Ordinal).Length / 2;
        await PlayAsync($"> C102C1 {Write} 01 00000001 {length:X2} {data}\n< C503C1 03 00000001");
    }

    [Theory]
    [InlineData(256 * 1024, true)]
    [InlineData((256 * 1024) + 1, false)]
    public async Task A_value_in_blocks_has_at_most_256_KiB(int total, bool isTaken)
    {
        await using var association = await OpenAsync();
        var header = $"0983{total - 5:X6}";
        var blocks = new List<string> { header + new string('A', 2 * (16_384 - 5)) };
        for (var left = total - 16_384; left > 0; left -= 16_384)
        {
            blocks.Add(new string('A', 2 * Math.Min(left, 16_384)));
        }

        for (var number = 1; number <= blocks.Count; number++)
        {
            var isLast = number == blocks.Count;
            var head = number == 1 ? $"C102C1 {Write}" : "C103C1";
            var length = blocks[number - 1].Length / 2;
            var answer = await association.AskAsync(
                $"{head} {(isLast ? "01" : "00")} {number:X8} {(length < 128 ? $"{length:X2}" : $"82{length:X4}")} {blocks[number - 1]}");
            Assert.Equal(!isLast ? $"C502C1{number:X8}" : isTaken ? $"C503C100{number:X8}" : $"C503C111{number:X8}", answer);
        }

        Assert.Equal(isTaken ? 1 : 0, _workshop.Written.Count);
        await association.PlayAsync("> C103C1 01 00000011 01 00\n< C503C1 12 00000011");
    }

    [Theory]
    [InlineData("000010", "C101C1 0001 0000600100FF 0200 0901 00", "D80102")] // SET
    [InlineData("000008", "C104C1 01 0001 0000600100FF 0200 01 0901 00", "C501C103")] // multiple references
    [InlineData("000008", "C102C1 0001 0000600100FF 0200 01 00000001 03 090100", "C501C103")] // blocks
    [InlineData("000008", "C103C1 01 00000001 03 090100", "C501C103")]
    [InlineData("000208", "C105C1 01 0001 0000600100FF 0200 01 00000001 04 01 090100", "C501C103")] // one of the two
    [InlineData("000808", "C105C1 01 0001 0000600100FF 0200 01 00000001 04 01 090100", "C501C103")]
    public async Task What_was_not_negotiated_is_refused(string conformance, string request, string answer)
    {
        await using var association = _server.Association(server: Workshop.Sap);
        await association.AskAsync(Conversations.LowLevelAarq.Replace("007E1F", conformance, StringComparison.Ordinal));
        Assert.Equal(AssociationState.Associated, association.State);
        Assert.Equal(answer, await association.AskAsync(request));
        Assert.Empty(_workshop.Written);
    }

    [Fact]
    public async Task Another_channel_shows_other_objects()
    {
        await PlayAsync(
            $"""
            > C001C1 0003 0100010800FF 0200
            < C401C1 01 03
            > C101C1 {Channel} 12 0010
            < C501C1 00
            > C001C1 0003 0100010800FF 0200
            < C401C1 00 06 0012D687
            > C001C1 {Channel}
            < C401C1 00 12 0010
            > C001C1 000F 0000280000FF 0300                       // the partner is who it was
            < C401C1 00 0202 0F01 12 0064
            > C101C1 {Write} 0901 00
            < C501C1 03
            > C104C1 02 {Channel} {Write} 02 12 0064 0901 AA      // within one list
            < C505C1 02 00 00
            """);
        Assert.Equal(["0: AA"], _workshop.Written);
    }

    [Fact]
    public async Task A_device_that_was_removed_is_unavailable()
    {
        await using var association = await OpenAsync();
        _server.Devices.Remove(Workshop.Sap);
        await association.PlayAsync($"> C101C1 {Write} 0901 00\n< C501C1 0B\n> C101C1 {Channel} 12 0010\n< C501C1 00");
    }

    [Fact]
    public async Task The_clock_is_set()
    {
        await using var association = await _server.Association().OpenAsync();
        await association.PlayAsync(
            """
            > C101C1 0008 0000010000FF 0200 090C 07E8060F 06 140000FF FF88 80      // 20:00 in summer
            < C501C1 00
            > C101C1 0008 0000010000FF 0200 19 07E8060F FF 140000FF 8000 FF        // date-time, deviation not specified
            < C501C1 00
            > C101C1 0008 0000010000FF 0200 0904 07E8060F
            < C501C1 0C
            > C101C1 0008 0000010000FF 0200 090C 07E80F0F 06 140000FF FF88 80
            < C501C1 FA
            > C101C1 0008 0000010000FF 0300 10 FFC4
            < C501C1 03
            """);
        var set = new DateTimeOffset(2024, 6, 15, 18, 0, 0, TimeSpan.Zero);
        Assert.Equal([set, set], _server.ClockSettings);
        await using var meter = await _server.Association(server: 16).OpenAsync();
        await meter.PlayAsync("> C101C1 0008 0000010000FF 0200 090C 07E8060F 06 140000FF FF88 80\n< C501C1 03");
    }

    private async Task<ApplicationAssociation> OpenAsync(RecordingObserver? observer = null) =>
        await _server.Association(server: Workshop.Sap, observer: observer).OpenAsync();

    private async Task PlayAsync(string transcript)
    {
        await using var association = await OpenAsync();
        await association.PlayAsync(transcript);
    }
}
