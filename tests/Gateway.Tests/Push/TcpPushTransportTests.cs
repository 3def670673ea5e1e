using System.Net;
using System.Net.Sockets;
using Gateway.Push;
using Testing;

namespace Gateway.Tests.Push;

public class TcpPushTransportTests
{
    private const string Host = "127.0.0.1";

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly TcpPushTransport _transport = new(TimeProvider.System);
    private readonly TcpPushTransport _impatient = new(TimeProvider.System) { WriteTimeout = Short, AcknowledgeTimeout = Short };

    [Fact]
    public async Task What_a_receiver_reads_to_the_end_is_delivered_in_order()
    {
        var read = new TaskCompletionSource<byte[]>();
        await using var receiver = new LoopbackReceiver(async (socket, end) => read.SetResult(await LoopbackReceiver.ReadToEndAsync(socket, end)));
        Assert.Null(await SendAsync(_transport, Host, receiver.Port, [1, 2, 3], [4, 5], [6]));
        Assert.Equal([1, 2, 3, 4, 5, 6], await read.Task.InTimeAsync());
    }

    [Fact]
    public async Task A_long_list_of_frames_is_delivered_whole()
    {
        var read = new TaskCompletionSource<byte[]>();
        await using var receiver = new LoopbackReceiver(async (socket, end) => read.SetResult(await LoopbackReceiver.ReadToEndAsync(socket, end)), receiveBuffer: 4096);
        var frames = Enumerable.Range(0, 50).Select(i => Enumerable.Repeat((byte)i, 65_543).ToArray()).ToArray();
        Assert.Null(await SendAsync(_transport, Host, receiver.Port, frames));
        Assert.Equal(frames.SelectMany(frame => frame), await read.Task.InTimeAsync());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("::1")]
    public async Task Names_and_IPv6_addresses_are_reached(string host)
    {
        var address = host == "localhost" ? (await Dns.GetHostAddressesAsync(host))[0] : IPAddress.Parse(host);
        Assert.SkipUnless(address.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6, "There is no IPv6 here.");
        await using var receiver = new LoopbackReceiver(LoopbackReceiver.ReadToEndAsync, address: address);
        Assert.Null(await SendAsync(_transport, host, receiver.Port, [1]));
    }

    [Fact]
    public async Task What_the_system_of_a_silent_receiver_has_acknowledged_is_delivered_where_it_tells()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells.");
        await using var receiver = new LoopbackReceiver((_, end) => Task.Delay(Timeout.Infinite, end));
        Assert.Null(await SendAsync(_transport, Host, receiver.Port, [1, 2, 3]));
    }

    [Fact]
    public async Task What_a_receiver_answers_is_ignored()
    {
        await using var receiver = new LoopbackReceiver(async (socket, end) =>
        {
            await socket.SendAsync(new byte[300_000], end);
            await LoopbackReceiver.ReadToEndAsync(socket, end);
        });
        Assert.Null(await SendAsync(_transport, Host, receiver.Port, new byte[100_000]));
    }

    [Fact]
    public async Task A_receiver_that_takes_each_frame_and_closes_before_our_end_has_what_it_acknowledged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere nobody tells whether everything was acknowledged.");
        await using var receiver = new LoopbackReceiver((socket, end) => LoopbackReceiver.ReadSomeAsync(socket, 100, end));
        Assert.Null(await SendAsync(_transport, Host, receiver.Port, new byte[100]));
    }

    [Fact]
    public async Task A_port_on_which_nobody_listens_refuses()
    {
        int port;
        await using (var receiver = new LoopbackReceiver((_, _) => Task.CompletedTask))
        {
            port = receiver.Port;
        }

        Assert.Equal($"127.0.0.1:{port} refused the connection: nothing listens there.", await SendAsync(_transport, Host, port, [1]));
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_told() =>
        Assert.StartsWith("no-such-host.invalid:4059 has no address: ", await SendAsync(_transport, "no-such-host.invalid", 4059, [1]), StringComparison.Ordinal);

    [Fact]
    public async Task A_name_that_is_none_is_told() =>
        Assert.StartsWith(" :4059 has no address: ", await SendAsync(_transport, " ", 4059, [1]), StringComparison.Ordinal);

    [Fact]
    public async Task Names_that_nobody_answers_for_hold_up_nobody_and_are_looked_up_once_at_a_time()
    {
        using var answered = new ManualResetEventSlim();
        var lookups = new System.Collections.Concurrent.ConcurrentBag<bool>();
        var transport = new TcpPushTransport(TimeProvider.System)
        {
            ConnectTimeout = Short,
            Resolve = _ =>
            {
                lookups.Add(Thread.CurrentThread.IsThreadPoolThread);
                answered.Wait();
                return [IPAddress.Loopback];
            },
        };
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var faults = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => SendAsync(transport, $"host{number}.example", 4059, [1])));
            Assert.All(faults, fault => Assert.EndsWith("has no address: nobody told it within 200ms.", fault, StringComparison.Ordinal));
        }

        Assert.Equal(Enumerable.Repeat(false, 8), lookups);
        answered.Set();
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_told()
    {
        // its queue of connections is full: the next is not answered
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var endPoint = (IPEndPoint)listener.LocalEndPoint!;
        var waiting = new List<Socket>();
        for (var i = 0; i < 4; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            waiting.Add(socket);
            try
            {
                await socket.ConnectAsync(endPoint).WaitAsync(TimeSpan.FromMilliseconds(100));
            }
            catch (TimeoutException)
            {
                break;
            }
        }

        var transport = new TcpPushTransport(TimeProvider.System) { ConnectTimeout = Short };
        Assert.Equal($"{endPoint} did not answer within 200ms.", await SendAsync(transport, Host, endPoint.Port, [1]));
        waiting.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_receiver_that_never_reads_takes_nothing_more_at_last()
    {
        await using var receiver = new LoopbackReceiver((_, end) => Task.Delay(Timeout.Infinite, end), receiveBuffer: 4096);
        var frames = Enumerable.Repeat(new byte[65_543], 200).ToArray();
        Assert.Equal($"{receiver.Name} took nothing more for 200ms.", await SendAsync(_impatient, Host, receiver.Port, frames));
    }

    [Fact]
    public async Task What_waits_in_our_own_system_is_not_delivered()
    {
        await using var receiver = new LoopbackReceiver((_, end) => Task.Delay(Timeout.Infinite, end), receiveBuffer: 1024);
        var said = await SendAsync(_impatient, Host, receiver.Port, new byte[15_000]);
        Assert.Equal($"{receiver.Name} {(OperatingSystem.IsLinux()
            ? "has not acknowledged everything within 200ms"
            : "has not closed the connection in order within 200ms after everything was written")}.", said);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(70_000)]
    public async Task A_receiver_that_closes_mid_frame_has_not_got_it(int after)
    {
        await using var receiver = new LoopbackReceiver((socket, end) => LoopbackReceiver.ReadSomeAsync(socket, after, end), receiveBuffer: 4096);
        var said = await SendAsync(_transport, Host, receiver.Port, Enumerable.Repeat(new byte[65_543], 100).ToArray());
        Assert.Contains(said, (string[])
        [
            $"{receiver.Name} reset the connection before everything was acknowledged.",
            $"{receiver.Name} closed the connection before everything was written.",
        ]);
    }

    [Fact]
    public async Task A_receiver_that_closes_its_direction_and_reads_no_more_has_not_got_it()
    {
        await using var receiver = new LoopbackReceiver(
            async (socket, end) =>
            {
                socket.Shutdown(SocketShutdown.Send);
                await Task.Delay(Timeout.Infinite, end);
            },
            receiveBuffer: 1024);
        var said = await SendAsync(_impatient, Host, receiver.Port, new byte[15_000]);
        Assert.NotNull(said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reset_is_not_delivered_whether_it_comes_before_or_after_the_end(bool afterEnd)
    {
        await using var receiver = new LoopbackReceiver(async (socket, end) =>
        {
            await LoopbackReceiver.ReadSomeAsync(socket, afterEnd ? int.MaxValue / 1024 : 100, end);
            LoopbackReceiver.Reset(socket);
        });
        Assert.Equal($"{receiver.Name} reset the connection before everything was acknowledged.", await SendAsync(_transport, Host, receiver.Port, new byte[100]));
    }

    [Fact]
    public async Task What_is_not_delivered_ends_with_a_reset_so_that_nothing_looks_complete()
    {
        var (given, ended) = (new TaskCompletionSource(), new TaskCompletionSource<SocketError>());
        await using var receiver = new LoopbackReceiver(
            async (socket, end) =>
            {
                await given.Task;
                try
                {
                    await LoopbackReceiver.ReadToEndAsync(socket, end);
                    ended.SetResult(SocketError.Success);
                }
                catch (SocketException e)
                {
                    ended.SetResult(e.SocketErrorCode);
                }
            },
            receiveBuffer: 1024);
        Assert.NotNull(await SendAsync(_impatient, Host, receiver.Port, Enumerable.Repeat(new byte[65_543], 200).ToArray()));
        given.SetResult();
        Assert.Equal(SocketError.ConnectionReset, await ended.Task.InTimeAsync());
    }

    [Fact]
    public async Task Whoever_ends_the_wait_hears_so()
    {
        using var end = new CancellationTokenSource();
        await using var receiver = new LoopbackReceiver(
            async (_, stop) =>
            {
                await end.CancelAsync();
                await Task.Delay(Timeout.Infinite, stop);
            },
            receiveBuffer: 1024);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _transport.SendAsync(Host, receiver.Port, [new byte[15_000_000]], end.Token)).InTimeAsync();
    }

    private static Task<string?> SendAsync(TcpPushTransport transport, string host, int port, params byte[][] frames) =>
        transport.SendAsync(host, port, [.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)], default).InTimeAsync();
}
