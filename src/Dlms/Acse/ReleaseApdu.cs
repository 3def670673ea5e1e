using System.Buffers;
using Cosem;
using Dlms.Ber;

namespace Dlms.Acse;

/// <summary>
/// What RLRQ and RLRE share (IEC 62056-5-3): both have the same components.
/// <code>
/// 62 | 63 length
///   80 reason             80 01 00                                          OPTIONAL
///   BE user-information   BE 23 04 21 ciphered InitiateRequest or -Response OPTIONAL
/// </code>
/// </summary>
/// <param name="Reason">Release-request-reason or release-response-reason; 0 is normal.</param>
/// <param name="UserInformation">A ciphered InitiateRequest or InitiateResponse.</param>
public abstract record ReleaseApdu(byte? Reason, Octets? UserInformation) : Apdu
{
    private const byte ReasonTag = 0x80;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var components = new ArrayBufferWriter<byte>();
        var writer = new BerWriter(components);
        if (Reason is { } reason)
        {
            writer.WriteElement(ReasonTag, [reason]);
        }

        if (UserInformation is { } information)
        {
            writer.WriteElement(AcseTag.UserInformation, AcseTag.OctetString, information.Span);
        }

        new BerWriter(output).WriteElement((byte)Tag, components.WrittenSpan);
    }

    private protected static (byte? Reason, Octets? UserInformation) ReadComponents(ReadOnlySpan<byte> apdu, ApduTag apduTag)
    {
        var reader = new AcseReader(apdu, apduTag);
        byte? reason = null;
        Octets? information = null;
        while (reader.TryReadComponent(out var tag, out var contents))
        {
            switch (tag)
            {
                case ReasonTag: reason = BerReader.ReadByte(contents); break;
                case AcseTag.UserInformation: information = BerReader.ReadOnly(contents, AcseTag.OctetString).ToArray(); break;
                default: throw ApduException.Malformed($"{tag:X2} is no component of an {apduTag}.");
            }
        }

        return (reason, information);
    }
}
