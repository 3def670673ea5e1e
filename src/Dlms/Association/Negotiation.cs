using Cosem;
using Dlms.Acse;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>Judges a request for an association by its form: first as ACSE, then as xDLMS. Whether the client proves itself is judged between the two.</summary>
internal static class Negotiation
{
    /// <summary>What the server can do for the public client.</summary>
    public const Conformance OfferedToPublic = Conformance.BlockTransferWithGet | Conformance.MultipleReferences | Conformance.Get;

    /// <summary>What the server can do for the management client; general protection in the ciphered context only.</summary>
    public const Conformance OfferedToManagement = OfferedToPublic
        | Conformance.GeneralBlockTransfer | Conformance.BlockTransferWithSet | Conformance.BlockTransferWithAction
        | Conformance.Access | Conformance.Set | Conformance.SelectiveAccess | Conformance.Action;

    /// <summary>The longest APDU the server takes, in octets: what the wrapper can carry.</summary>
    public const ushort MaxReceivePduSize = ushort.MaxValue;

    /// <summary>The shortest limit of a protected APDU, in octets: a block with 28 octets of header, title, counter and tag around it.</summary>
    private const ushort MinProtectedPduSize = 48;

    /// <summary>What the server can do for a client.</summary>
    public static Conformance OfferedTo(AssociationRequest request) => request switch
    {
        { Client: ClientSap.Public } => OfferedToPublic,
        { IsCiphered: true } => OfferedToManagement | Conformance.GeneralProtection,
        _ => OfferedToManagement,
    };

    /// <summary>The diagnostic to refuse with, or null.</summary>
    public static ResultSourceDiagnostic? DiagnosticOf(AssociationRequest request, AssociationPolicy policy, SystemTitle server)
    {
        if (!request.HasCommonVersion)
        {
            return ResultSourceDiagnostic.NoCommonAcseVersion;
        }

        if (!IsContextAllowed(request, AssociationContext.PolicyOf(request.Client, policy)))
        {
            return ResultSourceDiagnostic.ApplicationContextNameNotSupported;
        }

        var diagnostic = request.Client switch
        {
            ClientSap.Public => request.Mechanism == ObjectIdentifier.LowestLevelSecurity ? null : NotRecognised(request.Aarq),
            ClientSap.Management => DiagnosticOfMechanism(request, policy),
            _ => null, // that there is no such client is not told from a wrong password
        };
        return diagnostic is null && request.NeedsTitle && (request.Title is null || request.Title == server)
            ? ResultSourceDiagnostic.CallingApTitleNotRecognised
            : diagnostic;
    }

    /// <summary>The error to refuse with, or null.</summary>
    public static InitiateError? ErrorOf(InitiateRequest? initiate, AssociationRequest request) => initiate switch
    {
        null => InitiateError.Other,
        { ProposedDlmsVersionNumber: not InitiateResponse.DlmsVersion } => InitiateError.DlmsVersionTooLow,
        _ when (initiate.ProposedConformance & OfferedTo(request)) == Conformance.None => InitiateError.IncompatibleConformance,
        { ClientMaxReceivePduSize: > 0 and var size } when size < (request.IsCiphered ? MinProtectedPduSize : DlmsLimits.MinPduSize) => InitiateError.PduSizeTooShort,
        { DedicatedKey: { } key } when key.Length != SecuritySuite.Suite0.KeyLength => InitiateError.Other,
        _ => null,
    };

    /// <summary>The longest APDU to send to a client, in octets.</summary>
    public static ushort MaxSendPduSize(InitiateRequest initiate, DlmsLimits limits) => initiate.ClientMaxReceivePduSize == 0
        ? limits.MaxSendPduSize
        : Math.Min(initiate.ClientMaxReceivePduSize, limits.MaxSendPduSize);

    private static bool IsContextAllowed(AssociationRequest request, SecurityPolicy policy) => request.Context switch
    {
        ObjectIdentifier.LogicalNames => policy == SecurityPolicy.None,
        ObjectIdentifier.LogicalNamesCiphered => request.Client != ClientSap.Public,
        _ => false,
    };

    private static ResultSourceDiagnostic? DiagnosticOfMechanism(AssociationRequest request, AssociationPolicy policy)
    {
        var isEnabled = request.Mechanism switch
        {
            ObjectIdentifier.LowLevelSecurity => policy.LowLevelSecret is not null,
            ObjectIdentifier.HighLevelSecurityGmac => policy.AllowHighLevelSecurity,
            _ => false,
        };
        return request.Mechanism == ObjectIdentifier.LowestLevelSecurity ? ResultSourceDiagnostic.AuthenticationRequired
            : !isEnabled ? NotRecognised(request.Aarq)
            : request.Aarq.CallingAuthenticationValue is null ? ResultSourceDiagnostic.AuthenticationRequired
            : null;
    }

    private static ResultSourceDiagnostic NotRecognised(Aarq aarq) => aarq.MechanismName is null
        ? ResultSourceDiagnostic.AuthenticationMechanismNameRequired
        : ResultSourceDiagnostic.AuthenticationMechanismNameNotRecognised;
}
