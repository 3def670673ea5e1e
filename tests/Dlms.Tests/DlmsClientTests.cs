using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Cosem;
using Dlms.Acse;
using Dlms.Client;
using Dlms.Connection;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

/// <summary>The client against the server, in memory, and against servers that do not keep to the standard.</summary>
public class DlmsClientTests
{
    private static readonly AttributeDescriptor Energy = new(ClassId.Register, TestServer.Energy, 2);
    private static readonly AttributeDescriptor Long = new(ClassId.Data, TestServer.Long, 2);
    private static readonly DlmsClientOptions Public = new();
    private static readonly DlmsClientOptions Management = new() { ClientSap = 1, LowLevelSecret = Octets.FromAscii("12345678") };

    private readonly TestServer _server = new();

    [Fact]
    public async Task It_associates_reads_and_releases()
    {
        await using var client = Connect(Management);
        await client.AssociateAsync();
        Assert.Equal((Conformance)0x001E5D, client.Negotiated!.NegotiatedConformance);
        Assert.Equal(new CosemData.DoubleLongUnsigned(1234567), await client.GetAsync(Energy));
        Assert.Equal(new CosemData.OctetString(TestServer.LongValue), await client.GetAsync(Long));
        await client.ReleaseAsync();
        Assert.Null(client.Negotiated);
        var refused = await Assert.ThrowsAsync<ExceptionResponseException>(() => client.GetAsync(Energy));
        Assert.Equal(new ExceptionResponse(StateError.ServiceNotAllowed, ServiceError.ServiceNotSupported), refused.Response);
        await client.AssociateAsync();
        Assert.Equal(new CosemData.DoubleLongUnsigned(1234567), await client.GetAsync(Energy));
    }

    [Fact]
    public async Task It_works_over_a_stream()
    {
        var (transport, server) = DuplexPipe.Create();
        var running = new DlmsConnection(_server.Server, server).RunAsync(CancellationToken.None);
        await using (var client = new DlmsClient(new StreamOf(transport), Public))
        {
            await client.AssociateAsync();
            Assert.IsType<CosemData.OctetString>(await client.GetAsync(new(ClassId.Data, TestServer.Name, 2)));
        }

        Assert.Equal(ConnectionEnd.ClosedByPeer, await running);
    }

    [Fact]
    public async Task A_request_that_was_not_sent_is_given_up_when_the_client_closes()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connection = new TcpClient();
        await connection.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var taken = await listener.AcceptTcpClientAsync();
        await using (var client = new DlmsClient(connection.GetStream(), Public))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AssociateAsync(new CancellationToken(canceled: true)));
        }

        Assert.Equal(-1, taken.GetStream().ReadByte());
    }

    [Theory]
    [InlineData(12)]
    [InlineData(100)]
    [InlineData(65_535)]
    public async Task It_puts_values_and_lists_together_from_blocks(ushort size)
    {
        await using var client = Connect(new()
        {
            ClientSap = 1,
            LowLevelSecret = Octets.FromAscii("12345678"),
            MaxReceivePduSize = size,
        });
        await client.AssociateAsync();
        Assert.Equal(new CosemData.OctetString(TestServer.LongValue), await client.GetAsync(Long));
        Assert.Equal(
            [
                new GetDataResult(new CosemData.DoubleLongUnsigned(1234567)),
                new(DataAccessResult.ReadWriteDenied),
                new(new CosemData.OctetString(TestServer.LongValue)),
            ],
            await client.GetWithListAsync([Energy, Energy with { AttributeId = 9 }, Long]));
    }

    [Fact]
    public async Task It_reads_the_object_list()
    {
        await using var client = Connect(Management);
        await client.AssociateAsync();
        var list = await client.GetObjectListAsync();
        Assert.Equal(13, list.Count);
        var register = Assert.Single(list, element => element.LogicalName == TestServer.Energy);
        Assert.Equal((ClassId.Register, (byte)0), (register.ClassId, register.Version));
        Assert.Equal([(1, AttributeAccess.Read), (2, AttributeAccess.Read), (3, AttributeAccess.Read)], register.Attributes.Select(a => (a.Key, a.Value)));
        Assert.Equal([(1, MethodAccess.None)], register.Methods.Select(m => (m.Key, m.Value)));
    }

    [Fact]
    public async Task It_names_why_it_was_refused()
    {
        await using var client = Connect(new() { ClientSap = 1, LowLevelSecret = Octets.FromAscii("87654321") });
        var refused = await Assert.ThrowsAsync<AssociationRefusedException>(() => client.AssociateAsync());
        Assert.Equal((AssociationResult.RejectedPermanent, ResultSourceDiagnostic.AuthenticationFailure, null), (refused.Result, refused.Diagnostic, refused.Error));
        Assert.Equal("The server refused the association: authentication-failure.", refused.Message);

        await using var small = Connect(new() { MaxReceivePduSize = 11 });
        Assert.Equal(InitiateError.PduSizeTooShort, (await Assert.ThrowsAsync<AssociationRefusedException>(() => small.AssociateAsync())).Error);

        await using var open = Connect(Public);
        await open.AssociateAsync();
        Assert.Equal(DataAccessResult.ReadWriteDenied, (await Assert.ThrowsAsync<DataAccessException>(() => open.GetAsync(Energy))).Result);
    }

    [Theory]
    [InlineData("0001 0002 0010 0003 D80102")] // from another server
    [InlineData("0001 0001 0011 0003 D80102")] // to another client
    [InlineData("0002 0001 0010 0003 D80102")]
    [InlineData("0001 0001 0010 0001 99")]
    [InlineData("0001 0001 0010 0005 6303800100")] // a release was not asked for
    [InlineData("0001 0001 0010 0006 C401C200 1101")] // another invoke-id
    [InlineData("0001 0001 0010 0006 C403C101 0103")] // a list was not asked for
    [InlineData("0001 0001 0010 0007 C401C100 1101 00")]
    [InlineData("0001 0001 0010 000B C402C101 00000002 00 01 00")] // the second block first
    [InlineData("0001 0001 0010 000C C402C101 00000001 00 02 1200")] // cut off inside the value
    public async Task What_is_no_answer_is_refused(string answer)
    {
        await using var client = Answered(answer);
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.GetAsync(Energy));
    }

    [Fact]
    public async Task A_connection_that_closes_is_named()
    {
        await using var client = Answered("0001 0001 0010 0003 D8");
        await Assert.ThrowsAsync<ConnectionClosedException>(() => client.GetAsync(Energy));
    }

    [Fact]
    public async Task A_transfer_that_ends_with_an_error_is_refused()
    {
        await using var client = Answered("0001 0001 0010 000A C402C101 00000001 01 01");
        Assert.Equal(DataAccessResult.HardwareFault, (await Assert.ThrowsAsync<DataAccessException>(() => client.GetAsync(Energy))).Result);
    }

    [Fact]
    public async Task A_value_beyond_the_limit_is_refused()
    {
        await using var client = Connect(new() { ClientSap = 1, LowLevelSecret = Octets.FromAscii("12345678"), MaxReceivePduSize = 500, MaxValueLength = 1_000 });
        await client.AssociateAsync();
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.GetAsync(Long));
    }

    [Fact]
    public async Task A_list_needs_a_result_for_each_attribute()
    {
        await using var client = Answered("0001 0001 0010 0006 C403C101 0103");
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.GetWithListAsync([Energy, Energy]));
    }

    [Theory]
    [InlineData("A109060760857405080103 A203020100 A305A103020100 BE10040E0800065F1F0400001210FFFF0007")]
    [InlineData("A109060760857405080101 A203020100 A305A103020100 BE10040E0800055F1F0400001210FFFF0007")]
    [InlineData("A109060760857405080101 A203020100 A305A103020100 BE06040401020304")]
    public async Task An_acceptance_of_something_else_is_refused(string aare)
    {
        var apdu = Hex.Bytes(aare);
        await using var client = Answered($"0001 0001 0010 {apdu.Length + 2:X4} 61 {apdu.Length:X2} {aare}");
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.AssociateAsync());
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_not_waited_for_longer_than_allowed()
    {
        var (transport, _) = DuplexPipe.Create();
        var time = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        await using var client = new DlmsClient(transport, Public, time);
        var exception = await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            var answer = client.AssociateAsync();
            Assert.Equal(1, time.Waiting);
            time.Advance(TimeSpan.FromSeconds(30));
            await answer;
        });
        Assert.Equal("The server did not answer within 30 s.", exception.Message);
    }

    [Fact]
    public async Task Whatever_a_server_sends_gives_a_value_or_a_named_error()
    {
        var random = new Random(5);
        var answer = Hex.Bytes("0001 0001 0010 0014 C402C101 00000001 00 0A 0202 1101 0202 1102 1103");
        for (var round = Rounds.Of(2_000, 100_000, 1_000_000); round > 0; round--)
        {
            await using var client = Answered(Convert.ToHexString(Mutations.Mutate(random, answer)));
            try
            {
                Assert.NotNull(await client.GetAsync(Energy));
            }
            catch (DlmsClientException)
            {
                // named
            }
        }
    }

    private DlmsClient Connect(DlmsClientOptions options)
    {
        var (client, server) = DuplexPipe.Create();
        _ = new DlmsConnection(_server.Server, server).RunAsync(CancellationToken.None);
        return new(client, options, _server.Time);
    }

    /// <summary>A public client whose server sends this, whatever it is asked, and closes.</summary>
    private static DlmsClient Answered(string octets)
    {
        var (client, server) = DuplexPipe.Create();
        server.Output.Write(Hex.Bytes(octets));
        server.Output.Complete();
        return new(client, Public);
    }
}
