using System.Net;
using System.Net.Sockets;
using MBus.LevelConverter;

namespace Simulation;

/// <summary>A simulated bus behind a TCP port, as a level converter with a network socket is ("remote M-Bus master").</summary>
public sealed class SimulatedTcpBus : IAsyncDisposable
{
    private readonly SimulatedBus _bus;
    private readonly TimeProvider _time;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Listens.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="endPoint">Where; port 0 takes a free one.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public SimulatedTcpBus(SimulatedBus bus, IPEndPoint endPoint, TimeProvider time)
    {
        (_bus, _time) = (bus, time);
        _listener = new TcpListener(endPoint);
        _listener.Start();
        _running = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The baud rate that the converter is set to; 2400 by default.</summary>
    public int BaudRate { get; init; } = new BusTiming().BaudRate;

    /// <summary>Whether bytes take their time on the wire.</summary>
    public bool Paced { get; init; }

    /// <summary>Stops listening and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> clients = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                clients.RemoveAll(task => task.IsCompleted);
                clients.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var socket = client;
        socket.NoDelay = true;
        var line = new BusLine(_bus, _time, Paced);
        var buffer = new byte[512];
        try
        {
            while (await socket.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                _ = line.AnswerAsync(buffer.AsMemory(0, count), BaudRate, SendAsync, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The client went, or the simulation ends.
        }

        async ValueTask SendAsync(byte[] bytes, CancellationToken cancellationToken) => await socket.SendAsync(bytes, cancellationToken);
    }
}
