using System.Buffers;
using System.IO.Pipelines;
using Dlms.Connection;
using Testing;

namespace Dlms.Tests;

public class DlmsConnectionTests
{
    private static readonly byte[] Associate = Frame(16, 1, Conversations.PublicAarq);
    private static readonly byte[] Associated = Frame(1, 16, Conversations.PublicAccepted);
    private static readonly byte[] Get = Frame(16, 1, "C001C1000100002A0000FF0200");
    private static readonly byte[] Got = Frame(1, 16, "C401C100090D454C5630303136303030303031");

    [Fact]
    public async Task Requests_are_answered_in_every_fragmentation()
    {
        byte[] answers = [.. Associated, .. Got];
        foreach (var chunks in Fragments.Of([.. Associate, .. Get]))
        {
            var (client, running) = Connect(new TestServer());
            foreach (var chunk in chunks)
            {
                await client.Output.WriteAsync(chunk);
            }

            Assert.Equal(answers, await ReceiveAsync(client, answers.Length));
            await client.Output.CompleteAsync();
            Assert.Equal(ConnectionEnd.ClosedByPeer, await running);
        }
    }

    [Fact]
    public async Task Several_pairs_of_SAPs_share_a_connection()
    {
        var (client, running) = Connect(new TestServer());
        await AskAsync(client, Associate, Associated);
        await AskAsync(client, Frame(1, 1, Conversations.LowLevelAarq), Frame(1, 1, Conversations.Accepted));
        await AskAsync(client, Frame(1, 16, Conversations.LowLevelAarq), Frame(16, 1, Conversations.Accepted));
        await AskAsync(client, Get, Got);
        await AskAsync(client, Frame(1, 1, "C001C100030100010800FF0200"), Frame(1, 1, "C401C100060012D687"));
        await AskAsync(client, Frame(16, 1, "6203800100"), Frame(1, 16, "6303800100"));
        await AskAsync(client, Get, Frame(1, 16, "D80102"));
        await AskAsync(client, Frame(1, 16, "C001C1000100002A0000FF0200"), Frame(16, 1, "C401C100090F4B414D303032323433393630343142"));
        await AskAsync(client, Frame(1, 1, "C001C100030100010800FF0200"), Frame(1, 1, "C401C100060012D687"));
        await AskAsync(client, Frame(5, 99, "C001C100030100010800FF0200"), Frame(99, 5, "D80102"));
        await client.Output.CompleteAsync();
        await running;
    }

    [Theory]
    [InlineData("0002 0010 0001 0001 62")]
    [InlineData("0001 0010 0001 0000")]
    [InlineData("4745 5420 2F20 4854")]
    public async Task What_is_no_frame_closes_the_connection(string hex)
    {
        var (client, running) = Connect(new TestServer());
        await AskAsync(client, Associate, Associated);
        await client.Output.WriteAsync(Hex.Bytes(hex));
        Assert.Equal(ConnectionEnd.WrapperError, await running);
        Assert.True((await client.Input.ReadAsync()).IsCompleted);
    }

    [Fact]
    public async Task Without_a_first_octet_the_connection_ends_after_ten_seconds()
    {
        var server = new TestServer();
        var (_, running) = Connect(server);
        server.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(running.IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(ConnectionEnd.NoFirstOctet, await running);
    }

    [Fact]
    public async Task Without_a_request_the_connection_ends_after_180_seconds()
    {
        var server = new TestServer();
        var observer = new RecordingObserver();
        var (client, running) = Connect(server, observer: observer);
        await AskAsync(client, Associate, Associated);
        server.Time.Advance(TimeSpan.FromSeconds(179));
        await AskAsync(client, Get, Got);
        server.Time.Advance(TimeSpan.FromSeconds(179));
        Assert.False(running.IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ConnectionEnd.Idle, await running);
        Assert.Equal(["opened 16 1 0", "ended 16 1 ConnectionClosed"], observer.Events);
    }

    [Fact]
    public async Task Octets_that_trickle_in_do_not_keep_a_connection_alive()
    {
        var server = new TestServer();
        var (client, running) = Connect(server);
        await AskAsync(client, Associate, Associated);
        await client.Output.WriteAsync(Get.AsMemory(0, 4));
        server.Time.Advance(TimeSpan.FromSeconds(100));
        await client.Output.WriteAsync(Get.AsMemory(4, 4));
        server.Time.Advance(TimeSpan.FromSeconds(80));
        Assert.Equal(ConnectionEnd.Idle, await running);
    }

    [Fact]
    public async Task A_value_may_take_longer_than_the_client_may()
    {
        var server = new TestServer();
        var (client, running) = Connect(server);
        await AskAsync(client, Frame(1, 1, Conversations.LowLevelAarq), Frame(1, 1, Conversations.Accepted));
        await client.Output.WriteAsync(Frame(1, 1, "C001C100010100030800FF0200"));
        await server.SlowAsked.WaitAsync();
        server.Time.Advance(TimeSpan.FromSeconds(1_000));
        Assert.False(running.IsCompleted);
        server.SlowValue.SetResult(new Cosem.CosemData.Unsigned(7));
        var answer = Frame(1, 1, "C401C1001107");
        Assert.Equal(answer, await ReceiveAsync(client, answer.Length));
        await client.Output.CompleteAsync();
        Assert.Equal(ConnectionEnd.ClosedByPeer, await running);
    }

    [Fact]
    public async Task A_client_that_does_not_take_its_answers_is_closed()
    {
        var server = new TestServer();
        var (client, running) = Connect(server, new(pauseWriterThreshold: 10, resumeWriterThreshold: 5, useSynchronizationContext: false));
        await client.Output.WriteAsync(Associate);
        var read = await client.Input.ReadAsync();
        client.Input.AdvanceTo(read.Buffer.Start); // seen, not taken
        server.Time.Advance(TimeSpan.FromSeconds(180));
        Assert.Equal(ConnectionEnd.Idle, await running);
    }

    [Fact]
    public async Task A_token_ends_the_connection_also_while_a_value_is_waited_for()
    {
        using var ended = new CancellationTokenSource();
        var observer = new RecordingObserver();
        var server = new TestServer();
        var (client, running) = Connect(server, observer: observer, cancellationToken: ended.Token);
        await AskAsync(client, Frame(1, 1, Conversations.LowLevelAarq), Frame(1, 1, Conversations.Accepted));
        await client.Output.WriteAsync(Frame(1, 1, "C001C100010100030800FF0200"));
        await server.SlowAsked.WaitAsync();
        await ended.CancelAsync();
        try
        {
            await running;
            Assert.Fail("The connection goes on.");
        }
        catch (OperationCanceledException)
        {
            // as it has to be
        }

        Assert.Equal("ended 1 1 ConnectionClosed", observer.Events[^1]);
    }

    [Fact]
    public async Task Of_too_many_associations_the_one_longest_unused_ends_when_another_is_made()
    {
        var server = new TestServer(new() { MaxAssociationsPerConnection = 2 });
        var observer = new RecordingObserver();
        var (client, running) = Connect(server, observer: observer);
        await AskAsync(client, Associate, Associated);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(client, Frame(1, 1, Conversations.LowLevelAarq), Frame(1, 1, Conversations.Accepted));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(client, Get, Got);
        for (ushort sap = 17; sap < 40; sap++)
        {
            await AskAsync(client, Frame(1, sap, "C001C1000100002A0000FF0200"), Frame(sap, 1, "D80102"));
        }

        Assert.Equal(["opened 16 1 0", "opened 1 1 1"], observer.Events); // trying out ends nothing
        await AskAsync(client, Frame(1, 16, Conversations.LowLevelAarq), Frame(16, 1, Conversations.Accepted));
        await AskAsync(client, Frame(1, 1, "C001C100030100010800FF0200"), Frame(1, 1, "D80102"));
        await AskAsync(client, Get, Got);
        Assert.Equal(["opened 16 1 0", "opened 1 1 1", "opened 1 16 1", "ended 1 1 Aborted"], observer.Events);
        await client.Output.CompleteAsync();
        await running;
    }

    [Fact]
    public async Task A_window_of_general_blocks_is_sent_without_another_request()
    {
        var (client, running) = Connect(new TestServer());
        var aarq = Conversations.LowLevelAarq.Replace("007E1F04B0", "601E5D0017", StringComparison.Ordinal); // 23 octets
        var aare = Conversations.Accepted.Replace("001E1D", "201E5D", StringComparison.Ordinal);
        await AskAsync(client, Frame(1, 1, aarq), Frame(1, 1, aare));
        await AskAsync(
            client,
            Frame(1, 1, "E0 82 0001 0000 0D C001C1 0001 00002A0000FF 0200"),
            [.. Frame(1, 1, "E0 50 0001 0001 10 C401C1 00 090D 454C56303031363030 30"), .. Frame(1, 1, "E0 90 0002 0001 03 303031")]);
        await AskAsync(client, [.. Frame(1, 1, "E0 81 0001 0002 00"), .. Frame(1, 1, "C001C100030100010800FF0200")], Frame(1, 1, "C401C100060012D687"));
        await client.Output.CompleteAsync();
        Assert.Equal(ConnectionEnd.ClosedByPeer, await running);
    }

    [Fact]
    public async Task The_longest_APDU_is_taken()
    {
        var (client, running) = Connect(new TestServer());
        var apdu = new byte[65_535];
        apdu[0] = 0xAA;
        var output = new ArrayBufferWriter<byte>();
        Wrapper.WrapperFrame.Write(output, 16, 1, apdu);
        await client.Output.WriteAsync(output.WrittenMemory);
        var answer = Frame(1, 16, "D80202");
        Assert.Equal(answer, await ReceiveAsync(client, answer.Length));
        await client.Output.CompleteAsync();
        Assert.Equal(ConnectionEnd.ClosedByPeer, await running);
    }

    private static byte[] Frame(ushort source, ushort destination, string apdu)
    {
        var output = new ArrayBufferWriter<byte>();
        Wrapper.WrapperFrame.Write(output, source, destination, Hex.Bytes(apdu));
        return output.WrittenSpan.ToArray();
    }

    private static (DuplexPipe Client, Task<ConnectionEnd> Running) Connect(
        TestServer server, PipeOptions? toClient = null, RecordingObserver? observer = null, CancellationToken cancellationToken = default)
    {
        var (client, transport) = DuplexPipe.Create(toClient);
        return (client, new DlmsConnection(server.Server, transport, observer).RunAsync(cancellationToken));
    }

    private static async Task AskAsync(DuplexPipe client, byte[] request, byte[] answer)
    {
        await client.Output.WriteAsync(request);
        Assert.Equal(Convert.ToHexString(answer), Convert.ToHexString(await ReceiveAsync(client, answer.Length)));
    }

    private static async Task<byte[]> ReceiveAsync(DuplexPipe client, int length)
    {
        var read = await client.Input.ReadAtLeastAsync(length);
        var octets = read.Buffer.ToArray();
        client.Input.AdvanceTo(read.Buffer.End);
        return octets;
    }
}
