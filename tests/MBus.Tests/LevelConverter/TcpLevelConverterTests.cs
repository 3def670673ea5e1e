using System.Net;
using System.Net.Sockets;
using MBus.LevelConverter;
using Testing;

namespace MBus.Tests.LevelConverter;

public sealed class TcpLevelConverterTests : IDisposable
{
    private const int Deadline = 30_000;

    private static readonly byte[] Request = Hex.Bytes("10 7B 01 7C 16");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new(DateTimeOffset.UnixEpoch);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public TcpLevelConverterTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Fact(Timeout = Deadline)]
    public async Task It_connects_when_something_is_to_be_sent_and_carries_bytes_both_ways()
    {
        await using var converter = Converter();
        Assert.Equal(0, await converter.DiscardInputAsync(default));
        await converter.SendAsync(Request, default);
        using var peer = await _listener.AcceptSocketAsync();
        Assert.Equal(Request, await ReadAsync(peer));
        await peer.SendAsync(Hex.Bytes("E5"));
        Assert.Equal(Hex.Bytes("E5"), await ReceiveAsync(converter));
    }

    [Fact(Timeout = Deadline)]
    public async Task Silence_is_no_bytes_when_the_time_is_over()
    {
        await using var converter = Converter();
        await converter.SendAsync(Request, default);
        var silence = converter.ReceiveAsync(new byte[300], Patience, default);
        Assert.False(silence.IsCompleted);
        _clock.Advance(Patience);
        Assert.Equal(0, await silence);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_wait_is_ended_by_its_token()
    {
        await using var converter = Converter();
        await converter.SendAsync(Request, default);
        using var stop = new CancellationTokenSource();
        var cancelled = Assert.ThrowsAnyAsync<OperationCanceledException>(() => converter.ReceiveAsync(new byte[300], Patience, stop.Token).AsTask());
        await stop.CancelAsync();
        await cancelled;
    }

    [Fact(Timeout = Deadline)]
    public async Task A_connection_closed_while_idle_is_opened_again_without_a_word()
    {
        await using var converter = Converter();
        await converter.SendAsync(Request, default);
        using (var first = await _listener.AcceptSocketAsync())
        {
            Assert.Equal(Request, await ReadAsync(first));
            await first.SendAsync(Hex.Bytes("00"));
            Assert.Equal(Hex.Bytes("00"), await ReceiveAsync(converter));
        }

        await WaitForEndAsync(converter);
        await converter.SendAsync(Request, default);
        using var second = await _listener.AcceptSocketAsync();
        Assert.Equal(Request, await ReadAsync(second));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_connection_closed_instead_of_an_answer_is_named_and_opened_with_the_next_sending()
    {
        await using var converter = Converter();
        await converter.SendAsync(Request, default);
        (await _listener.AcceptSocketAsync()).Dispose();
        var e = await Assert.ThrowsAsync<LevelConverterException>(() => converter.ReceiveAsync(new byte[300], Patience, default).AsTask());
        Assert.Equal(LevelConverterError.ClosedByPeer, e.Error);
        await converter.SendAsync(Request, default);
        using var peer = await _listener.AcceptSocketAsync();
        Assert.Equal(Request, await ReadAsync(peer));
    }

    [Theory(Timeout = Deadline)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_proves_lost_after_sending_costs_one_silent_try(bool reset)
    {
        await using var converter = Converter();
        using (var first = await AnswerAsync(converter))
        {
            // It was closed while the request was on its way.
            await converter.SendAsync(Request, default);
            first.LingerState = new LingerOption(reset, 0);
        }

        Assert.Equal(0, await converter.ReceiveAsync(new byte[300], Patience, default));
        Assert.False(converter.IsConnected);

        // Who listens on hears nothing and waits as long as ever.
        var silence = converter.ReceiveAsync(new byte[300], Patience, default).AsTask();
        Assert.False(silence.IsCompleted);
        _clock.Advance(Patience);
        Assert.Equal(0, await silence);
        using var second = await AnswerAsync(converter);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_connection_closed_inside_an_answer_is_named()
    {
        await using var converter = Converter();
        using (var first = await AnswerAsync(converter))
        {
            await converter.SendAsync(Request, default);
            await ReadAsync(first);
            await first.SendAsync(Hex.Bytes("68"));
            Assert.Equal(Hex.Bytes("68"), await ReceiveAsync(converter));
        }

        var e = await Assert.ThrowsAsync<LevelConverterException>(() => converter.ReceiveAsync(new byte[300], Patience, default).AsTask());
        Assert.Equal(LevelConverterError.ClosedByPeer, e.Error);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_converter_that_takes_connections_and_closes_them_gets_one_for_each_failure_that_is_told()
    {
        await using var converter = Converter();
        using (await AnswerAsync(converter))
        {
        }

        await WaitForEndAsync(converter);
        for (var failures = 0; failures < 5; failures++)
        {
            await converter.SendAsync(Request, default);
            (await _listener.AcceptSocketAsync()).Dispose();
            var e = await Assert.ThrowsAsync<LevelConverterException>(() => converter.ReceiveAsync(new byte[300], Patience, default).AsTask());
            Assert.Equal(LevelConverterError.ClosedByPeer, e.Error);
            Assert.False(_listener.Pending());
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task A_connection_over_which_nothing_comes_for_fifty_requests_is_opened_anew_after_a_pause()
    {
        await using var converter = Converter();
        for (var request = 0; request < 50; request++)
        {
            await converter.SendAsync(Request, default);
        }

        using var first = await _listener.AcceptSocketAsync();
        var sending = converter.SendAsync(Request, default).AsTask();

        // The converter sees the end of the first connection before there is a second one.
        while (await first.ReceiveAsync(new byte[512]) > 0)
        {
        }

        Assert.False(_listener.Pending());
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await sending;
        using var second = await _listener.AcceptSocketAsync();
        Assert.Equal(Request, await ReadAsync(second));
    }

    [Fact(Timeout = Deadline)]
    public async Task Bytes_in_pieces_come_as_they_arrive()
    {
        await using var converter = Converter();
        using var peer = await AnswerAsync(converter);
        foreach (var piece in new[] { "68", "03 03", "68 08 01 72 7B 16" })
        {
            await peer.SendAsync(Hex.Bytes(piece));
            Assert.Equal(Hex.Bytes(piece), await ReceiveAsync(converter));
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task A_refused_connection_is_named()
    {
        await using var converter = Converter();
        _listener.Stop();
        var e = await Assert.ThrowsAsync<LevelConverterException>(() => converter.SendAsync(Request, default).AsTask());
        Assert.Equal(LevelConverterError.Refused, e.Error);
        Assert.StartsWith(converter.Name, e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_host_that_does_not_exist_is_named()
    {
        await using var converter = new TcpLevelConverter("no-such-host.invalid", 10001, BusTiming.Tcp(2400), TimeProvider.System);
        var e = await Assert.ThrowsAsync<LevelConverterException>(() => converter.SendAsync(Request, default).AsTask());
        Assert.Equal(LevelConverterError.Unreachable, e.Error);
    }

    [Theory(Timeout = Deadline)]
    [InlineData("10.0.0.7", "tcp://10.0.0.7:10001")]
    [InlineData("::1", "tcp://[::1]:10001")]
    public async Task Its_name_is_the_way_to_it(string host, string name)
    {
        await using var converter = new TcpLevelConverter(host, 10001, BusTiming.Tcp(2400), _clock);
        Assert.Equal(name, converter.Name);
    }

    /// <summary>A request that is answered over a new connection.</summary>
    private async Task<Socket> AnswerAsync(TcpLevelConverter converter)
    {
        await converter.SendAsync(Request, default);
        var peer = await _listener.AcceptSocketAsync();
        Assert.Equal(Request, await ReadAsync(peer));
        await peer.SendAsync(Hex.Bytes("E5"));
        Assert.Equal(Hex.Bytes("E5"), await ReceiveAsync(converter));
        return peer;
    }

    private static async Task<byte[]> ReadAsync(Socket peer)
    {
        var bytes = new byte[Request.Length];
        for (var read = 0; read < bytes.Length;)
        {
            read += await peer.ReceiveAsync(bytes.AsMemory(read));
        }

        return bytes;
    }

    private static async Task<byte[]> ReceiveAsync(TcpLevelConverter converter)
    {
        var buffer = new byte[300];
        return buffer[..await converter.ReceiveAsync(buffer, Patience, default)];
    }

    /// <summary>The peer's close arrives a moment after it was made; a discard is what the master does before each request.</summary>
    private static async Task WaitForEndAsync(TcpLevelConverter converter)
    {
        while (converter.IsConnected)
        {
            await converter.DiscardInputAsync(default);
            await Task.Yield();
        }
    }

    private TcpLevelConverter Converter() =>
        new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port, BusTiming.Tcp(2400), _clock);
}
