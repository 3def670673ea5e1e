using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Dlms.Push;
using Dlms.Wrapper;
using Gateway.Configuration;

namespace Gateway.CommandLine.Receiving;

/// <summary>
/// Receives pushes over TCP. A connection is closed in order when everything that came over it was taken, and reset otherwise, so that its sender
/// sends it again. Nothing that comes ends the listener.
/// </summary>
/// <param name="listening">A socket that listens; it is closed when the listener ends.</param>
/// <param name="receiver">Reads them.</param>
/// <param name="take">Is given one after the other, never two at once; what it throws as <see cref="IOException"/> resets the connection.</param>
/// <param name="tell">What is remarkable about connections, in words.</param>
/// <param name="time">The clock.</param>
internal sealed class PushListener(Socket listening, PushReceiver receiver, Func<ArrivedPush, Task> take, Action<string> tell, TimeProvider time) : IDisposable
{
    /// <summary>How many connections are served at once: more gateways than one person tries out. The next ones wait.</summary>
    public const int MaxConnections = 64;

    /// <summary>After so many frames that are no push a connection is reset: they are written down, and must not fill a disk.</summary>
    public const int MaxUnreadable = 1_000;

    private readonly SemaphoreSlim _places = new(MaxConnections);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly RecentPushes _recent = new();

    /// <summary>How long a connection may be silent: 60 s, longer than a sender waits for acknowledgements.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where it listens.</summary>
    public EndPoint EndPoint => listening.LocalEndPoint!;

    /// <summary>Receives until it is asked to stop; connections that are open then are served to their end.</summary>
    /// <param name="stop">No more connections are accepted.</param>
    /// <param name="abort">Those that are open are reset.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                await _places.WaitAsync(stop);
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAndLeaveAsync(await AcceptAsync(stop), abort));
            }
        }
        catch (OperationCanceledException)
        {
            listening.Dispose();
            await Task.WhenAll(serving);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        listening.Dispose();
        _places.Dispose();
        _turn.Dispose();
    }

    private async Task<Socket> AcceptAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await listening.AcceptAsync(stop);
            }
            catch (SocketException e)
            {
                // it went before it was accepted, or the system has no more sockets for the moment
                tell($"A connection was not accepted: {e.Message}.");
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, stop);
            }
        }
    }

    private async Task ServeAndLeaveAsync(Socket socket, CancellationToken abort)
    {
        EndPoint? from = null;
        var isWhole = false;
        try
        {
            from = socket.RemoteEndPoint is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
                ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port)
                : socket.RemoteEndPoint!;
            await ReadAsync(socket, from, abort);
            socket.Shutdown(SocketShutdown.Both);
            isWhole = true;
        }
        catch (OperationCanceledException)
        {
            // stopped
        }
        catch (Exception e)
        {
            tell($"{from}: {e.Message} The connection is reset.");
        }
        finally
        {
            if (!isWhole)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }

            socket.Dispose();
            _places.Release();
        }
    }

    private async Task ReadAsync(Socket socket, EndPoint from, CancellationToken abort)
    {
        await using var stream = new NetworkStream(socket);
        var reader = PipeReader.Create(stream, new(leaveOpen: true));
        var unreadable = 0;
        while (true)
        {
            var read = await NextAsync(reader, abort);
            var buffer = read.Buffer;
            while (WrapperFrame.TryRead(ref buffer, out var frame))
            {
                unreadable += await TakeAsync(frame, from, abort) ? 0 : 1;
                if (unreadable == MaxUnreadable)
                {
                    throw new PushException($"{MaxUnreadable} frames were no push.");
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                await reader.CompleteAsync();
                if (!buffer.IsEmpty)
                {
                    throw new PushException($"It ended in the middle of a frame, {buffer.Length} octets after its beginning.");
                }

                return;
            }
        }
    }

    private async Task<ReadResult> NextAsync(PipeReader reader, CancellationToken abort)
    {
        using var limit = new CancellationTokenSource(IdleTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, abort);
        try
        {
            return await reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!abort.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing came for {DurationText.Of(IdleTimeout)}, and it was not closed.", e);
        }
    }

    private async Task<bool> TakeAsync(WrapperFrame frame, EndPoint from, CancellationToken abort)
    {
        await _turn.WaitAsync(abort);
        try
        {
            var arrived = Read(new(time.GetUtcNow(), from, frame.Source, frame.Destination, frame.Apdu.ToArray()), frame);
            await take(arrived);
            if (arrived.Push is null)
            {
                return false;
            }

            // only now: what could not be taken comes again, and is none that came before
            _recent.Remember(arrived.Sender, arrived.Push);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private ArrivedPush Read(ArrivedPush arrived, WrapperFrame frame)
    {
        try
        {
            var push = receiver.Read(frame);
            var read = arrived with { Push = push, Body = PushBody.TryRead(push.Notification.Body) };
            return read with { IsRepeated = _recent.CameBefore(read.Sender, push) };
        }
        catch (PushException e)
        {
            return arrived with { Fault = e.Message };
        }
    }
}
