using System.Net;
using System.Net.Sockets;
using Dlms.Push;
using Dlms.Security;
using Gateway.CommandLine.Receiving;
using Gateway.Push;
using Testing;

namespace Gateway.Tests.Push;

public sealed class PushListenerTests : IAsyncDisposable
{
    private readonly Ciphering _ciphering = SecuritySuite.Suite0.CreateCiphering(PushDocument.EncryptionKey, PushDocument.AuthenticationKey);
    private readonly List<ArrivedPush> _arrived = [];
    private readonly List<string> _told = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly PushListener _listener;
    private readonly Task _running;
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private Func<ArrivedPush, Task> _take;

    public PushListenerTests()
    {
        _take = arrived =>
        {
            lock (_told)
            {
                _arrived.Add(arrived);
            }

            return Task.CompletedTask;
        };
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        _listener = new PushListener(socket, new PushReceiver(_ciphering), arrived => _take(arrived), Tell, _time);
        _running = _listener.RunAsync(_stop.Token, _abort.Token);
    }

    private IPEndPoint EndPoint => (IPEndPoint)_listener.EndPoint;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _abort.CancelAsync();
        await _running.InTimeAsync();
        _listener.Dispose();
        _ciphering.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    [Fact]
    public async Task It_takes_plain_and_ciphered_pushes_and_closes_in_order()
    {
        var transport = new TcpPushTransport(TimeProvider.System);
        Assert.Null(await transport.SendAsync(
            "127.0.0.1", EndPoint.Port, [PushDocument.Octets("profile"), PushDocument.Octets("ciphered"), PushDocument.Octets("events", 1)], default).InTimeAsync());
        Assert.Equal([typeof(ProfilePush), typeof(InstallationPush), typeof(EventPush)], _arrived.Select(arrived => arrived.Body!.GetType()));
        Assert.Equal([false, true, false], _arrived.Select(arrived => arrived.Push!.Protection is not null));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_push_that_came_before_is_marked_also_when_it_is_ciphered_now()
    {
        Assert.Null(await SendAsync(PushDocument.Octets("installation"), PushDocument.Octets("profile")));
        Assert.Null(await SendAsync(PushDocument.Octets("ciphered")));
        Assert.Equal([false, false, true], _arrived.Select(arrived => arrived.IsRepeated));
    }

    [Fact]
    public async Task What_could_not_be_kept_resets_the_connection_and_is_no_repeat_when_it_comes_again()
    {
        var kept = _take;
        _take = _ => throw new IOException("The disk is full.");
        Assert.Contains("reset the connection", await SendAsync(PushDocument.Octets("profile")), StringComparison.Ordinal);
        await ToldAsync("The disk is full.");
        _take = kept;
        Assert.Null(await SendAsync(PushDocument.Octets("profile")));
        Assert.False(Assert.Single(_arrived).IsRepeated);
    }

    [Theory]
    [InlineData("47 45 54 20 2F 20 48 54 54 50", "Wrapper version 4745")]
    [InlineData("0001 0001 0001 0000", "has no APDU")]
    [InlineData("0001 0001 0001 FFFF 0F00", "middle of a frame")]
    [InlineData("0001 00", "middle of a frame")]
    public async Task What_is_no_frame_resets_its_connection_alone(string hex, string words)
    {
        Assert.Contains("reset the connection", await SendAsync(Hex.Bytes(hex)), StringComparison.Ordinal);
        await ToldAsync(words);
        Assert.Null(await SendAsync(PushDocument.Octets("profile")));
        Assert.Single(_arrived);
    }

    [Fact]
    public async Task A_frame_that_is_no_push_is_handed_over_with_its_reason_and_the_next_one_is_read()
    {
        Assert.Null(await SendAsync(Hex.Bytes("0001 0001 0001 0007 E0400001000000"), PushDocument.Octets("profile")));
        Assert.Equal(("The push comes in general-block-transfer (E0), which is not read.", null), (_arrived[0].Fault, _arrived[0].Push));
        Assert.Null(_arrived[1].Fault);
    }

    [Fact]
    public async Task A_flood_of_frames_that_are_no_push_ends_its_connection()
    {
        byte[] frame = [.. Hex.Bytes("0001 0001 0001 0001 00")];
        Assert.NotNull(await SendAsync([.. Enumerable.Repeat(frame, PushListener.MaxUnreadable + 1)]));
        await ToldAsync("were no push");
        Assert.Equal(PushListener.MaxUnreadable, _arrived.Count);
    }

    [Fact]
    public async Task Every_fragmentation_gives_the_same_push()
    {
        foreach (var chunks in Fragments.Of(PushDocument.Octets("installation")))
        {
            Assert.Null(await SendAsync([.. chunks]));
        }

        Assert.All(_arrived, arrived => Assert.Equal(PushDocument.Push("installation").Notification, arrived.Push!.Notification));
        Assert.Equal(PushDocument.Octets("installation").Length + 1, _arrived.Count);
    }

    [Fact]
    public async Task A_silent_connection_ends_after_its_time_and_others_are_served_meanwhile()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(EndPoint);
        await silent.SendAsync(Hex.Bytes("0001 0001"));
        Assert.Null(await SendAsync(PushDocument.Octets("profile")));
        await Eventually.HoldsAsync(() => _time.Waiting == 1, "only the silent connection is waited for");
        _time.Advance(_listener.IdleTimeout);
        await ToldAsync("Nothing came for 1min");
    }

    [Fact]
    public async Task Beyond_its_places_a_connection_waits_until_one_is_free()
    {
        var open = new List<Socket>();
        for (var i = 0; i < PushListener.MaxConnections; i++)
        {
            open.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            await open[i].ConnectAsync(EndPoint);
        }

        await Eventually.HoldsAsync(() => _time.Waiting == PushListener.MaxConnections, "all have a place");
        using var next = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await next.ConnectAsync(EndPoint);
        await next.SendAsync(PushDocument.Octets("profile"));
        next.Shutdown(SocketShutdown.Send);
        Assert.Empty(_arrived);
        open.ForEach(LoopbackReceiver.Reset);
        Assert.Equal(0, await next.ReceiveAsync(new byte[1]).InTimeAsync());
        Assert.Single(_arrived);
    }

    [Fact]
    public async Task Hostile_connections_do_not_stop_it()
    {
        var random = new Random(17);
        for (var round = Rounds.Of(100, 3_000, 30_000); round > 0; round--)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(EndPoint);
            try
            {
                await socket.SendAsync(random.Next(2) == 0 ? Mutations.Noise(random, 200) : Mutations.Mutate(random, PushDocument.Octets("ciphered")));
            }
            catch (SocketException)
            {
                // it was reset already
            }

            if (random.Next(2) == 0)
            {
                LoopbackReceiver.Reset(socket);
            }
        }

        // the system may still hand over some of them, so what is looked for is the only plain push
        Assert.Null(await SendAsync(PushDocument.Octets("profile")));
        await Eventually.HoldsAsync(() => Plain() > 0 && _time.Waiting == 0, "it has arrived, and all are gone");
        Assert.Equal(1, Plain());

        int Plain()
        {
            lock (_told)
            {
                return _arrived.Count(arrived => arrived.Push is { Protection: null });
            }
        }
    }

    private Task<string?> SendAsync(params byte[][] frames) => new TcpPushTransport(TimeProvider.System)
        .SendAsync("127.0.0.1", EndPoint.Port, [.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)], default).InTimeAsync();

    private void Tell(string words)
    {
        lock (_told)
        {
            _told.Add(words);
        }
    }

    private async Task ToldAsync(string words) => await Eventually.HoldsAsync(
        () =>
        {
            lock (_told)
            {
                return _told.Exists(line => line.Contains(words, StringComparison.Ordinal));
            }
        },
        words);
}
