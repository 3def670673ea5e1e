using System.Buffers;
using Cosem;
using Dlms.Ber;

namespace Dlms.Acse;

/// <summary>
/// RLRQ, the request for the release of an association (IEC 62056-5-3).
/// <code>
/// 62 length
///   80 reason             80 01 00                        OPTIONAL
///   BE user-information   BE 23 04 21 ciphered InitiateRequest  OPTIONAL
/// </code>
/// </summary>
/// <param name="Reason">Release-request-reason; 0 is normal.</param>
/// <param name="UserInformation">user-information, in a ciphered context.</param>
public sealed record Rlrq(byte? Reason, Octets? UserInformation = null) : Apdu
{
    private const byte ReasonTag = 0x80;

    /// <summary><c>6203800100</c>: normal, in a plain context.</summary>
    public static Rlrq Normal { get; } = new(0);

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.Rlrq;

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

    internal static Rlrq Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AcseReader(apdu, ApduTag.Rlrq);
        byte? reason = null;
        Octets? information = null;
        while (reader.TryReadComponent(out var tag, out var contents))
        {
            switch (tag)
            {
                case ReasonTag: reason = BerReader.ReadByte(contents); break;
                case AcseTag.UserInformation: information = BerReader.ReadOnly(contents, AcseTag.OctetString).ToArray(); break;
                default: throw ApduException.Malformed($"{tag:X2} is no component of an RLRQ.");
            }
        }

        return new(reason, information);
    }
}
