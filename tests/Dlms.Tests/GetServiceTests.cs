using Cosem;
using Dlms.Xdlms;

namespace Dlms.Tests;

public class GetServiceTests
{
    private static readonly InvokeIdAndPriority C1 = new(0xC1);

    private readonly TestServer _server = new();

    [Fact]
    public async Task A_register_gives_its_value_and_its_scaler_and_unit()
    {
        await using var association = await _server.Association().OpenAsync();
        await association.PlayAsync(
            """
            > C001C1 0003 0100010800FF 0200
            < C401C1 00 06 0012D687
            > C00181 0003 0100010800FF 0300      // the invoke-id comes back as it was sent
            < C40181 00 0202 0F00 161E
            > C00100 0003 0100010800FF 0100
            < C40100 00 0906 0100010800FF
            """);
    }

    [Fact]
    public async Task Every_attribute_of_the_clock_can_be_got()
    {
        await using var association = await _server.Association(client: 16).OpenAsync(Conversations.PublicAarq);
        await association.PlayAsync(
            """
            > C001C1 0008 0000010000FF 0200
            < C401C1 00 090C 07E8060F06 14172DFF FF88 80      // 20:23:45 CEST
            > C001C1 0008 0000010000FF 0300
            < C401C1 00 10 FFC4
            > C001C1 0008 0000010000FF 0400
            < C401C1 00 11 80
            > C001C1 0008 0000010000FF 0500
            < C401C1 00 090C FFFF03FE07 02000000 8000 00
            > C001C1 0008 0000010000FF 0600
            < C401C1 00 090C FFFF0AFE07 03000000 8000 80
            > C001C1 0008 0000010000FF 0700
            < C401C1 00 0F 3C
            > C001C1 0008 0000010000FF 0800
            < C401C1 00 03 01
            > C001C1 0008 0000010000FF 0900
            < C401C1 00 16 01
            """);
    }

    [Fact]
    public async Task A_list_gives_one_result_for_each_attribute_in_order()
    {
        await using var association = await _server.Association().OpenAsync();
        await association.PlayAsync(
            """
            > C003C1 04 0003 0100010800FF 0200 | 0003 0100010800FF 0300 | 0001 0000600101FF 0200 | 0003 0100020800FF 0200
            < C403C1 04 00 06 0012D687 | 00 0202 0F00 161E | 0103 | 0102
            > C003C1 00
            < C403C1 00
            """);
    }

    [Fact]
    public async Task A_list_needs_multiple_references()
    {
        await using var association = new TestServer().Association(client: 16);
        await association.PlayAsync(
            """
            > 601D A109060760857405080101 BE10040E01000000065F1F0400000010FFFF
            < 6129 A109060760857405080101 A203020100 A305A103020100 BE10040E0800065F1F0400000010FFFF0007
            > C003C1 01 0008 0000010000FF 0200
            < C401C1 01 03
            """);
    }

    [Theory]
    [InlineData("001000")] // block-transfer-with-get
    [InlineData("000200")] // multiple-references
    public async Task GET_has_to_be_negotiated(string conformance)
    {
        await using var association = _server.Association(client: 16);
        await association.PlayAsync(
            $"""
            > 601D A109060760857405080101 BE10040E01000000065F1F0400{conformance}FFFF
            < 6129 A109060760857405080101 A203020100 A305A103020100 BE10040E0800065F1F0400{conformance}FFFF0007
            > C001C1 0008 0000010000FF 0300
            < D80102
            > C002C1 00000001
            < D80102
            > C003C1 01 0008 0000010000FF 0300
            < D80102
            > 6203800100                        // the association is still there
            < 6303800100
            """);
    }

    [Fact]
    public async Task The_public_client_sees_what_is_public_and_nothing_else()
    {
        await using var association = await _server.Association(client: 16).OpenAsync(Conversations.PublicAarq);
        await association.PlayAsync(
            """
            > C001C1 0001 00002A0000FF 0200
            < C401C1 00 090D 454C5630303136303030303031
            > C001C1 0003 0100010800FF 0200
            < C401C1 0103
            > C001C1 0001 0100010800FF 0200      // of another class: not told apart from one that is not there
            < C401C1 0103
            > C001C1 0001 0080010000FF 0200      // channel selection
            < C401C1 0103
            """);
    }

    [Fact]
    public async Task A_device_that_is_replaced_is_seen_at_once_and_one_that_is_removed_is_unavailable()
    {
        await using var association = await _server.Association(server: 16).OpenAsync();
        _server.Devices[16] = _server.Device(16, "KAM99999999041B");
        Assert.Contains("4B414D3939393939393939", await association.AskAsync("C001C1000100002A0000FF0200"), StringComparison.Ordinal);
        _server.Devices.Remove(16);
        await association.PlayAsync(
            """
            > C001C1 0001 00002A0000FF 0200
            < C401C1 010B
            > C001C1 000F 0000280000FF 0100      // the association's own object is still there
            < C401C1 00 0906 0000280000FF
            """);
    }

    [Fact]
    public async Task An_object_that_fails_is_answered_other_reason()
    {
        var observer = new RecordingObserver();
        await using var association = await _server.Association(observer: observer).OpenAsync();
        await association.PlayAsync(
            """
            > C001C1 0001 0000600109FF 0200
            < C401C1 01FA
            > C003C1 02 0001 0000600109FF 0200 | 0003 0100010800FF 0200
            < C403C1 02 01FA | 00 06 0012D687
            """);
        Assert.Equal(["opened 1 1 1", "failed 1 0.0.96.1.9.255 2 broken", "failed 1 0.0.96.1.9.255 2 broken"], observer.Events);
    }

    [Fact]
    public async Task A_directory_that_fails_is_answered_other_reason()
    {
        var observer = new RecordingObserver();
        await using var association = await _server.Association(observer: observer).OpenAsync();
        _server.Failure = new OperationCanceledException("no directory"); // but not by whoever waits for the answer
        await association.PlayAsync(
            """
            > C001C1 0003 0100010800FF 0200
            < C401C1 01FA
            > C003C1 02 0003 0100010800FF 0200 | 000F 0000280000FF 0100      // the association's own object needs no directory
            < C403C1 02 01FA | 00 0906 0000280000FF
            """);
        _server.Failure = null;
        await association.PlayAsync("> C001C1 0003 0100010800FF 0200\n< C401C1 00 06 0012D687");
        Assert.Equal(["opened 1 1 1", "failed 1 1.0.1.8.0.255 2 no directory", "failed 1 1.0.1.8.0.255 2 no directory"], observer.Events);
    }

    [Fact]
    public async Task A_directory_that_gives_up_with_the_caller_is_not_answered()
    {
        var observer = new RecordingObserver();
        await using var association = await _server.Association(observer: observer).OpenAsync();
        var ended = new CancellationToken(canceled: true);
        _server.Failure = new OperationCanceledException(ended);
        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await association.AnswerAsync(Testing.Hex.Bytes("C001C100030100010800FF0200"), ended));
        Assert.Equal(["opened 1 1 1"], observer.Events);
    }

    [Fact]
    public async Task A_value_that_has_to_be_fetched_is_waited_for()
    {
        await using var association = await _server.Association().OpenAsync();
        var answer = association.AskAsync("C001C100010100030800FF0200");
        Assert.False(answer.IsCompleted);
        _server.SlowValue.SetResult(new CosemData.Unsigned(7));
        Assert.Equal("C401C1001107", await answer);
    }

    [Fact]
    public async Task The_wait_for_a_value_can_be_ended()
    {
        await using var association = await _server.Association().OpenAsync();
        using var ended = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var answer = association.AnswerAsync(Testing.Hex.Bytes("C001C100010100030800FF0200"), ended.Token);
            await ended.CancelAsync();
            await answer;
        });
    }

    [Fact]
    public async Task A_cached_value_is_answered_at_once_and_with_few_allocations()
    {
        await using var association = await _server.Association().OpenAsync();
        var request = Testing.Hex.Bytes("C001C100030100010800FF0200");
        for (var i = 0; i < 10; i++)
        {
            await association.AnswerAsync(request);
        }

        Assert.True(association.AnswerAsync(request).AsTask().IsCompletedSuccessfully);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            await association.AnswerAsync(request);
        }

        // Under 100 with optimisation; without, each asynchronous method is an object.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000, 0, 1_200);
    }

    [Fact]
    public async Task Selectors_are_checked_by_the_attribute()
    {
        await using var association = await _server.Association().OpenAsync();
        var clock = new AttributeDescriptor(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2, new EntryDescriptor(1, 0, 1, 0).ToSelectiveAccess());
        Assert.Equal(
            new GetResponse.Normal(C1, new(DataAccessResult.TypeUnmatched)), await association.AskAsync(new GetRequest.Normal(C1, clock)));
    }
}
