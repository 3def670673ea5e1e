using System.Net;
using System.Net.Sockets;
using Testing;

namespace Gateway.Tests.Push;

/// <summary>A receiver on this machine that treats each connection as a test says.</summary>
internal sealed class LoopbackReceiver : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly Task _serving;
    private readonly CancellationTokenSource _end = new();

    /// <summary>Begins to listen.</summary>
    /// <param name="serve">What it does with a connection; when it ends, the connection is closed in order.</param>
    /// <param name="receiveBuffer">Octets that its system takes before it reads; 0: the system's own.</param>
    /// <param name="address">Where it listens; null: 127.0.0.1.</param>
    public LoopbackReceiver(Func<Socket, CancellationToken, Task> serve, int receiveBuffer = 0, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer > 0)
        {
            _listener.ReceiveBufferSize = receiveBuffer;
        }

        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen();
        _serving = ServeAsync(serve);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public string Name => $"127.0.0.1:{Port}";

    /// <summary>Everything until the other side closes its direction.</summary>
    public static async Task<byte[]> ReadToEndAsync(Socket socket, CancellationToken cancellationToken)
    {
        var received = new List<byte>();
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
        {
            received.AddRange(buffer.AsSpan(0, count));
        }

        return [.. received];
    }

    /// <summary>Reads so many octets, or until the other side closes its direction.</summary>
    public static async Task<int> ReadSomeAsync(Socket socket, int count, CancellationToken cancellationToken)
    {
        var (buffer, read) = (new byte[count], 0);
        while (read < count && await socket.ReceiveAsync(buffer.AsMemory(read), cancellationToken) is > 0 and var more)
        {
            read += more;
        }

        return read;
    }

    /// <summary>Closes a connection with a reset.</summary>
    public static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving.InTimeAsync();
        _end.Dispose();
    }

    private async Task ServeAsync(Func<Socket, CancellationToken, Task> serve)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var socket = await _listener.AcceptAsync(_end.Token);
                await serve(socket, _end.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // the connection was reset, or the test is over
            }
        }
    }
}
