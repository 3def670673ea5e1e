using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>Association LN (class 15, version 1; IEC 62056-6-2): the current association, always 0.0.40.0.0.255.</summary>
/// <param name="association">The association it stands for.</param>
public sealed class AssociationLn(ICurrentAssociation association) : CosemObject(ClassId.AssociationLn, 1, CurrentAssociation)
{
    /// <summary>The logical name of the current association.</summary>
    public static readonly LogicalName CurrentAssociation = new(0, 0, 40, 0, 0, 255);

    /// <summary>The attribute secret.</summary>
    public const int Secret = 7;

    /// <summary>The method reply_to_HLS_authentication.</summary>
    public const int ReplyToHls = 1;

    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<AssociationLn>(2, "object_list", static of => of.ObjectList),
        CosemAttribute.Of<AssociationLn>(3, "associated_partners_id", static of => of.AssociatedPartners),
        CosemAttribute.Of<AssociationLn>(4, "application_context_name", static of => Name(1, of._association.ApplicationContext)),
        CosemAttribute.Of<AssociationLn>(5, "xDLMS_context_info", static of => of.XdlmsContextInfo),
        CosemAttribute.Of<AssociationLn>(6, "authentication_mechanism_name", static of => Name(2, of._association.AuthenticationMechanism)),
        CosemAttribute.WriteOnly<AssociationLn>(Secret, "secret", static (of, value, ct) => of.SetSecretAsync(value, ct)),
        CosemAttribute.Of<AssociationLn>(8, "association_status", static of => new CosemData.Enum((byte)of._association.Status)),
        CosemAttribute.Of<AssociationLn>(9, "security_setup_reference", static of => of.SecuritySetupReference),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        CosemMethod.Of<AssociationLn>(ReplyToHls, "reply_to_HLS_authentication", static (of, token, ct) => of.ReplyToHlsAsync(token, ct)),
        CosemMethod.NotInvokable(2, "change_HLS_secret"),
        CosemMethod.NotInvokable(3, "add_object"),
        CosemMethod.NotInvokable(4, "remove_object"),
    ];

    private const byte DlmsVersion = 6;
    private const int MinSecretLength = 8;
    private const int MaxSecretLength = 64;

    private readonly ICurrentAssociation _association = association;

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    private CosemData ObjectList => new CosemData.Array([.. _association.VisibleObjects.Select(entry => Element(entry.Object, entry.Rights))]);

    private CosemData AssociatedPartners => new CosemData.Structure(
        new CosemData.Integer((sbyte)_association.Client), new CosemData.LongUnsigned(_association.ServerSap));

    private CosemData XdlmsContextInfo
    {
        get
        {
            var conformance = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(conformance, _association.Conformance);
            return new CosemData.Structure(
                new CosemData.BitString(conformance[1..], 24),
                new CosemData.LongUnsigned(_association.MaxReceivePduSize),
                new CosemData.LongUnsigned(_association.MaxSendPduSize),
                new CosemData.Unsigned(DlmsVersion),
                new CosemData.Integer(0), // quality of service
                new CosemData.OctetString(default)); // the dedicated key is never shown
        }
    }

    private CosemData.OctetString SecuritySetupReference =>
        new((_association.Client == ClientSap.Management ? new LogicalName(0, 0, 43, 0, 0, 255) : default).ToOctets());

    private ValueTask<DataAccessResult> SetSecretAsync(CosemData value, CancellationToken cancellationToken) => value switch
    {
        CosemData.OctetString { Value: { Length: >= MinSecretLength and <= MaxSecretLength } secret } =>
            _association.SetSecretAsync(secret, cancellationToken),
        CosemData.OctetString => new(DataAccessResult.OtherReason),
        _ => new(DataAccessResult.TypeUnmatched),
    };

    private ValueTask<ActionReply> ReplyToHlsAsync(CosemData? token, CancellationToken cancellationToken) => token is CosemData.OctetString octets
        ? _association.ReplyToHlsAsync(octets.Value, cancellationToken)
        : new(ActionResult.TypeUnmatched);

    /// <summary>An object identifier { 2 16 756 5 8 kind number } in its structured form: 1 application context, 2 mechanism.</summary>
    private static CosemData.Structure Name(byte kind, byte number) => new(
        new CosemData.Unsigned(2),
        new CosemData.Unsigned(16),
        new CosemData.LongUnsigned(756),
        new CosemData.Unsigned(5),
        new CosemData.Unsigned(8),
        new CosemData.Unsigned(kind),
        new CosemData.Unsigned(number));

    /// <summary><c>object_list_element: structure { class_id, version, logical_name, access_rights { attributes, methods } }</c>.</summary>
    private static CosemData.Structure Element(CosemObject of, AccessRights rights) => new(
        new CosemData.LongUnsigned((ushort)of.ClassId),
        new CosemData.Unsigned(of.Version),
        new CosemData.OctetString(of.LogicalName.ToOctets()),
        new CosemData.Structure(
            new CosemData.Array([.. of.Attributes.Select(attribute => AttributeItem(attribute, rights))]),
            new CosemData.Array([.. of.Methods.Select(method => MethodItem(method, rights))])));

    private static CosemData.Structure AttributeItem(CosemAttribute attribute, AccessRights rights) => new(
        new CosemData.Integer((sbyte)attribute.Index),
        new CosemData.Enum((byte)rights.Attribute(attribute.Index)),
        attribute.Selectors.IsEmpty
            ? CosemData.Null.Instance
            : new CosemData.Array([.. attribute.Selectors.Select(selector => new CosemData.Integer((sbyte)selector))]));

    private static CosemData.Structure MethodItem(CosemMethod method, AccessRights rights) => new(
        new CosemData.Integer((sbyte)method.Index), new CosemData.Enum((byte)rights.Method(method.Index)));
}
