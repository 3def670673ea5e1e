using System.Security.Cryptography;
using Cosem;
using Dlms.Acse;
using Dlms.Connection;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>Judges a request for an association: first as ACSE, then as xDLMS.</summary>
internal static class Negotiation
{
    /// <summary>What the server can do.</summary>
    public const Conformance Offered = Conformance.BlockTransferWithGet | Conformance.MultipleReferences | Conformance.Get;

    /// <summary>The longest APDU the server takes, in octets: what the wrapper can carry.</summary>
    public const ushort MaxReceivePduSize = ushort.MaxValue;

    private const byte FirstBit = 0x80;

    /// <summary>The diagnostic to refuse with, or null. Wrong password, unknown client and unknown server are not told apart.</summary>
    public static ResultSourceDiagnostic? DiagnosticOf(Aarq aarq, ushort client, ushort serverSap, DlmsServer server)
    {
        if (aarq.ProtocolVersion is { } version && !HasFirstBit(version))
        {
            return ResultSourceDiagnostic.NoCommonAcseVersion;
        }

        if (aarq.ApplicationContextName.ApplicationContextNumber != ObjectIdentifier.LogicalNames)
        {
            return ResultSourceDiagnostic.ApplicationContextNameNotSupported;
        }

        var policy = server.Policy;
        return server.Directory.Find(serverSap) is null
            ? ResultSourceDiagnostic.AuthenticationFailure
            : (ClientSap)client switch
            {
                ClientSap.Public when policy.AllowPublicClient => DiagnosticOfPublic(aarq),
                ClientSap.Management => DiagnosticOfManagement(aarq, policy),
                _ => ResultSourceDiagnostic.AuthenticationFailure,
            };
    }

    /// <summary>The error to refuse with, or null.</summary>
    public static InitiateError? ErrorOf(InitiateRequest? initiate) => initiate switch
    {
        null => InitiateError.Other,
        { ProposedDlmsVersionNumber: not InitiateResponse.DlmsVersion } => InitiateError.DlmsVersionTooLow,
        _ when (initiate.ProposedConformance & Offered) == Conformance.None => InitiateError.IncompatibleConformance,
        { ClientMaxReceivePduSize: > 0 and < DlmsLimits.MinPduSize } => InitiateError.PduSizeTooShort,
        _ => null,
    };

    /// <summary>The mechanism a request names: the name counts only when authentication is asked for.</summary>
    public static byte? MechanismOf(Aarq aarq) =>
        AsksForAuthentication(aarq) ? aarq.MechanismName?.MechanismNumber : ObjectIdentifier.LowestLevelSecurity;

    /// <summary>The longest APDU to send to a client, in octets.</summary>
    public static ushort MaxSendPduSize(InitiateRequest initiate, DlmsLimits limits) => initiate.ClientMaxReceivePduSize == 0
        ? limits.MaxSendPduSize
        : Math.Min(initiate.ClientMaxReceivePduSize, limits.MaxSendPduSize);

    private static ResultSourceDiagnostic? DiagnosticOfPublic(Aarq aarq) => MechanismOf(aarq) switch
    {
        ObjectIdentifier.LowestLevelSecurity => null,
        _ => NotRecognised(aarq),
    };

    private static ResultSourceDiagnostic? DiagnosticOfManagement(Aarq aarq, AssociationPolicy policy) => MechanismOf(aarq) switch
    {
        ObjectIdentifier.LowestLevelSecurity => ResultSourceDiagnostic.AuthenticationRequired,
        ObjectIdentifier.LowLevelSecurity when policy.LowLevelSecret is { } secret => DiagnosticOfPassword(aarq.CallingAuthenticationValue, secret),
        _ => NotRecognised(aarq),
    };

    private static ResultSourceDiagnostic? DiagnosticOfPassword(Octets? password, Octets secret) => password switch
    {
        null => ResultSourceDiagnostic.AuthenticationRequired,
        { } given when CryptographicOperations.FixedTimeEquals(given.Span, secret.Span) => null,
        _ => ResultSourceDiagnostic.AuthenticationFailure,
    };

    private static ResultSourceDiagnostic NotRecognised(Aarq aarq) => aarq.MechanismName is null
        ? ResultSourceDiagnostic.AuthenticationMechanismNameRequired
        : ResultSourceDiagnostic.AuthenticationMechanismNameNotRecognised;

    private static bool AsksForAuthentication(Aarq aarq) => aarq.SenderAcseRequirements is { } requirements && HasFirstBit(requirements);

    private static bool HasFirstBit(CosemData.BitString bits) => bits.Length > 0 && (bits.Bits.Span[0] & FirstBit) != 0;
}
