using System.Net;
using System.Net.Sockets;
using Simulation.Script;

namespace Simulation;

/// <summary>
/// A simulated bus behind a TCP port, as behind a level converter of that kind: raw bytes, one client at a time, the next one
/// when it has left.
/// </summary>
public sealed class SimulatedBusListener : IAsyncDisposable
{
    private const int BufferLength = 512;

    private readonly SimulatedBus _bus;
    private readonly BusLine _line;
    private readonly TimeProvider _time;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    private SimulatedBusListener(SimulatedBus bus, IPEndPoint endPoint, int baudRate, TimeProvider time, bool paced)
    {
        _bus = bus;
        _time = time;
        BaudRate = baudRate;
        _line = new BusLine(bus, time, paced);
        _listener = new TcpListener(endPoint);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens, with the real port when 0 was asked for.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The baud rate to which the level converter is set: meters of another one do not hear.</summary>
    public int BaudRate { get; set; }

    /// <summary>Begins to listen.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="endPoint">Address and port; port 0 is any free one.</param>
    /// <param name="baudRate">The baud rate to which the level converter is set.</param>
    /// <param name="time">The time of delays.</param>
    /// <param name="paced">Whether answers take the time that they take on a line; else they come at once.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static SimulatedBusListener Start(SimulatedBus bus, IPEndPoint endPoint, int baudRate, TimeProvider time, bool paced = false) =>
        new(bus, endPoint, baudRate, time, paced);

    /// <summary>Closes the port and the client's connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _listener.Dispose();
        _line.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptSocketAsync(_end.Token);
                client.NoDelay = true;
                _line.Forget();
                if (_bus.Line.CutAt(_bus.Now) is null or { Loss: LineLoss.Silent })
                {
                    await ServeAsync(client);
                }
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // The client left in its own way, the line was cut off, or the listener ends, which the condition tells.
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var cut = _bus.SourceOfCut(_time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cut.Token);
        var sending = _line.SendAsync((bytes, token) => SendAsync(client, bytes, token), over.Token);
        try
        {
            var buffer = new byte[BufferLength];
            while (await client.ReceiveAsync(buffer, over.Token) is > 0 and var count)
            {
                _line.Hear(buffer.AsSpan(0, count), BaudRate);
            }
        }
        finally
        {
            await over.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async ValueTask SendAsync(Socket client, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await client.SendAsync(bytes, cancellationToken)..];
        }
    }
}
