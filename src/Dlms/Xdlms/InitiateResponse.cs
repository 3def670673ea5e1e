using System.Buffers;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// initiateResponse (IEC 62056-5-3), the user-information of an AARE.
/// <code>
/// 08
/// negotiated-quality-of-service      OPTIONAL  00, or 01 00
/// negotiated-dlms-version-number(1)  06
/// negotiated-conformance             5F1F0400 00501F
/// server-max-receive-pdu-size(2)     01F4
/// vaa-name(2)                        0007
/// </code>
/// </summary>
public sealed record InitiateResponse : Apdu
{
    /// <summary>The version of DLMS there is.</summary>
    public const byte DlmsVersion = 6;

    /// <summary>The vaa-name where logical names are used.</summary>
    public const ushort LogicalNameVaa = 7;

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.InitiateResponse;

    /// <summary>negotiated-quality-of-service.</summary>
    public sbyte? NegotiatedQualityOfService { get; init; }

    /// <summary>negotiated-dlms-version-number.</summary>
    public byte NegotiatedDlmsVersionNumber { get; init; } = DlmsVersion;

    /// <summary>negotiated-conformance.</summary>
    public required Conformance NegotiatedConformance { get; init; }

    /// <summary>server-max-receive-pdu-size in octets.</summary>
    public required ushort ServerMaxReceivePduSize { get; init; }

    /// <summary>vaa-name.</summary>
    public ushort VaaName { get; init; } = LogicalNameVaa;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteBoolean(NegotiatedQualityOfService is not null);
        if (NegotiatedQualityOfService is { } quality)
        {
            writer.WriteInteger(quality);
        }

        writer.WriteUnsigned(NegotiatedDlmsVersionNumber);
        ConformanceBlock.Write(writer, NegotiatedConformance);
        writer.WriteLongUnsigned(ServerMaxReceivePduSize);
        writer.WriteLongUnsigned(VaaName);
    }

    internal static InitiateResponse Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)ApduTag.InitiateResponse);
        var response = new InitiateResponse
        {
            NegotiatedQualityOfService = reader.ReadPresence() ? reader.ReadInteger() : null,
            NegotiatedDlmsVersionNumber = reader.ReadUnsigned(),
            NegotiatedConformance = ConformanceBlock.Read(ref reader),
            ServerMaxReceivePduSize = reader.ReadLongUnsigned(),
            VaaName = reader.ReadLongUnsigned(),
        };
        reader.End();
        return response;
    }
}
