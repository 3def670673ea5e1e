using System.Net.Sockets;

namespace MBus.LevelConverter;

/// <summary>
/// A level converter behind a raw TCP socket ("remote M-Bus master"). Connects when something is to be sent; a
/// connection that was lost while it was idle is opened again without a word, at the cost of one try at most. Such converters
/// take one client at a time and forget connections, so a connection over which nothing comes for long is opened anew.
/// </summary>
public sealed class TcpLevelConverter : ILevelConverter
{
    // Half-open after a converter's power loss: a fresh connection costs milliseconds, and an empty bus can be this quiet too.
    private const int SilentRequestsBeforeReconnecting = 50;

    // Found dead after 10 s + 3 x 5 s of silence, and as long after a request that nobody takes: by itself Linux tries for 15 min.
    private const int KeepAliveSeconds = 10;
    private const int KeepAliveProbeSeconds = 5;
    private const int KeepAliveProbes = 3;
    private const int IpProtocolTcp = 6;
    private const int LinuxUserTimeout = 18;
    private const int UserTimeoutMilliseconds = (KeepAliveSeconds + (KeepAliveProbes * KeepAliveProbeSeconds)) * 1_000;

    // A small converter needs a moment to see that its one client has gone, before it takes the next.
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(500);

    // A line that floods must not hold the master back.
    private const int MostDiscarded = 64 * 1024;

    private readonly string _host;
    private readonly int _port;
    private readonly TimeProvider _time;
    private readonly byte[] _scratch = new byte[512];
    private Socket? _socket;
    private int _silentRequests;
    private bool _everHeard;
    private bool _heardSinceSending;
    private bool _lostUnnoticed;

    /// <summary>A converter at a host and port; not connected yet.</summary>
    /// <param name="host">A name or address.</param>
    /// <param name="port">The TCP port, 1-65535.</param>
    /// <param name="timing">The bus's baud rate, as set at the converter, and times.</param>
    /// <param name="time">The clock of the timeouts.</param>
    public TcpLevelConverter(string host, int port, BusTiming timing, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        (_host, _port, _time, Timing) = (host, port, time, timing);
        Name = $"tcp://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public BusTiming Timing { get; set; }

    /// <summary>Whether a connection is open, as far as is known.</summary>
    public bool IsConnected => _socket is not null;

    /// <summary>How long a connection may take to be accepted; 5 s, enough for two lost packets.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _heardSinceSending = _lostUnnoticed = false;
        if (_silentRequests++ >= SilentRequestsBeforeReconnecting && _socket is not null)
        {
            Close();
            await Task.Delay(ReconnectPause, _time, cancellationToken);
        }

        if (_socket is not null && await TrySendAsync(_socket, bytes, cancellationToken))
        {
            return;
        }

        Close();
        _socket = await ConnectAsync(cancellationToken);
        (_silentRequests, _everHeard) = (1, false);
        try
        {
            await _socket.SendAsync(bytes, cancellationToken);
        }
        catch (SocketException e)
        {
            throw Lost(e);
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_lostUnnoticed)
        {
            await Task.Delay(timeout, _time, cancellationToken);
            return 0;
        }

        var socket = _socket ?? throw Lost(null);
        using var deadline = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var count = await socket.ReceiveAsync(buffer, either.Token);
            if (count == 0)
            {
                return WasLostUnnoticed() ? 0 : throw Lost(null);
            }

            _silentRequests = 0;
            _everHeard = _heardSinceSending = true;
            return count;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (SocketException e)
        {
            return WasLostUnnoticed() ? 0 : throw Lost(e);
        }
    }

    /// <inheritdoc />
    public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Drain());

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends over a connection that was opened earlier; false when it turns out to be lost.</summary>
    private static async ValueTask<bool> TrySendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(bytes, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// A connection that has carried answers and ends without one to the last request had been lost before it, by a converter that
    /// closes idle connections or was switched off and on: that is silence, and the next request opens a new connection. A new one
    /// that ends is a fault of the line, so a converter that takes connections and closes them is seen at once.
    /// </summary>
    private bool WasLostUnnoticed()
    {
        if (!_everHeard || _heardSinceSending)
        {
            return false;
        }

        Close();
        return _lostUnnoticed = true;
    }

    /// <summary>Reads away what is there; finds out on the way that the converter has closed the connection.</summary>
    private int Drain()
    {
        var discarded = 0;
        try
        {
            while (discarded < MostDiscarded && _socket is { } socket && socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
            {
                var count = socket.Receive(_scratch);
                discarded += count;
                if (count == 0)
                {
                    Close();
                }
            }
        }
        catch (SocketException)
        {
            Close();
        }

        return discarded;
    }

    /// <summary>An older Windows does not know the option: it probes in its own time, and a dead line is noticed by those who read from it.</summary>
    private static void ProbeAfter(Socket socket, SocketOptionName option, int value)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Tcp, option, value);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ProtocolOption)
        {
            // as told above
        }
    }

    private async ValueTask<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = new CancellationTokenSource(ConnectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            ProbeAfter(socket, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            ProbeAfter(socket, SocketOptionName.TcpKeepAliveInterval, KeepAliveProbeSeconds);
            ProbeAfter(socket, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
            if (OperatingSystem.IsLinux())
            {
                socket.SetRawSocketOption(IpProtocolTcp, LinuxUserTimeout, BitConverter.GetBytes(UserTimeoutMilliseconds));
            }

            await socket.ConnectAsync(_host, _port, either.Token);
            return socket;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            socket.Dispose();
            throw new LevelConverterException(
                LevelConverterError.Refused, $"{Name} refuses the connection: is the port right, and has the converter another client?", e);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new LevelConverterException(
                LevelConverterError.Unreachable, $"{Name} cannot be reached: are name, address and network right, and is the converter powered?", e);
        }
    }

    private LevelConverterException Lost(SocketException? e)
    {
        Close();
        return e?.SocketErrorCode is SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown
            ? new LevelConverterException(LevelConverterError.HalfOpen, $"{Name} no longer answers: the connection is dead without having been closed.", e)
            : new LevelConverterException(LevelConverterError.ClosedByPeer, $"{Name} closed the connection.", e);
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
