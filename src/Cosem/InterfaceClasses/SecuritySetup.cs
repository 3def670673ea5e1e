using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>Security setup (class 64, version 0; IEC 62056-6-2).</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="security">The policy and the keys.</param>
public sealed class SecuritySetup(LogicalName logicalName, ISecuritySetup security) : CosemObject(ClassId.SecuritySetup, 0, logicalName)
{
    /// <summary>The method security_activate.</summary>
    public const int Activate = 1;

    /// <summary>The method global_key_transfer.</summary>
    public const int KeyTransfer = 2;

    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<SecuritySetup>(2, "security_policy", static of => new CosemData.Enum(of._security.SecurityPolicy)),
        CosemAttribute.Of<SecuritySetup>(3, "security_suite", static of => new CosemData.Enum(of._security.SecuritySuite)),
        CosemAttribute.Of<SecuritySetup>(4, "client_system_title", static of => new CosemData.OctetString(of._security.ClientSystemTitle)),
        CosemAttribute.Of<SecuritySetup>(5, "server_system_title", static of => new CosemData.OctetString(of._security.ServerSystemTitle)),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        CosemMethod.Of<SecuritySetup>(Activate, "security_activate", static (of, policy, ct) => of.ActivateAsync(policy, ct)),
        CosemMethod.Of<SecuritySetup>(KeyTransfer, "global_key_transfer", static (of, keys, ct) => of.TransferAsync(keys, ct)),
    ];

    private const int MaxKeys = 16;

    private readonly ISecuritySetup _security = security;

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    private async ValueTask<ActionReply> ActivateAsync(CosemData? parameter, CancellationToken cancellationToken) => parameter is CosemData.Enum policy
        ? await _security.ActivateAsync(policy.Value, cancellationToken)
        : ActionResult.TypeUnmatched;

    /// <summary><c>array of key_transfer_data: structure { enum key_id, octet-string key_wrapped }</c>.</summary>
    private async ValueTask<ActionReply> TransferAsync(CosemData? parameter, CancellationToken cancellationToken)
    {
        if (parameter is not CosemData.Array array)
        {
            return ActionResult.TypeUnmatched;
        }

        var keys = new List<(byte KeyId, Octets Wrapped)>();
        foreach (var item in array.Items)
        {
            if (item is not CosemData.Structure { Items: [CosemData.Enum keyId, CosemData.OctetString wrapped] })
            {
                return ActionResult.TypeUnmatched;
            }

            keys.Add((keyId.Value, wrapped.Value));
        }

        return keys.Count is > 0 and <= MaxKeys
            ? await _security.TransferAsync(keys, cancellationToken)
            : ActionResult.OtherReason;
    }
}
