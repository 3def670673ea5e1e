using Cosem;
using Dlms.Client;
using Dlms.Security;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

/// <summary>GET, SET, ACTION and ACCESS of the client against the server, in every protection.</summary>
public class DlmsClientServicesTests
{
    private static readonly AttributeDescriptor Energy = new(ClassId.Register, TestServer.Energy, 2);
    private static readonly AttributeDescriptor Long = new(ClassId.Data, TestServer.Long, 2);
    private static readonly AttributeDescriptor Written = new(ClassId.Data, EchoObject.Name, 2);
    private static readonly MethodDescriptor Echo = new(ClassId.Data, EchoObject.Name, 1);
    private static readonly CosemData Small = new CosemData.LongUnsigned(7);
    private static readonly CosemData Big = new CosemData.OctetString(Enumerable.Range(0, 150_000).Select(i => (byte)i).ToArray());

    private readonly TestServer _server = new();
    private readonly EchoObject _echo = new();

    public DlmsClientServicesTests() => _server.AddWritable(1, _echo);

    public static TheoryData<ClientAuthentication, SecurityPolicy, CipheringForm> Kinds
    {
        get
        {
            var kinds = new TheoryData<ClientAuthentication, SecurityPolicy, CipheringForm>();
            foreach (var authentication in new[] { ClientAuthentication.LowLevel, ClientAuthentication.HighLevelGmac })
            {
                foreach (var protection in Enum.GetValues<SecurityPolicy>().Where(policy => policy.IsOffered()))
                {
                    foreach (var form in Enum.GetValues<CipheringForm>())
                    {
                        kinds.Add(authentication, protection, form);
                    }
                }
            }

            return kinds;
        }
    }

    internal static DlmsClientOptions Options(
        ClientAuthentication authentication, SecurityPolicy protection, CipheringForm form = CipheringForm.ServiceSpecific, uint counter = 1, ushort size = ushort.MaxValue) => new()
        {
            ClientSap = 1,
            Authentication = authentication,
            LowLevelSecret = authentication == ClientAuthentication.LowLevel ? Octets.FromAscii("12345678") : default(Octets?),
            MaxReceivePduSize = size,
            Security = new(new(0x4D4D4D0000000001), TestSecurity.Guek, TestSecurity.Gak) { Protection = protection, Form = form, InvocationCounter = counter },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_reads_writes_and_invokes(ClientAuthentication authentication, SecurityPolicy protection, CipheringForm form)
    {
        await using var client = _server.Connect(Options(authentication, protection, form));
        for (var round = 0; round < 2; round++)
        {
            await client.AssociateAsync();
            Assert.Equal(new CosemData.DoubleLongUnsigned(1234567), await client.GetAsync(Energy));
            await client.SetAsync(Written, Small);
            Assert.Equal(Small, _echo.Value);
            Assert.Equal([DataAccessResult.Success, DataAccessResult.ReadWriteDenied], await client.SetWithListAsync([Written, Energy], [Small, Small]));
            Assert.Equal(Small, await client.ActionAsync(Echo, Small));
            Assert.Null(await client.ActionAsync(Echo with { MethodId = 2 }));
            Assert.Equal(
                [
                    new(new AccessResponseSpecification.Get(DataAccessResult.Success), new CosemData.DoubleLongUnsigned(1234567)),
                    new(new AccessResponseSpecification.Set(DataAccessResult.ReadWriteDenied), CosemData.Null.Instance),
                    new(new AccessResponseSpecification.Action(ActionResult.Success), Small),
                ],
                await client.AccessAsync(
                [
                    new(new AccessRequestSpecification.Get(Energy), CosemData.Null.Instance),
                    new(new AccessRequestSpecification.Set(Energy), Small),
                    new(new AccessRequestSpecification.Action(Echo), Small),
                ]));
            await client.ReleaseAsync();
            Assert.Null(client.Negotiated);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Long_values_go_in_blocks_both_ways(ClientAuthentication authentication, SecurityPolicy protection, CipheringForm form)
    {
        await using var client = _server.Connect(Options(authentication, protection, form, size: 300));
        await client.AssociateAsync();
        Assert.Equal(new CosemData.OctetString(TestServer.LongValue), await client.GetAsync(Long));
        Assert.Equal(2, (await client.GetWithListAsync([Energy, Long])).Count);
        await client.SetAsync(Written, Big);
        Assert.Equal(Big, _echo.Value);
        Assert.Equal([DataAccessResult.Success, DataAccessResult.ReadWriteDenied], await client.SetWithListAsync([Written, Energy], [Small, Big]));
        Assert.Equal(Small, _echo.Value);
        Assert.Equal(Big, await client.ActionAsync(Echo, Big));
    }

    [Fact]
    public async Task What_was_refused_is_named()
    {
        await using var client = _server.Connect(Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.AuthenticatedAndEncrypted));
        await client.AssociateAsync();
        var set = await Assert.ThrowsAsync<DataAccessException>(() => client.SetAsync(Energy, Small));
        Assert.Equal("The server does not take attribute 2 of 1.0.1.8.0.255: read-write-denied (3).", set.Message);
        Assert.Equal(DataAccessResult.TypeUnmatched, (await Assert.ThrowsAsync<DataAccessException>(() => client.SetAsync(Written, new CosemData.Boolean(true)))).Result);
        var action = await Assert.ThrowsAsync<ActionException>(() => client.ActionAsync(Echo));
        Assert.Equal("The server does not invoke method 1 of 0.0.96.50.0.255: type-unmatched (12).", action.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => client.SetWithListAsync([Energy], []));
        await Assert.ThrowsAsync<RequestTooLongException>(() => client.AccessAsync([new(new AccessRequestSpecification.Set(Written), Big)]));
        Assert.Equal(new CosemData.DoubleLongUnsigned(1234567), await client.GetAsync(Energy));
    }

    [Fact]
    public async Task The_counter_to_begin_with_is_read_by_the_public_client()
    {
        await using var client = _server.Connect(new());
        await client.AssociateAsync();
        Assert.Equal(41u, await client.ReadFrameCounterAsync());
        Assert.Null(client.NextInvocationCounter);
    }

    [Fact]
    public async Task The_next_connection_goes_on_with_the_counter()
    {
        var options = Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.Authenticated, counter: 250);
        await using var first = _server.Connect(options);
        await first.AssociateAsync();
        Assert.Equal(253u, first.NextInvocationCounter); // AARQ, f(StoC), ACTION
        await using var stale = _server.Connect(options);
        var refused = await Assert.ThrowsAsync<ExceptionResponseException>(() => stale.AssociateAsync());
        Assert.Equal("The server answered service-not-allowed, invocation-counter-error: it expects the invocation counter 253 or above.", refused.Message);
        await using var next = _server.Connect(Options(ClientAuthentication.HighLevelGmac, SecurityPolicy.Authenticated, counter: first.NextInvocationCounter!.Value));
        await next.AssociateAsync();
    }

    [Theory]
    [InlineData("C501C1FA00")]
    [InlineData("C502C100000001")]
    [InlineData("C505C10100")]
    [InlineData("C501C200")]
    public async Task A_SET_wants_its_own_answer(string answer)
    {
        await using var client = AlteredServer.Script(new(), [], answer);
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.SetAsync(Written, Small));
    }

    [Theory]
    [InlineData("C704C100000001")]
    [InlineData("C703C1010000")]
    [InlineData("C701C20000")]
    [InlineData("C702C1 01 00000002 02 0000")] // the second block first
    [InlineData("C702C1 01 00000001 01 00")]
    public async Task An_ACTION_wants_its_own_answer(string answer)
    {
        await using var client = AlteredServer.Script(new(), [], Convert.ToHexString(Hex.Bytes(answer)));
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.ActionAsync(Echo, Small));
    }

    [Theory]
    [InlineData("C502C100000002")] // the first block was sent
    [InlineData("C503C10000000001")] // it was not the last
    public async Task Blocks_are_sent_as_the_server_takes_them(string answer)
    {
        await using var client = AlteredServer.Script(new(), [], answer);
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.SetAsync(Written, Big));
    }

    [Theory]
    [InlineData("C704C100000002")]
    [InlineData("C701C10000")]
    public async Task Blocks_of_an_ACTION_are_sent_as_the_server_takes_them(string answer)
    {
        await using var client = AlteredServer.Script(new(), [], answer);
        await Assert.ThrowsAsync<UnexpectedResponseException>(() => client.ActionAsync(Echo, Big));
    }

    [Fact]
    public async Task An_ACTION_may_answer_in_blocks_and_break_off()
    {
        var asked = new List<string>();
        await using var client = AlteredServer.Script(new(), asked, "C702C1000000000103000100", "C702C1010000000203120007", "C702C2000000000103000100", "C701C20F00");
        Assert.Equal(Small, await client.ActionAsync(Echo, Small));
        Assert.Equal("C302C100000001", asked[1]);
        Assert.Equal(ActionResult.LongActionAborted, (await Assert.ThrowsAsync<ActionException>(() => client.ActionAsync(Echo, Small))).Result);
    }

    [Fact]
    public async Task An_ACTION_whose_data_is_refused_is_named()
    {
        await using var client = AlteredServer.Script(new(), [], "C701C1000101FA");
        Assert.Equal(DataAccessResult.OtherReason, (await Assert.ThrowsAsync<DataAccessException>(() => client.ActionAsync(Echo, Small))).Result);
    }
}
