using System.Buffers;
using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// initiateRequest (IEC 62056-5-3), the user-information of an AARQ.
/// <code>
/// 01
/// dedicated-key                      OPTIONAL      00, or 01 10 0011...FF
/// response-allowed                   DEFAULT TRUE  00, or 01 00
/// proposed-quality-of-service        OPTIONAL      00, or 01 00
/// proposed-dlms-version-number(1)    06
/// proposed-conformance               5F1F0400 001E1D
/// client-max-receive-pdu-size(2)     FFFF
/// </code>
/// </summary>
public sealed record InitiateRequest : Apdu
{
    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.InitiateRequest;

    /// <summary>dedicated-key.</summary>
    public Octets? DedicatedKey { get; init; }

    /// <summary>response-allowed.</summary>
    public bool ResponseAllowed { get; init; } = true;

    /// <summary>proposed-quality-of-service.</summary>
    public sbyte? ProposedQualityOfService { get; init; }

    /// <summary>proposed-dlms-version-number: 6.</summary>
    public byte ProposedDlmsVersionNumber { get; init; } = InitiateResponse.DlmsVersion;

    /// <summary>proposed-conformance.</summary>
    public required Conformance ProposedConformance { get; init; }

    /// <summary>client-max-receive-pdu-size in octets; 0: no limit.</summary>
    public required ushort ClientMaxReceivePduSize { get; init; }

    /// <summary>Names the request; the dedicated key is not shown.</summary>
    public override string ToString() => $"InitiateRequest, conformance {ProposedConformance}, at most {ClientMaxReceivePduSize} octets";

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteBoolean(DedicatedKey is not null);
        if (DedicatedKey is { } key)
        {
            writer.WriteOctetString(key.Span);
        }

        writer.WriteBoolean(!ResponseAllowed);
        if (!ResponseAllowed)
        {
            writer.WriteBoolean(ResponseAllowed);
        }

        writer.WriteBoolean(ProposedQualityOfService is not null);
        if (ProposedQualityOfService is { } quality)
        {
            writer.WriteInteger(quality);
        }

        writer.WriteUnsigned(ProposedDlmsVersionNumber);
        ConformanceBlock.Write(writer, ProposedConformance);
        writer.WriteLongUnsigned(ClientMaxReceivePduSize);
    }

    internal static InitiateRequest Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)ApduTag.InitiateRequest);
        var request = new InitiateRequest
        {
            DedicatedKey = reader.ReadPresence() ? new Octets(reader.ReadOctetString().ToArray()) : (Octets?)null,
            ResponseAllowed = !reader.ReadPresence() || reader.ReadBoolean(),
            ProposedQualityOfService = reader.ReadPresence() ? reader.ReadInteger() : null,
            ProposedDlmsVersionNumber = reader.ReadUnsigned(),
            ProposedConformance = ConformanceBlock.Read(ref reader),
            ClientMaxReceivePduSize = reader.ReadLongUnsigned(),
        };
        reader.End();
        return request;
    }
}
