using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dlms.Wrapper;

namespace Benchmarks;

/// <summary>Connections that send one and the same request again and again, each when it has the answer to the last; a thread each.</summary>
internal sealed class Clients : IDisposable
{
    private readonly Socket[] _sockets;

    private Clients(Socket[] sockets) => _sockets = sockets;

    /// <summary>Connects to a port of this machine.</summary>
    public static Clients Connect(int port, int count) => new([.. Enumerable.Range(0, count).Select(_ => Connect(port))]);

    /// <summary>Sends a wrapper frame over every connection and reads a frame in answer.</summary>
    public void Exchange(byte[] request)
    {
        foreach (var socket in _sockets)
        {
            socket.Send(request);
            var header = new byte[WrapperFrame.HeaderLength];
            Receive(socket, header);
            Receive(socket, new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(header.Length - sizeof(ushort)))]);
        }
    }

    /// <summary>Sends for a while; every answer must be as expected.</summary>
    /// <returns>How many requests were answered.</returns>
    public async Task<long> RepeatAsync(byte[] request, byte[] expected, TimeSpan duration)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var loops = _sockets.Select(socket => Task.Factory.StartNew(
            () => Repeat(socket, request, expected, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return (await Task.WhenAll(loops)).Sum();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static long Repeat(Socket socket, byte[] request, byte[] expected, long end)
    {
        var answer = new byte[expected.Length];
        long count = 0;
        for (; Stopwatch.GetTimestamp() < end; count++)
        {
            socket.Send(request);
            Receive(socket, answer);
            if (!answer.AsSpan().SequenceEqual(expected))
            {
                throw new InvalidOperationException($"Another answer: {Convert.ToHexString(answer)}");
            }
        }

        return count;
    }

    private static void Receive(Socket socket, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            buffer = socket.Receive(buffer) is > 0 and var count ? buffer[count..] : throw new EndOfStreamException("The server closed the connection.");
        }
    }
}
