using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Simulation;

namespace Benchmarks;

/// <summary>
/// A level converter behind a TCP port of this machine, with the times of its wire kept to some microseconds. Characters go out as a
/// UART's buffer is emptied, every millisecond or so; only the last one of an answer decides how long it took.
/// </summary>
internal sealed class PacedPort : IDisposable
{
    private const int BufferLength = 512;
    private const int Spins = 20;

    private static readonly TimeSpan Coarse = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(1);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly BusWire _wire;
    private readonly int _baudRate;
    private readonly Thread _thread;

    /// <summary>Begins to listen for one client.</summary>
    public PacedPort(BusWire wire, int baudRate)
    {
        (_wire, _baudRate) = (wire, baudRate);
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The port.</summary>
    public int Number => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Waits until the client has left.</summary>
    public void Dispose()
    {
        _thread.Join();
        _listener.Dispose();
    }

    private void Serve()
    {
        using var client = _listener.AcceptSocket();
        client.NoDelay = true;
        var buffer = new byte[BufferLength];
        while (client.Receive(buffer) is > 0 and var count)
        {
            _wire.Send(buffer.AsSpan(0, count), _baudRate);
            while (_wire.Last is { } last)
            {
                Wait(last - _wire.Now);
                if (_wire.Take(buffer) is > 0 and var arrived)
                {
                    client.Send(buffer.AsSpan(0, arrived));
                }
            }
        }
    }

    /// <summary>Sleeps while there is time for it, and spins for the rest: no timer is as fine as a bit.</summary>
    private static void Wait(TimeSpan left)
    {
        if (left > Coarse)
        {
            Thread.Sleep(Nap);
            return;
        }

        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < left)
        {
            Thread.SpinWait(Spins);
        }
    }
}
