using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Cosem.InterfaceClasses;
using Gateway.Configuration;

namespace Gateway.Push;

/// <summary>Brings frames to a receiver over TCP, in a connection of their own.</summary>
/// <param name="time">The clock of the time-outs.</param>
internal sealed class TcpPushTransport(TimeProvider time) : IPushTransport
{
    /// <summary>A name with more addresses is tried at these.</summary>
    private const int MostAddresses = 8;

    private readonly ConcurrentDictionary<string, Task<IPAddress[]>> _lookups = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the addresses of a name; it may block for as long as the system's resolver does.</summary>
    public Func<string, IPAddress[]> Resolve { get; init; } = Dns.GetHostAddresses;

    /// <summary>How long a name may take to be found, and a connection to be accepted at each address: 10 s, enough for three lost packets.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a receiver may take nothing: 30 s, as long as a lost mobile connection needs to come back.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the acknowledgement of everything may take: 30 s, for the same reason.</summary>
    public TimeSpan AcknowledgeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    /// <exception cref="OperationCanceledException">The wait was ended; the frames are not delivered.</exception>
    public async Task<string?> SendAsync(string host, int port, IReadOnlyList<ReadOnlyMemory<byte>> frames, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new PushConnection(await ConnectAsync(host, port, cancellationToken), time);
            foreach (var frame in frames)
            {
                await connection.WriteAsync(frame, WriteTimeout, cancellationToken);
            }

            await connection.FinishAsync(AcknowledgeTimeout, cancellationToken);
            return null;
        }
        catch (UndeliveredException e)
        {
            return $"{new PushDestination(host, port)} {e.Message}.";
        }
    }

    private async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        UndeliveredException? fault = null;
        foreach (var address in await AddressesOfAsync(host, cancellationToken))
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, port), cancellationToken);
            }
            catch (UndeliveredException e)
            {
                fault = e;
            }
        }

        throw fault ?? new UndeliveredException("has no address");
    }

    private async Task<IEnumerable<IPAddress>> AddressesOfAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? [] : [address];
        }

        try
        {
            return (await LookUp(host).WaitAsync(ConnectTimeout, time, cancellationToken)).Take(MostAddresses);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new UndeliveredException($"has no address: the name is not known ({e.Message})", e);
        }
        catch (TimeoutException e)
        {
            throw new UndeliveredException($"has no address: nobody told it within {DurationText.Of(ConnectTimeout)}", e);
        }
    }

    /// <summary>
    /// A look-up has a thread of its own: the system's resolver blocks it, and on threads of the pool a few names that nobody answers for would hold up
    /// everything else in the gateway. Of each name one is under way at most, however long it lasts.
    /// </summary>
    private Task<IPAddress[]> LookUp(string host)
    {
        var found = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lookup = _lookups.GetOrAdd(host, found.Task);
        if (lookup == found.Task)
        {
            new Thread(() => Find(host, found)) { IsBackground = true, Name = "push name" }.Start();
        }

        return lookup;
    }

    private void Find(string host, TaskCompletionSource<IPAddress[]> found)
    {
        IPAddress[] addresses = [];
        Exception? fault = null;
        try
        {
            addresses = Resolve(host);
        }
#pragma warning disable CA1031 // Who waits for the name gets it, whatever it is; here nobody could.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e;
        }

        _lookups.TryRemove(host, out _);
        _ = fault is null ? found.TrySetResult(addresses) : found.TrySetException(fault);
    }

    private async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Socket? socket = null;
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(endPoint, either.Token);
            (var connected, socket) = (socket, null);
            return connected;
        }
        catch (SocketException e)
        {
            throw new UndeliveredException(
                e.SocketErrorCode switch
                {
                    SocketError.ConnectionRefused => "refused the connection: nothing listens there",
                    SocketError.TimedOut => "did not answer",
                    _ => $"cannot be reached ({e.Message})",
                },
                e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UndeliveredException($"did not answer within {DurationText.Of(ConnectTimeout)}", e);
        }
        finally
        {
            socket?.Dispose();
        }
    }
}
