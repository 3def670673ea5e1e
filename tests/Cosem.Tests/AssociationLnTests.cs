using System.Net;
using Cosem.InterfaceClasses;
using Testing;

namespace Cosem.Tests;

public class AssociationLnTests
{
    private readonly Current _current = new();

    [Theory]
    [InlineData(AssociationStatus.NonAssociated, 0)]
    [InlineData(AssociationStatus.AssociationPending, 1)]
    [InlineData(AssociationStatus.Associated, 2)]
    public async Task It_shows_how_far_the_association_has_come(AssociationStatus status, byte shown)
    {
        _current.Status = status;
        Assert.Equal(new CosemData.Enum(shown), (await Association().GetAsync(8, null, default)).Data);
    }

    [Theory]
    [InlineData(7, DataAccessResult.OtherReason)]
    [InlineData(8, DataAccessResult.Success)]
    [InlineData(64, DataAccessResult.Success)]
    [InlineData(65, DataAccessResult.OtherReason)]
    public async Task A_secret_has_8_to_64_octets(int length, DataAccessResult result)
    {
        Octets secret = new byte[length];
        Assert.Equal(result, await Association().SetAsync(7, new CosemData.OctetString(secret), default));
        Assert.Equal(result == DataAccessResult.Success ? [secret] : [], _current.Secrets);
    }

    [Fact]
    public async Task A_secret_is_octets_and_never_shown()
    {
        Assert.Equal(DataAccessResult.TypeUnmatched, await Association().SetAsync(7, new CosemData.VisibleString(Octets.FromAscii("12345678")), default));
        Assert.Equal(DataAccessResult.ReadWriteDenied, (await Association().GetAsync(7, null, default)).Result);
        Assert.Equal(AttributeAccess.None, AccessRights.ReadOnly(Association()).Attribute(7));
        Assert.Empty(_current.Secrets);
    }

    [Fact]
    public async Task The_reply_to_HLS_authentication_is_answered_with_the_servers()
    {
        var token = new CosemData.OctetString(Hex.Bytes("1001234567FE1466AFB3DBCD4F9389E2B7"));
        var reply = await Association().InvokeAsync(1, token, default);
        Assert.Equal((ActionResult.Success, token), (reply.Result, reply.ReturnParameter));
        Assert.Equal(ActionResult.TypeUnmatched, (await Association().InvokeAsync(1, null, default)).Result);
        Assert.Equal(ActionResult.TypeUnmatched, (await Association().InvokeAsync(1, CosemData.Null.Instance, default)).Result);
    }

    [Fact]
    public async Task Its_other_methods_cannot_be_invoked()
    {
        Assert.Equal(
            ["reply_to_HLS_authentication", "change_HLS_secret", "add_object", "remove_object"],
            Association().Methods.Select(method => method.Name));
        foreach (var method in new[] { 2, 3, 4 })
        {
            Assert.Equal(ActionResult.ReadWriteDenied, (await Association().InvokeAsync(method, new CosemData.OctetString(default), default)).Result);
        }
    }

    [Fact]
    public async Task The_object_list_shows_the_rights()
    {
        var association = Association();
        var rights = AccessRights.ReadOnly(association).WithAttribute(7, AttributeAccess.Write, writeNeedsEncryption: true).WithMethod(1, MethodAccess.Invoke);
        _current.VisibleObjects = [(association, rights)];
        var list = Assert.IsType<CosemData.Array>((await association.GetAsync(2, null, default)).Data);
        var access = ((CosemData.Structure)((CosemData.Structure)list.Items[0]).Items[3]).Items;
        Assert.Equal(
            new CosemData.Structure(new CosemData.Integer(7), new CosemData.Enum(2), CosemData.Null.Instance), ((CosemData.Array)access[0]).Items[6]);
        Assert.Equal(
            new CosemData.Array([.. new byte[] { 1, 0, 0, 0 }.Select((mode, index) =>
                new CosemData.Structure(new CosemData.Integer((sbyte)(index + 1)), new CosemData.Enum(mode)))]),
            access[1]);
    }

    private AssociationLn Association() => new(_current);

    private sealed class Current : ICurrentAssociation
    {
        public List<Octets> Secrets { get; } = [];

        public ClientSap Client => ClientSap.Management;

        public ushort ServerSap => 1;

        public byte ApplicationContext => 3;

        public byte AuthenticationMechanism => 5;

        public AssociationStatus Status { get; set; }

        public uint Conformance => 0;

        public ushort MaxReceivePduSize => 1024;

        public ushort MaxSendPduSize => 1024;

        public IPAddress? RemoteAddress => null;

        public IPEndPoint? LocalEndPoint => null;

        public IEnumerable<(CosemObject Object, AccessRights Rights)> VisibleObjects { get; set; } = [];

        public ValueTask<DataAccessResult> SetSecretAsync(Octets secret, CancellationToken cancellationToken)
        {
            Secrets.Add(secret);
            return new(DataAccessResult.Success);
        }

        public ValueTask<ActionReply> ReplyToHlsAsync(Octets token, CancellationToken cancellationToken) => new(new CosemData.OctetString(token));
    }
}
