using System.Buffers;
using Cosem;
using Dlms.Ber;

namespace Dlms.Acse;

/// <summary>
/// AARQ, the request for an association (IEC 62056-5-3). Components that say nothing to a server are read over: called titles, qualifiers and
/// invocation ids, calling qualifier and invocation ids, implementation information.
/// <code>
/// 60 length
///   80 protocol-version            80 02 02 84                 OPTIONAL
///   A1 application-context-name    A1 09 06 07 60857405080101
///   A6 calling-AP-title            A6 0A 04 08 4D4D4D0000000001  OPTIONAL
///   8A sender-acse-requirements    8A 02 07 80                 OPTIONAL
///   8B mechanism-name              8B 07 60857405080201        OPTIONAL
///   AC calling-authentication-value AC 0A 80 08 3132333435363738  OPTIONAL
///   BE user-information            BE 10 04 0E InitiateRequest  OPTIONAL
/// </code>
/// </summary>
public sealed record Aarq : Apdu
{
    private const byte ProtocolVersionTag = 0x80;
    private const byte ApplicationContextNameTag = 0xA1;
    private const byte CallingApTitleTag = 0xA6;
    private const byte SenderAcseRequirementsTag = 0x8A;
    private const byte MechanismNameTag = 0x8B;
    private const byte CallingAuthenticationValueTag = 0xAC;

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.Aarq;

    /// <summary>protocol-version; absent is version 1, which is the first bit.</summary>
    public CosemData.BitString? ProtocolVersion { get; init; }

    /// <summary>application-context-name.</summary>
    public ObjectIdentifier ApplicationContextName { get; init; } = ObjectIdentifier.ApplicationContext(ObjectIdentifier.LogicalNames);

    /// <summary>calling-AP-title: the system title of the client.</summary>
    public Octets? CallingApTitle { get; init; }

    /// <summary>sender-acse-requirements; the first bit asks for authentication.</summary>
    public CosemData.BitString? SenderAcseRequirements { get; init; }

    /// <summary>mechanism-name.</summary>
    public ObjectIdentifier? MechanismName { get; init; }

    /// <summary>calling-authentication-value: a password or a challenge.</summary>
    public Octets? CallingAuthenticationValue { get; init; }

    /// <summary>user-information: the InitiateRequest, plain or ciphered.</summary>
    public Octets? UserInformation { get; init; }

    /// <summary>Names the request; what authenticates the client is not shown.</summary>
    public override string ToString() => $"AARQ of {CallingApTitle?.ToString() ?? "no title"}, mechanism {MechanismName?.MechanismNumber}";

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var components = new ArrayBufferWriter<byte>();
        var writer = new BerWriter(components);
        if (ProtocolVersion is { } version)
        {
            writer.WriteBitString(ProtocolVersionTag, version);
        }

        writer.WriteElement(ApplicationContextNameTag, AcseTag.ObjectIdentifier, ApplicationContextName.Value.Span);
        if (CallingApTitle is { } title)
        {
            writer.WriteElement(CallingApTitleTag, AcseTag.OctetString, title.Span);
        }

        if (SenderAcseRequirements is { } requirements)
        {
            writer.WriteBitString(SenderAcseRequirementsTag, requirements);
        }

        if (MechanismName is { } mechanism)
        {
            writer.WriteElement(MechanismNameTag, mechanism.Value.Span);
        }

        if (CallingAuthenticationValue is { } authentication)
        {
            writer.WriteElement(CallingAuthenticationValueTag, AcseTag.CharString, authentication.Span);
        }

        if (UserInformation is { } information)
        {
            writer.WriteElement(AcseTag.UserInformation, AcseTag.OctetString, information.Span);
        }

        new BerWriter(output).WriteElement((byte)Tag, components.WrittenSpan);
    }

    internal static Aarq Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AcseReader(apdu, ApduTag.Aarq);
        ObjectIdentifier? context = null;
        var aarq = new Aarq();
        while (reader.TryReadComponent(out var tag, out var contents))
        {
            switch (tag)
            {
                case ProtocolVersionTag: aarq = aarq with { ProtocolVersion = BerReader.ReadBitString(contents) }; break;
                case ApplicationContextNameTag: context = new(BerReader.ReadOnly(contents, AcseTag.ObjectIdentifier).ToArray()); break;
                case CallingApTitleTag: aarq = aarq with { CallingApTitle = BerReader.ReadOnly(contents, AcseTag.OctetString).ToArray() }; break;
                case SenderAcseRequirementsTag: aarq = aarq with { SenderAcseRequirements = BerReader.ReadBitString(contents) }; break;
                case MechanismNameTag: aarq = aarq with { MechanismName = new(contents.ToArray()) }; break;
                case CallingAuthenticationValueTag:
                    aarq = aarq with { CallingAuthenticationValue = BerReader.ReadOnly(contents, AcseTag.CharString).ToArray() };
                    break;
                case AcseTag.UserInformation: aarq = aarq with { UserInformation = BerReader.ReadOnly(contents, AcseTag.OctetString).ToArray() }; break;
                default: break;
            }
        }

        return aarq with { ApplicationContextName = context ?? throw ApduException.Malformed("The AARQ names no application context.") };
    }
}
