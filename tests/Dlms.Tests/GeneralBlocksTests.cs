using Dlms.Association;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

/// <summary>General block transfer: requests and answers in parts, with windows.</summary>
public class GeneralBlocksTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100"; // 13 octets
    private const string Got = "C401C1 00 0906 0000280000FF"; // 12 octets
    private const string Script = "0009 00000A0000FF";
    private const string Write = "C101C1 0001 0000600100FF 0200";

    private readonly Workshop _workshop = new();
    private readonly TestServer _server;

    public GeneralBlocksTests() => _server = Workshop.ServerWith(_workshop);

    [Fact]
    public async Task A_request_in_one_block_is_answered_in_one()
    {
        await using var association = await OpenAsync();
        await association.PlayAsync($"> E0 81 0001 0000 0D {Get}\n< E0 90 0001 0001 0C {Got}\n> {Get}\n< {Got}");
        Assert.False(association.TryContinue(out _));
    }

    [Fact]
    public async Task A_request_in_several_blocks_is_acknowledged_at_the_end_of_each_window()
    {
        await using var association = await OpenAsync();
        await association.PlayAsync(
            """
            > E0 01 0001 0000 05 C001C1000F
            < E0 10 0001 0001 00                     // the first is there
            > E0 41 0002 0000 03 000028
            <                                        // more of the window comes
            > E0 01 0003 0000 03 0000FF
            < E0 10 0001 0003 00
            > E0 81 0004 0000 02 0100
            < E0 90 0001 0004 0C C401C1 00 0906 0000280000FF
            """);
    }

    [Fact]
    public async Task A_lost_block_is_sent_again()
    {
        await using var association = await OpenAsync();
        await association.PlayAsync(
            """
            > E0 43 0001 0000 05 C001C1000F
            <
            > E0 03 0003 0000 03 0000FF              // the second was lost
            < E0 10 0001 0001 00
            > E0 43 0002 0000 03 000028
            <
            > E0 43 0002 0000 03 000028              // twice
            <
            > E0 03 0003 0000 03 0000FF
            < E0 10 0001 0003 00
            > E0 83 0004 0000 02 0100
            < E0 90 0001 0004 0C C401C1 00 0906 0000280000FF
            """);
    }

    [Fact]
    public async Task An_acknowledgement_of_an_acknowledgement_changes_nothing()
    {
        await using var association = await OpenAsync();
        await association.PlayAsync(
            """
            > E0 01 0001 0000 05 C001C1000F
            < E0 10 0001 0001 00
            > E0 81 0001 0001 00
            < E0 10 0001 0001 00
            > E0 81 0002 0001 08 00002800 00FF0100
            < E0 90 0001 0002 0C C401C1 00 0906 0000280000FF
            """);
    }

    [Theory]
    [InlineData("0000")]
    [InlineData("0012")] // 16 are taken ahead of the first
    [InlineData("FFFF")]
    public async Task A_block_beyond_the_window_ends_the_transfer(string number)
    {
        await using var association = await OpenAsync();
        await association.PlayAsync(
            $"""
            > E0 01 0001 0000 05 C001C1000F
            < E0 10 0001 0001 00
            > E0 01 {number} 0000 03 000028
            < D80103
            > E0 81 0002 0000 08 0000280000FF0100     // nothing is there any more
            < E0 10 0001 0000 00
            """);
    }

    [Fact]
    public async Task A_new_first_block_begins_anew()
    {
        await using var association = await OpenAsync();
        await association.PlayAsync(
            $"""
            > E0 01 0001 0000 05 C101C1000F
            < E0 10 0001 0001 00
            > E0 81 0001 0000 0D {Get}
            < E0 90 0001 0001 0C {Got}
            > E0 81 0001 0000 0D {Get}                 // and a further request too
            < E0 90 0001 0001 0C {Got}
            """);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)] // more than 16 are not sent
    [InlineData(63)]
    [InlineData(0)] // none is one
    public async Task An_answer_goes_in_windows(int window)
    {
        await using var association = await OpenAsync(size: 64);
        var request = $"C301C1 {Script} 02 01 1203E8"; // 1000 octets
        var (answer, received) = (new List<byte>(), 0);
        var turn = await AskAllAsync(association, $"E0 {0x80 | window:X2} 0001 0000 10 {request}");
        while (true)
        {
            Assert.InRange(turn.Count, 1, Math.Clamp(window, 1, 16));
            foreach (var block in turn)
            {
                Assert.Equal((++received, 1), (block.BlockNumber, block.BlockNumberAck));
                Assert.InRange(block.ToArray().Length, 1, 64);
                Assert.Equal(!block.Control.LastBlock && block != turn[^1], block.Control.Streaming);
                Assert.Equal(16, block.Control.Window);
                answer.AddRange(block.BlockData.Span);
            }

            if (turn[^1].Control.LastBlock)
            {
                break;
            }

            Assert.Equal(Math.Clamp(window, 1, 16), turn.Count);
            turn = await AskAllAsync(association, $"E0 {0x80 | window:X2} 0001 {received:X4} 00");
        }

        Assert.Equal($"C701C10001000982 03E8{Filled(1000)}".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(answer.ToArray()));
        Assert.Equal(["2"], _workshop.Invoked);
        Assert.Empty(await AskAllAsync(association, $"E0 81 0001 {received:X4} 00")); // acknowledged
    }

    [Fact]
    public async Task What_was_lost_of_an_answer_is_asked_for_by_acknowledging_less()
    {
        await using var association = await OpenAsync(size: 64);
        var first = await AskAllAsync(association, $"E0 84 0001 0000 10 C301C1 {Script} 02 01 1203E8");
        Assert.Equal([1, 2, 3, 4], first.Select(block => (int)block.BlockNumber));
        var again = await AskAllAsync(association, "E0 84 0001 0002 00"); // the third was lost
        Assert.Equal([3, 4, 5, 6], again.Select(block => (int)block.BlockNumber));
        Assert.Equal(first[2].BlockData, again[0].BlockData);
        Assert.Equal([1, 2, 3, 4], (await AskAllAsync(association, "E0 84 0001 0000 00")).Select(block => (int)block.BlockNumber)); // all of them
        Assert.Equal([5], (await AskAllAsync(association, "E0 81 0001 0004 00")).Select(block => (int)block.BlockNumber)); // another window
        Assert.Equal(["2"], _workshop.Invoked);

        Assert.Equal("D80103", await association.AskAsync("E0 81 0001 0006 00")); // what was never sent
        Assert.Equal("E01000010000 00".Replace(" ", "", StringComparison.Ordinal), await association.AskAsync("E0 81 0005 0000 01 00")); // it is over
    }

    [Fact]
    public async Task Only_blocks_that_come_without_a_gap_are_taken()
    {
        await using var association = await OpenAsync();
        for (var number = 1; number <= 13; number++)
        {
            var isLast = number == 13;
            var octet = Convert.ToHexString(Hex.Bytes(Get)[(number - 1)..number]);
            if (number % 4 == 2)
            {
                Assert.Equal($"E0100001{number - 1:X4}00", await association.AskAsync($"E0 01 {number + 1:X4} 0000 01 EE")); // ahead
            }

            var answer = await association.AskAsync($"E0 {(isLast ? "81" : "01")} {number:X4} 0000 01 {octet}");
            Assert.Equal(isLast ? $"E0900001000D0C{Plain(Got)}" : $"E0100001{number:X4}00", answer);
        }
    }

    [Theory]
    [InlineData("D8 00", "D80102")]
    [InlineData("AA 00", "D80202")]
    [InlineData("E0 81 0001 0000 00", "D80102")] // blocks in blocks
    [InlineData("60 00", "D80102")]
    [InlineData("62 00", "D80102")]
    public async Task What_cannot_be_answered_is_refused_without_blocks(string inside, string answer)
    {
        await using var association = await OpenAsync();
        var length = Plain(inside).Length / 2;
        await association.PlayAsync($"> E0 81 0001 0000 {length:X2} {inside}\n< {answer}\n> E0 81 0001 0000 0D {Get}\n< E0 90 0001 0001 0C {Got}");
        Assert.Equal(AssociationState.Associated, association.State);
    }

    [Fact]
    public async Task An_empty_request_is_unknown_however_it_comes()
    {
        var observer = new RecordingObserver();
        await using var client = await new CipheredClient(_server, observer: observer).OpenHlsAsync();
        await client.Association.PlayAsync(
            $"""
            >
            < D80202
            > E0 81 0001 0000 00
            < D80202
            > {client.Protect(ApduTag.GeneralGloCiphering, 0x30, client.Counter++, "")}
            < D80202
            """);
        Assert.Equal(["opened 1 1 5"], observer.Events); // nothing has failed
    }

    [Fact]
    public async Task A_request_has_at_most_256_KiB()
    {
        await using var association = await OpenAsync();
        var part = new string('0', 2 * 32_768);
        for (var number = 1; number <= 8; number++)
        {
            Assert.Equal($"E0100001{number:X4}00", await association.AskAsync($"E0 01 {number:X4} 0000 828000 {part}"));
        }

        await association.PlayAsync("> E0 01 0009 0000 01 00\n< D80103\n> E0 81 000A 0000 01 00\n< E0 10 0001 0000 00");
    }

    [Fact]
    public async Task A_long_value_is_set_in_general_blocks()
    {
        await using var association = await OpenAsync();
        var apdu = Plain($"{Write} 098203E8") + Filled(1000);
        for (var (number, sent) = (1, 0); sent < apdu.Length; number++)
        {
            var part = apdu[sent..Math.Min(sent + 240, apdu.Length)];
            sent += part.Length;
            var isLast = sent == apdu.Length;
            Assert.Equal(
                isLast ? $"E0900001{number:X4}04C501C100" : $"E0100001{number:X4}00",
                await association.AskAsync($"E0 {(isLast ? "81" : "01")} {number:X4} 0000 {part.Length / 2:X2} {part}"));
        }

        Assert.Equal([$"0: {Filled(1000)}"], _workshop.Written);
    }

    [Fact]
    public async Task An_answer_longer_than_the_limit_is_refused()
    {
        var server = Workshop.ServerWith(_workshop, new() { MaxGeneralBlocksLength = 1000 });
        await using var association = await OpenAsync(server, size: 64);
        await association.PlayAsync($"> E0 81 0001 0000 10 C301C1 {Script} 02 01 1203E8\n< E0 90 0001 0001 05 C701C1 FA 00");
        var fits = await AskAllAsync(association, $"E0 81 0001 0000 10 C301C1 {Script} 02 01 1203DE"); // 990 and 10
        Assert.Equal(1, Assert.Single(fits).BlockNumber);
        await using var meter = await OpenAsync(server, size: 64, sap: 1);
        await meter.PlayAsync("> E0 81 0001 0000 0D C001C1 0001 0100630100FF 0200\n< E0 90 0001 0001 05 C401C1 01 FA");
        Assert.InRange(server.RowsFetched, 1, 200);
    }

    [Fact]
    public async Task Inside_general_blocks_there_are_no_others()
    {
        await using var association = await OpenAsync(size: 64, sap: 1);
        var (answer, received) = (new List<byte>(), 0);
        var turn = await AskAllAsync(association, "E0 90 0001 0000 0D C001C1 0001 0000600104FF 0200");
        while (true)
        {
            turn.ForEach(block => answer.AddRange(block.BlockData.Span));
            received += turn.Count;
            if (turn[^1].Control.LastBlock)
            {
                break;
            }

            turn = await AskAllAsync(association, $"E0 90 0001 {received:X4} 00");
        }

        Assert.Equal("C401C10009820BB8" + Convert.ToHexString(TestServer.LongValue), Convert.ToHexString(answer.ToArray()));
    }

    [Fact]
    public async Task They_are_never_begun_unasked()
    {
        await using var association = await OpenAsync(size: 64, sap: 1);
        Assert.StartsWith("C402C1 00 00000001".Replace(" ", "", StringComparison.Ordinal), await association.AskAsync("C001C1 0001 0000600104FF 0200"), StringComparison.Ordinal);
        Assert.False(association.TryContinue(out _));
    }

    [Fact]
    public async Task They_have_to_be_negotiated()
    {
        await using var association = await OpenAsync(conformance: "001E1D");
        await association.PlayAsync($"> E0 81 0001 0000 0D {Get}\n< D80102\n> {Get}\n< {Got}");
    }

    [Fact]
    public async Task A_ciphered_request_and_its_answer_go_in_them()
    {
        _server.Policy = new() { SecurityPolicy = Security.SecurityPolicy.AuthenticatedAndEncrypted };
        foreach (var isGeneral in new[] { false, true })
        {
            await using var client = new CipheredClient(_server, serverSap: Workshop.Sap) { General = isGeneral, MaxReceivePduSize = 64, Counter = isGeneral ? 100u : 1 };
            await client.OpenHlsAsync();
            var request = client.Protect($"C301C1 {Script} 02 01 1203E8");
            var half = request.Length / 4 * 2;
            Assert.Equal("E0100001000100", await client.Association.AskAsync($"E0 05 0001 0000 {half / 2:X2} {request[..half]}"));
            var (answer, received) = (new List<byte>(), 0);
            var turn = await AskAllAsync(client.Association, $"E0 85 0002 0000 {(request.Length - half) / 2:X2} {request[half..]}");
            while (true)
            {
                turn.ForEach(block => answer.AddRange(block.BlockData.Span));
                received += turn.Count;
                if (turn[^1].Control.LastBlock)
                {
                    break;
                }

                turn = await AskAllAsync(client.Association, $"E0 85 0002 {received:X4} 00");
            }

            Assert.Equal($"C701C1000100098203E8{Filled(1000)}", client.Unprotect(Convert.ToHexString(answer.ToArray())));
            Assert.Equal("D80101", await client.Association.AskAsync($"E0 81 0001 0000 0D {Get}")); // plain inside
            Assert.Equal($"D80106{client.Counter:X8}", await client.Association.AskAsync($"E0 81 0001 0000 {request.Length / 2:X2} {request}"));
        }
    }

    private static string Plain(string hex) => Convert.ToHexString(Hex.Bytes(hex));

    private static string Filled(int length) => Convert.ToHexString([.. Enumerable.Range(0, length).Select(i => (byte)i)]);

    private static async Task<List<GeneralBlockTransfer>> AskAllAsync(ApplicationAssociation association, string request)
    {
        var blocks = new List<GeneralBlockTransfer>();
        var answer = await association.AnswerAsync(Hex.Bytes(request));
        while (!answer.IsEmpty)
        {
            blocks.Add(Assert.IsType<GeneralBlockTransfer>(Apdu.Decode(answer.Span)));
            answer = association.TryContinue(out var next) ? next : default;
        }

        return blocks;
    }

    private Task<ApplicationAssociation> OpenAsync(int size = 0x04B0, string conformance = "601E5D", ushort sap = Workshop.Sap) =>
        OpenAsync(_server, size, conformance, sap);

    private static async Task<ApplicationAssociation> OpenAsync(TestServer server, int size, string conformance = "601E5D", ushort sap = Workshop.Sap)
    {
        var association = server.Association(server: sap);
        await association.AskAsync(Conversations.LowLevelAarq.Replace("007E1F04B0", $"{conformance}{size:X4}", StringComparison.Ordinal));
        Assert.Equal(AssociationState.Associated, association.State);
        return association;
    }
}
