using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using Dlms.Wrapper;

namespace Benchmarks;

/// <summary>A connection to a server with one association on it, which asks and waits for the answer on the thread that calls.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly ArrayBufferWriter<byte> _apdu = new();
    private readonly ArrayBufferWriter<byte> _frame = new();
    private readonly byte[] _received = new byte[WrapperFrame.HeaderLength + WrapperFrame.MaxApduLength];
    private readonly Peer _peer;
    private readonly ClientAssociation _association;

    private LoadConnection(Peer peer, ClientTitle? title, ushort maxReceivePduSize) =>
        (_peer, _association) = (peer, new(peer, title) { MaxReceivePduSize = maxReceivePduSize });

    /// <summary>Connects to a server that knows no associations.</summary>
    public static async Task<LoadConnection> ConnectAsync(Peer peer)
    {
        var connection = new LoadConnection(peer, null, 0);
        await connection._socket.ConnectAsync(peer.Host, peer.Port);
        return connection;
    }

    /// <summary>Connects and associates.</summary>
    /// <param name="peer">The server.</param>
    /// <param name="title">The client's title; null: plain.</param>
    /// <param name="maxReceivePduSize">The longest answer it takes, in octets.</param>
    public static async Task<LoadConnection> OpenAsync(Peer peer, ClientTitle? title, ushort maxReceivePduSize = 16_384)
    {
        var connection = new LoadConnection(peer, title, maxReceivePduSize);
        await connection._socket.ConnectAsync(peer.Host, peer.Port);
        await connection._association.OpenAsync(apdu => ValueTask.FromResult(connection.Exchange(apdu.Span)));
        return connection;
    }

    /// <summary>Asks a plain request, which is ciphered where the association is; what it gives is plain and valid until the next one.</summary>
    public ReadOnlyMemory<byte> Ask(ReadOnlySpan<byte> request)
    {
        _apdu.ResetWrittenCount();
        _association.Protect(request, _apdu);
        return _association.Open(Exchange(_apdu.WrittenSpan));
    }

    /// <summary>The octets of the frames that go out and come in for a plain request.</summary>
    public (int Request, int Answer) Lengths(byte[] request)
    {
        _apdu.ResetWrittenCount();
        _association.Protect(request, _apdu);
        var answer = Exchange(_apdu.WrittenSpan);
        return (_frame.WrittenCount, WrapperFrame.HeaderLength + answer.Length);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _socket.Dispose();
        _association.Dispose();
    }

    private ReadOnlyMemory<byte> Exchange(ReadOnlySpan<byte> apdu)
    {
        _frame.ResetWrittenCount();
        WrapperFrame.Write(_frame, _peer.Client, _peer.Sap, apdu);
        _socket.Send(_frame.WrittenSpan);
        var (count, length) = (0, WrapperFrame.HeaderLength);
        while (count < length)
        {
            count += _socket.Receive(_received.AsSpan(count)) is > 0 and var more ? more : throw new EndOfStreamException("The server closed the connection.");
            if (count >= WrapperFrame.HeaderLength)
            {
                length = WrapperFrame.HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(_received.AsSpan(WrapperFrame.HeaderLength - sizeof(ushort)));
            }
        }

        return _received.AsMemory(WrapperFrame.HeaderLength, length - WrapperFrame.HeaderLength);
    }
}
