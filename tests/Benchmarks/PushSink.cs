using System.Net;
using System.Net.Sockets;

namespace Benchmarks;

/// <summary>A receiver that takes everything, counts it and keeps nothing.</summary>
internal sealed class PushSink : IAsyncDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Task _serving;
    private long _octets;

    public PushSink()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Octets that were received.</summary>
    public long Octets => Interlocked.Read(ref _octets);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[65_536];
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptAsync();
                while (await connection.ReceiveAsync(buffer) is > 0 and var count)
                {
                    Interlocked.Add(ref _octets, count);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the benchmark is over
        }
    }
}
