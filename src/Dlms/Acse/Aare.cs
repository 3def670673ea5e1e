using System.Buffers;
using Cosem;
using Dlms.Ber;

namespace Dlms.Acse;

/// <summary>
/// AARE, the answer to a request for an association (IEC 62056-5-3).
/// <code>
/// 61 length
///   80 protocol-version                                         OPTIONAL, read over
///   A1 application-context-name      A1 09 06 07 60857405080101
///   A2 result                        A2 03 02 01 00
///   A3 result-source-diagnostic      A3 05 A1 03 02 01 00       A1 acse-service-user, A2 acse-service-provider
///   A4 responding-AP-title           A4 0A 04 08 4D4D4D0000BC614E  OPTIONAL
///   88 responder-acse-requirements   88 02 07 80                OPTIONAL
///   89 mechanism-name                89 07 60857405080205       OPTIONAL
///   AA responding-authentication-value AA 0A 80 08 503677524A323146  OPTIONAL
///   BE user-information              BE 10 04 0E InitiateResponse or ConfirmedServiceError  OPTIONAL
/// </code>
/// </summary>
public sealed record Aare : Apdu
{
    private const byte ApplicationContextNameTag = 0xA1;
    private const byte ResultTag = 0xA2;
    private const byte ResultSourceDiagnosticTag = 0xA3;
    private const byte RespondingApTitleTag = 0xA4;
    private const byte ResponderAcseRequirementsTag = 0x88;
    private const byte MechanismNameTag = 0x89;
    private const byte RespondingAuthenticationValueTag = 0xAA;
    private const byte ServiceUserTag = 0xA1;
    private const byte ServiceProviderTag = 0xA2;

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.Aare;

    /// <summary>application-context-name.</summary>
    public ObjectIdentifier ApplicationContextName { get; init; } = ObjectIdentifier.ApplicationContext(ObjectIdentifier.LogicalNames);

    /// <summary>result.</summary>
    public required AssociationResult Result { get; init; }

    /// <summary>result-source-diagnostic.</summary>
    public required ResultSourceDiagnostic Diagnostic { get; init; }

    /// <summary>responding-AP-title: the system title of the server.</summary>
    public Octets? RespondingApTitle { get; init; }

    /// <summary>responder-acse-requirements.</summary>
    public CosemData.BitString? ResponderAcseRequirements { get; init; }

    /// <summary>mechanism-name.</summary>
    public ObjectIdentifier? MechanismName { get; init; }

    /// <summary>responding-authentication-value: a challenge.</summary>
    public Octets? RespondingAuthenticationValue { get; init; }

    /// <summary>user-information: the InitiateResponse, plain or ciphered, or a ConfirmedServiceError.</summary>
    public Octets? UserInformation { get; init; }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var components = new ArrayBufferWriter<byte>();
        var writer = new BerWriter(components);
        writer.WriteElement(ApplicationContextNameTag, AcseTag.ObjectIdentifier, ApplicationContextName.Value.Span);
        writer.WriteElement(ResultTag, AcseTag.Integer, [(byte)Result]);
        var source = Diagnostic.IsServiceProvider ? ServiceProviderTag : ServiceUserTag;
        writer.WriteElement(ResultSourceDiagnosticTag, source, [AcseTag.Integer, 1, Diagnostic.Value]);
        if (RespondingApTitle is { } title)
        {
            writer.WriteElement(RespondingApTitleTag, AcseTag.OctetString, title.Span);
        }

        if (ResponderAcseRequirements is { } requirements)
        {
            writer.WriteBitString(ResponderAcseRequirementsTag, requirements);
        }

        if (MechanismName is { } mechanism)
        {
            writer.WriteElement(MechanismNameTag, mechanism.Value.Span);
        }

        if (RespondingAuthenticationValue is { } authentication)
        {
            writer.WriteElement(RespondingAuthenticationValueTag, AcseTag.CharString, authentication.Span);
        }

        if (UserInformation is { } information)
        {
            writer.WriteElement(AcseTag.UserInformation, AcseTag.OctetString, information.Span);
        }

        new BerWriter(output).WriteElement((byte)Tag, components.WrittenSpan);
    }

    internal static Aare Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AcseReader(apdu, ApduTag.Aare);
        ObjectIdentifier? context = null;
        AssociationResult? result = null;
        ResultSourceDiagnostic? diagnostic = null;
        var aare = new Aare { Result = default, Diagnostic = default };
        while (reader.TryReadComponent(out var tag, out var contents))
        {
            switch (tag)
            {
                case ApplicationContextNameTag: context = new(BerReader.ReadOnly(contents, AcseTag.ObjectIdentifier).ToArray()); break;
                case ResultTag: result = (AssociationResult)BerReader.ReadByte(BerReader.ReadOnly(contents, AcseTag.Integer)); break;
                case ResultSourceDiagnosticTag: diagnostic = ReadDiagnostic(contents); break;
                case RespondingApTitleTag: aare = aare with { RespondingApTitle = BerReader.ReadOnly(contents, AcseTag.OctetString).ToArray() }; break;
                case ResponderAcseRequirementsTag: aare = aare with { ResponderAcseRequirements = BerReader.ReadBitString(contents) }; break;
                case MechanismNameTag: aare = aare with { MechanismName = new(contents.ToArray()) }; break;
                case RespondingAuthenticationValueTag:
                    aare = aare with { RespondingAuthenticationValue = BerReader.ReadOnly(contents, AcseTag.CharString).ToArray() };
                    break;
                case AcseTag.UserInformation: aare = aare with { UserInformation = BerReader.ReadOnly(contents, AcseTag.OctetString).ToArray() }; break;
                default: break;
            }
        }

        return aare with
        {
            ApplicationContextName = context ?? throw ApduException.Malformed("The AARE names no application context."),
            Result = result ?? throw ApduException.Malformed("The AARE has no result."),
            Diagnostic = diagnostic ?? throw ApduException.Malformed("The AARE has no result-source-diagnostic."),
        };
    }

    private static ResultSourceDiagnostic ReadDiagnostic(ReadOnlySpan<byte> contents)
    {
        var reader = new BerReader(contents);
        var inner = reader.ReadElement(out var source);
        reader.End();
        if (source is not (ServiceUserTag or ServiceProviderTag))
        {
            throw ApduException.Malformed($"{source:X2} is no source of a diagnostic.");
        }

        return new(source == ServiceProviderTag, BerReader.ReadByte(BerReader.ReadOnly(inner, AcseTag.Integer)));
    }
}
