using System.Net;
using Dlms.Association;
using Dlms.Connection;
using Testing;

namespace Dlms.Tests;

/// <summary>What bounds a server: failed attempts, associations and connections.</summary>
public class LimitsTests
{
    private const string Get = "C001C1 000F 0000280000FF 0100";
    private const string Got = "C401C10009060000280000FF";
    private const string Refused = "6129A109060760857405080101A203020101A305A10302010DBE10040E0800065F1F0400001210FFFF0007";

    private static readonly string WrongAarq = Conversations.LowLevelAarq.Replace("3132333435363738", "3132333435363739", StringComparison.Ordinal);
    private static readonly Endpoints Here = new(IPAddress.Parse("192.0.2.1"), null);
    private static readonly Endpoints There = new(IPAddress.Parse("192.0.2.2"), null);

    private readonly TestServer _server = new();
    private readonly RecordingObserver _observer = new();

    [Fact]
    public async Task After_more_than_five_failures_an_attempt_is_refused_unchecked_until_the_delay_is_over()
    {
        for (var failure = 1; failure <= 6; failure++)
        {
            Assert.Equal(Refused, await OpenAsync(WrongAarq));
        }

        Assert.Equal(6, Count("AuthenticationFailed: the password is wrong"));
        Assert.Equal(Refused, await OpenAsync(Conversations.LowLevelAarq)); // right, and not even looked at
        Assert.Equal(1, Count("AttemptRefusedUnchecked: too soon after failed attempts"));
        _server.Time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(Refused, await OpenAsync(Conversations.LowLevelAarq));
        _server.Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(Refused, await OpenAsync(WrongAarq)); // the seventh
        _server.Time.Advance(TimeSpan.FromSeconds(1.999)); // twice as long
        Assert.Equal(Refused, await OpenAsync(Conversations.LowLevelAarq));
        _server.Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(Conversations.Accepted, await OpenAsync(Conversations.LowLevelAarq));
        Assert.Equal((7, 3), (Count("AuthenticationFailed"), Count("AttemptRefusedUnchecked")));
    }

    [Fact]
    public async Task A_success_forgets_the_failures()
    {
        for (var round = 0; round < 4; round++)
        {
            for (var failure = 1; failure <= 5; failure++)
            {
                Assert.Equal(Refused, await OpenAsync(WrongAarq));
            }

            Assert.Equal(Conversations.Accepted, await OpenAsync(Conversations.LowLevelAarq));
        }

        Assert.Equal(0, Count("AttemptRefusedUnchecked"));
    }

    [Fact]
    public async Task Other_sources_and_clients_are_not_held_up()
    {
        for (var failure = 1; failure <= 20; failure++)
        {
            Assert.Equal(Refused, await OpenAsync(WrongAarq));
        }

        Assert.Equal(Refused, await OpenAsync(Conversations.LowLevelAarq));
        Assert.Equal(Conversations.Accepted, await OpenAsync(Conversations.LowLevelAarq, There));
        Assert.Equal(Conversations.PublicAccepted, await OpenAsync(Conversations.PublicAarq, client: 16));
        Assert.Equal(Refused, await OpenAsync(Conversations.LowLevelAarq));
    }

    [Fact]
    public async Task Wrong_replies_to_a_challenge_and_wrong_keys_count_as_wrong_passwords_do()
    {
        for (var failure = 0u; failure < 3; failure++)
        {
            await using var reply = await new CipheredClient(_server, endpoints: Here) { Counter = 1 + (10 * failure) }.BeginHlsAsync();
            Assert.Equal("C701C10300", await reply.AskAsync(CipheredClient.ReplyAction("1000000000000000000000000000000000")));
            await using var key = new CipheredClient(_server, endpoints: Here) { Guek = TestSecurity.Gak };
            Assert.StartsWith("612B", await key.Association.AskAsync(Convert.ToHexString(key.Aarq().ToArray())), StringComparison.Ordinal);
        }

        Assert.Equal(Refused, await OpenAsync(Conversations.LowLevelAarq));
        Assert.Equal(1, Count("AttemptRefusedUnchecked"));
    }

    [Fact]
    public async Task A_challenge_does_not_forget_the_failures_and_the_proof_does()
    {
        for (var failure = 1; failure <= 5; failure++)
        {
            await OpenAsync(WrongAarq);
        }

        await using var client = await new CipheredClient(_server, endpoints: Here).BeginHlsAsync();
        Assert.Equal(Refused, await OpenAsync(WrongAarq)); // the sixth
        Assert.Equal(Refused, await OpenAsync(WrongAarq));
        Assert.Equal(1, Count("AttemptRefusedUnchecked"));
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        client.CheckProof(await client.AskAsync(CipheredClient.ReplyAction(client.Reply(client.Counter))));
        Assert.Equal(Refused, await OpenAsync(WrongAarq));
        Assert.Equal(Conversations.Accepted, await OpenAsync(Conversations.LowLevelAarq));
    }

    [Fact]
    public async Task Beyond_a_thousand_associations_one_without_authentication_ends_first_then_the_one_longest_unused()
    {
        for (ushort sap = 200; sap < 240; sap++)
        {
            _server.Devices[sap] = new(sap, $"ELV00160{sap}", []);
        }

        var associations = new List<ApplicationAssociation>();
        for (var i = 0; i < 999; i++)
        {
            associations.Add(await _server.Association(server: (ushort)(200 + (i / 25))).OpenAsync());
            _server.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await using var visitor = await _server.Association(client: 16, observer: _observer).OpenAsync(Conversations.PublicAarq);
        _server.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Got, await associations[0].AskAsync(Get)); // used last
        _server.Time.Advance(TimeSpan.FromMilliseconds(1));

        await using var first = await _server.Association().OpenAsync();
        _server.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("D80102", await visitor.AskAsync(Get));
        await using var second = await _server.Association().OpenAsync();
        Assert.Equal("D80102", await associations[1].AskAsync(Get));
        Assert.Equal(Got, await associations[0].AskAsync(Get));
        Assert.Equal(Got, await associations[2].AskAsync(Get));
        Assert.Equal(Got, await first.AskAsync(Get));
        Assert.Equal(["opened 16 1 0", "ended 16 1 Aborted"], _observer.Events);
    }

    [Fact]
    public async Task Of_more_than_eight_unauthenticated_connections_of_a_source_the_one_longest_idle_makes_room()
    {
        var authenticated = Connect(Here);
        await AuthenticateAsync(authenticated.Client);
        var others = new List<(DuplexPipe Client, Task<ConnectionEnd> Running)>();
        for (var i = 0; i < 8; i++)
        {
            others.Add(Connect(Here));
            _server.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var elsewhere = Connect(There);
        await AuthenticateAsync(elsewhere.Client);
        var ninth = Connect(Here);
        _server.Time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.All(others, other => Assert.False(other.Running.IsCompleted)); // nobody is idle for a second yet, so it waits
        _server.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(ConnectionEnd.Displaced, await others[0].Running.InTimeAsync());
        await AuthenticateAsync(ninth.Client);
        Assert.All([.. others[1..], authenticated, elsewhere, ninth], other => Assert.False(other.Running.IsCompleted));
    }

    [Fact]
    public async Task Who_does_not_exist_is_not_counted_and_pushes_nobody_off_the_list()
    {
        for (var failure = 1; failure <= 6; failure++)
        {
            Assert.Equal(Refused, await OpenAsync(WrongAarq));
        }

        for (ushort client = 100; client < 4_300; client++)
        {
            await OpenAsync(WrongAarq, client: client);
        }

        Assert.Equal(Refused, await OpenAsync(Conversations.LowLevelAarq)); // the delay still runs
        Assert.Equal(1, Count("AttemptRefusedUnchecked"));
    }

    [Fact]
    public async Task Of_too_many_associations_with_a_device_one_that_is_pending_ends_first()
    {
        var server = new TestServer(new() { MaxAssociationsPerClientAndDevice = 3 });
        await using var first = await server.Association().OpenAsync();
        server.Time.Advance(TimeSpan.FromMilliseconds(1));
        await using var second = await server.Association().OpenAsync();
        server.Time.Advance(TimeSpan.FromMilliseconds(1));
        await using var pending = await new CipheredClient(server).BeginHlsAsync();
        server.Time.Advance(TimeSpan.FromMilliseconds(1));
        await using var third = await server.Association().OpenAsync();
        Assert.Equal(Got, await first.AskAsync(Get));
        Assert.Equal(Got, await second.AskAsync(Get));
        Assert.Equal("D80102", await pending.Association.AskAsync(CipheredClient.ReplyAction(pending.Reply(5))));
    }

    [Fact]
    public async Task A_quarter_of_all_may_wait_from_one_source_and_the_next_is_closed_at_once_while_others_come_in()
    {
        var server = new TestServer(new() { MaxConnections = 100 });
        var served = Enumerable.Range(0, 8).Select(_ => Connect(Here, server)).ToList();
        var waiting = Enumerable.Range(0, 25).Select(_ => Connect(Here, server)).ToList();
        var flood = Connect(Here, server);
        Assert.Equal(ConnectionEnd.Full, await flood.Running.InTimeAsync());
        Assert.All([.. served, .. waiting], connection => Assert.False(connection.Running.IsCompleted));
        await AuthenticateAsync(Connect(There, server).Client);
    }

    [Fact]
    public async Task A_head_end_may_connect_many_times_at_once()
    {
        var connections = Enumerable.Range(0, 258).Select(_ => Connect(Here)).ToList();
        await Task.WhenAll(connections.Select(connection => AuthenticateAsync(connection.Client)));
        Assert.All(connections, connection => Assert.False(connection.Running.IsCompleted));
    }

    [Fact]
    public async Task Beyond_all_connections_an_idle_unauthenticated_one_makes_room_else_the_newcomer_is_not_served()
    {
        var server = new TestServer(new() { MaxConnections = 2 });
        var first = Connect(Here, server);
        var second = Connect(There, server);
        await AuthenticateAsync(first.Client);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        var third = Connect(There, server);
        Assert.Equal(ConnectionEnd.Displaced, await second.Running.InTimeAsync());
        await AuthenticateAsync(third.Client);
        var fourth = Connect(Here, server);
        Assert.Equal(ConnectionEnd.Full, await AdvanceUntilAsync(fourth.Running, server.Time));
        Assert.False(first.Running.IsCompleted);
        await first.Client.Output.CompleteAsync();
        Assert.Equal(ConnectionEnd.ClosedByPeer, await first.Running.InTimeAsync());
        await AuthenticateAsync(Connect(Here, server).Client); // there is room again
    }

    [Fact]
    public async Task A_connection_holds_64_associations()
    {
        for (ushort sap = 200; sap < 265; sap++)
        {
            _server.Devices[sap] = new(sap, $"ELV00160{sap}", []);
        }

        var (client, _) = Connect(Here);
        for (ushort sap = 200; sap < 265; sap++)
        {
            await AskAsync(client, sap, Conversations.LowLevelAarq, Conversations.Accepted);
            _server.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await AskAsync(client, 200, Get, "D80102"); // the one longest unused
        await AskAsync(client, 201, Get, Got);
        await AskAsync(client, 264, Get, Got);
        await client.Output.CompleteAsync();
    }

    /// <summary>Lets the server's time go on, a second at a time, until a connection ends.</summary>
    private static async Task<ConnectionEnd> AdvanceUntilAsync(Task<ConnectionEnd> running, ManualTimeProvider time)
    {
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return running.IsCompleted;
            },
            "the connection ends");
        return await running;
    }

    private static async Task AskAsync(DuplexPipe client, ushort server, string request, string answer)
    {
        await client.Output.WriteAsync(Frame(1, server, request));
        var expected = Frame(server, 1, answer);
        var read = await client.Input.ReadAtLeastAsync(expected.Length).AsTask().InTimeAsync();
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(System.Buffers.BuffersExtensions.ToArray(read.Buffer)));
        client.Input.AdvanceTo(read.Buffer.End);
    }

    private static byte[] Frame(ushort source, ushort destination, string apdu)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Wrapper.WrapperFrame.Write(output, source, destination, Hex.Bytes(apdu));
        return output.WrittenSpan.ToArray();
    }

    private static Task AuthenticateAsync(DuplexPipe client) => AskAsync(client, 1, Conversations.LowLevelAarq, Conversations.Accepted);

    private (DuplexPipe Client, Task<ConnectionEnd> Running) Connect(Endpoints endpoints, TestServer? server = null)
    {
        var (client, transport) = DuplexPipe.Create();
        return (client, new DlmsConnection((server ?? _server).Server, transport, null, endpoints).RunAsync(CancellationToken.None));
    }

    private int Count(string what) => _observer.Events.Count(e => e.Contains(what, StringComparison.Ordinal));

    private async Task<string> OpenAsync(string aarq, Endpoints? endpoints = null, ushort client = 1)
    {
        await using var association = new ApplicationAssociation(_server.Server, client, 1, _observer, endpoints ?? Here);
        return await association.AskAsync(aarq);
    }
}
