using System.Security.Cryptography;
using Cosem;
using Dlms.Acse;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>Judges a request for an association: first as ACSE, then as xDLMS.</summary>
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

    private const byte FirstBit = 0x80;

    /// <summary>What the server can do for a client in an application context.</summary>
    public static Conformance OfferedTo(ClientSap client, byte applicationContext) => client switch
    {
        ClientSap.Public => OfferedToPublic,
        _ when applicationContext == ObjectIdentifier.LogicalNamesCiphered => OfferedToManagement | Conformance.GeneralProtection,
        _ => OfferedToManagement,
    };

    /// <summary>The diagnostic to refuse with, or null, as far as it can be told before anything is deciphered or compared.</summary>
    public static ResultSourceDiagnostic? DiagnosticOf(Aarq aarq, ClientSap client, AssociationPolicy policy, SystemTitle server)
    {
        if (aarq.ProtocolVersion is { } version && !HasFirstBit(version))
        {
            return ResultSourceDiagnostic.NoCommonAcseVersion;
        }

        if (!IsContextAllowed(aarq.ApplicationContextName.ApplicationContextNumber, AssociationContext.PolicyOf(client, policy), client))
        {
            return ResultSourceDiagnostic.ApplicationContextNameNotSupported;
        }

        var mechanism = MechanismOf(aarq);
        ResultSourceDiagnostic? diagnostic = client switch
        {
            ClientSap.Public when policy.AllowPublicClient => mechanism == ObjectIdentifier.LowestLevelSecurity ? null : NotRecognised(aarq),
            ClientSap.Management => DiagnosticOfManagement(aarq, mechanism, policy),
            _ => ResultSourceDiagnostic.AuthenticationFailure,
        };
        return diagnostic is null && NeedsTitle(aarq, mechanism) && (TitleOf(aarq) is not { } title || title == server)
            ? ResultSourceDiagnostic.CallingApTitleNotRecognised
            : diagnostic;
    }

    /// <summary>Whether a password is the right one, compared in a time that does not depend on it.</summary>
    public static bool IsPassword(Octets? given, AssociationPolicy policy) =>
        given is { } password && policy.LowLevelSecret is { } secret && CryptographicOperations.FixedTimeEquals(password.Span, secret.Span);

    /// <summary>The error to refuse with, or null.</summary>
    public static InitiateError? ErrorOf(InitiateRequest? initiate, Conformance offered, bool isCiphered) => initiate switch
    {
        null => InitiateError.Other,
        { ProposedDlmsVersionNumber: not InitiateResponse.DlmsVersion } => InitiateError.DlmsVersionTooLow,
        _ when (initiate.ProposedConformance & offered) == Conformance.None => InitiateError.IncompatibleConformance,
        { ClientMaxReceivePduSize: > 0 and var size } when size < (isCiphered ? MinProtectedPduSize : DlmsLimits.MinPduSize) => InitiateError.PduSizeTooShort,
        { DedicatedKey: { } key } when key.Length != SecuritySuite.Suite0.KeyLength => InitiateError.Other,
        _ => null,
    };

    /// <summary>The mechanism a request names: the name counts only when authentication is asked for.</summary>
    public static byte? MechanismOf(Aarq aarq) =>
        AsksForAuthentication(aarq) ? aarq.MechanismName?.MechanismNumber : ObjectIdentifier.LowestLevelSecurity;

    /// <summary>The system title of the client, or null.</summary>
    public static SystemTitle? TitleOf(Aarq aarq) =>
        aarq.CallingApTitle is { } title && SystemTitle.TryParse(title.Span, out var parsed) ? parsed : null;

    /// <summary>Whether an answer bears the server's title and the request has to bear the client's: only where they are used.</summary>
    public static bool NeedsTitle(Aarq aarq, byte? mechanism) =>
        aarq.ApplicationContextName.ApplicationContextNumber == ObjectIdentifier.LogicalNamesCiphered || mechanism >= ObjectIdentifier.HighLevelSecurityGmac;

    /// <summary>The longest APDU to send to a client, in octets.</summary>
    public static ushort MaxSendPduSize(InitiateRequest initiate, DlmsLimits limits) => initiate.ClientMaxReceivePduSize == 0
        ? limits.MaxSendPduSize
        : Math.Min(initiate.ClientMaxReceivePduSize, limits.MaxSendPduSize);

    private static bool IsContextAllowed(byte? context, SecurityPolicy policy, ClientSap client) => context switch
    {
        ObjectIdentifier.LogicalNames => policy == SecurityPolicy.None,
        ObjectIdentifier.LogicalNamesCiphered => client != ClientSap.Public,
        _ => false,
    };

    private static ResultSourceDiagnostic? DiagnosticOfManagement(Aarq aarq, byte? mechanism, AssociationPolicy policy) => mechanism switch
    {
        ObjectIdentifier.LowestLevelSecurity => ResultSourceDiagnostic.AuthenticationRequired,
        ObjectIdentifier.LowLevelSecurity when policy.LowLevelSecret is not null => DiagnosticOfValue(aarq.CallingAuthenticationValue is not null),
        ObjectIdentifier.HighLevelSecurityGmac when policy.AllowHighLevelSecurity => aarq.CallingAuthenticationValue switch
        {
            { } challenge when !HlsAuthentication.IsChallenge(challenge) => ResultSourceDiagnostic.AuthenticationFailure,
            var challenge => DiagnosticOfValue(challenge is not null),
        },
        _ => NotRecognised(aarq),
    };

    private static ResultSourceDiagnostic? DiagnosticOfValue(bool isThere) => isThere ? null : ResultSourceDiagnostic.AuthenticationRequired;

    private static ResultSourceDiagnostic NotRecognised(Aarq aarq) => aarq.MechanismName is null
        ? ResultSourceDiagnostic.AuthenticationMechanismNameRequired
        : ResultSourceDiagnostic.AuthenticationMechanismNameNotRecognised;

    private static bool AsksForAuthentication(Aarq aarq) => aarq.SenderAcseRequirements is { } requirements && HasFirstBit(requirements);

    private static bool HasFirstBit(CosemData.BitString bits) => bits.Length > 0 && (bits.Bits.Span[0] & FirstBit) != 0;
}
