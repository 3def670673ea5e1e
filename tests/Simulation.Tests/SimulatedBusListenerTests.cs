using System.Net;
using System.Net.Sockets;
using Simulation.Script;
using Testing;

namespace Simulation.Tests;

public sealed class SimulatedBusListenerTests
{
    private const int Deadline = 30_000;

    private static readonly byte[] Initialise = Hex.Bytes("10 40 01 41 16");

    private readonly SimulatedBus _bus = TestMaster.Bus(meters: 2);

    [Fact(Timeout = Deadline)]
    public async Task A_request_over_tcp_is_answered()
    {
        await using var listener = Listen();
        Assert.NotEqual(0, listener.EndPoint.Port);
        using var client = await ConnectAsync(listener);
        Assert.Equal(0xE5, await AskAsync(client));
    }

    [Fact(Timeout = Deadline)]
    public async Task The_next_client_is_served_when_the_first_has_left_however_it_left()
    {
        await using var listener = Listen();
        using (var first = await ConnectAsync(listener))
        {
            Assert.Equal(0xE5, await AskAsync(first));
            // The half of a request does not reach into the next client's.
            await first.SendAsync(Hex.Bytes("68 FF FF 68"));
        }

        using (var second = await ConnectAsync(listener))
        {
            Assert.Equal(0xE5, await AskAsync(second));
            second.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        using var third = await ConnectAsync(listener);
        Assert.Equal(0xE5, await AskAsync(third));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_second_client_waits_for_the_first_to_leave()
    {
        await using var listener = Listen();
        var first = await ConnectAsync(listener);
        Assert.Equal(0xE5, await AskAsync(first));
        using var second = await ConnectAsync(listener);
        var answer = AskAsync(second);
        Assert.Equal(0xE5, await AskAsync(first));
        Assert.False(answer.IsCompleted);
        first.Dispose();
        Assert.Equal(0xE5, await answer);
    }

    [Fact(Timeout = Deadline)]
    public async Task Meters_of_another_baud_rate_than_the_converters_do_not_hear()
    {
        await using var listener = Listen();
        using var client = await ConnectAsync(listener);
        // The first meter goes to 9600 baud and does not hear the next request; the second one does.
        await client.SendAsync(Hex.Bytes("68 03 03 68 53 01 BD 11 16"));
        Assert.Equal(0xE5, await ReceiveAsync(client));
        await client.SendAsync(Initialise);
        await client.SendAsync(Hex.Bytes("10 7B 02 7D 16"));
        Assert.Equal(0x68, await ReceiveAsync(client));
        client.Dispose();
        listener.BaudRate = 9600;
        using var second = await ConnectAsync(listener);
        Assert.Equal(0xE5, await AskAsync(second));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_line_that_is_cut_off_closes_the_connection_and_each_new_one_until_it_is_back()
    {
        var clock = new ManualTimeProvider(TestMaster.Now);
        var bus = SimulatedBus.Create(seed: 7, meters: 2, clock);
        bus.Play(new FaultScript([new ScriptedFault(FaultKind.CutOff) { From = TimeSpan.FromSeconds(5), Until = TimeSpan.FromSeconds(9) }]));
        await using var listener = SimulatedBusListener.Start(bus, new IPEndPoint(IPAddress.Loopback, 0), 2400, clock);
        using var first = await ConnectAsync(listener);
        Assert.Equal(0xE5, await AskAsync(first));
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(-1, await ReceiveAsync(first));
        using var second = await ConnectAsync(listener);
        Assert.Equal(-1, await ReceiveAsync(second));
        clock.Advance(TimeSpan.FromSeconds(6));
        using var third = await ConnectAsync(listener);
        Assert.Equal(0xE5, await AskAsync(third));
    }

    [Fact(Timeout = Deadline)]
    public async Task The_end_closes_the_port_and_the_connection()
    {
        var listener = Listen();
        using var client = await ConnectAsync(listener);
        Assert.Equal(0xE5, await AskAsync(client));
        await listener.DisposeAsync();
        Assert.Equal(-1, await ReceiveAsync(client));
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(listener.EndPoint));
    }

    private static async Task<int> AskAsync(Socket client)
    {
        await client.SendAsync(Initialise);
        return await ReceiveAsync(client);
    }

    /// <summary>The first byte that comes, or -1 at the end.</summary>
    private static async Task<int> ReceiveAsync(Socket client)
    {
        var buffer = new byte[1];
        return await client.ReceiveAsync(buffer) == 0 ? -1 : buffer[0];
    }

    private static Task<Socket> ConnectAsync(SimulatedBusListener listener) => ConnectAsync(listener.EndPoint);

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint);
        return socket;
    }

    private SimulatedBusListener Listen() =>
        SimulatedBusListener.Start(_bus, new IPEndPoint(IPAddress.Loopback, 0), 2400, TimeProvider.System);
}
