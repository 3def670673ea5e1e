using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class InitiateTests
{
    [Theory]
    [InlineData("01 00 00 00 06 5F1F0400001E1D FFFF", 0x001E1D, 0xFFFF)]
    [InlineData("01 00 00 00 06 5F1F0400007E1F 04B0", 0x007E1F, 0x04B0)]
    [InlineData("01 00 00 00 06 5F1F0400021E5D FFFF", 0x021E5D, 0xFFFF)]
    [InlineData("01 00 00 00 06 5F1F040000525F FFFF", 0x00525F, 0xFFFF)]
    public void A_request(string hex, uint conformance, ushort size) => Vectors.Hold(
        hex, new InitiateRequest { ProposedConformance = (Conformance)conformance, ClientMaxReceivePduSize = size });

    [Fact]
    public void A_request_with_a_dedicated_key() => Vectors.Hold(
        "01 01 10 00112233445566778899AABBCCDDEEFF 00 00 06 5F1F0400007E1F 04B0",
        new InitiateRequest
        {
            DedicatedKey = Hex.Bytes("00112233445566778899AABBCCDDEEFF"),
            ProposedConformance = (Conformance)0x007E1F,
            ClientMaxReceivePduSize = 0x04B0,
        });

    [Fact]
    public void A_request_with_everything() => Vectors.Hold(
        "01 01 01 AA 01 00 01 01 05 5F1F0400FFFFFF 0000",
        new InitiateRequest
        {
            DedicatedKey = Hex.Bytes("AA"),
            ResponseAllowed = false,
            ProposedQualityOfService = 1,
            ProposedDlmsVersionNumber = 5,
            ProposedConformance = (Conformance)0xFFFFFF,
            ClientMaxReceivePduSize = 0,
        });

    [Fact]
    public void The_tag_of_the_conformance_block_may_have_one_octet_only() => Assert.Equal(
        new InitiateRequest { ProposedConformance = (Conformance)0x001E1D, ClientMaxReceivePduSize = 0xFFFF },
        Apdu.Decode(Hex.Bytes("01 00 00 00 06 5F0400001E1D FFFF")));

    [Theory]
    [InlineData("08 00 06 5F1F040000501F 01F4 0007", 0x00501F, 0x01F4)]
    [InlineData("08 00 06 5F1F040000 7C1F 0400 0007", 0x007C1F, 0x0400)]
    [InlineData("08 00 06 5F1F0400001E5D 0400 0007", 0x001E5D, 0x0400)]
    [InlineData("08 00 06 5F1F040000125D 0400 0007", 0x00125D, 0x0400)]
    public void A_response(string hex, uint conformance, ushort size) => Vectors.Hold(
        hex, new InitiateResponse { NegotiatedConformance = (Conformance)conformance, ServerMaxReceivePduSize = size });

    [Fact]
    public void A_response_with_quality_of_service() => Vectors.Hold(
        "08 01 00 06 5F1F040000501F 01F4 FA00",
        new InitiateResponse
        {
            NegotiatedQualityOfService = 0,
            NegotiatedConformance = (Conformance)0x00501F,
            ServerMaxReceivePduSize = 0x01F4,
            VaaName = 0xFA00,
        });

    [Theory]
    [InlineData("01 00 00 00 06 5F1F0400001E1D FF")]
    [InlineData("01 00 00 00 06 5F1F0400001E1D FFFF 00")]
    [InlineData("01 02 00 00 06 5F1F0400001E1D FFFF")]
    [InlineData("01 00 00 00 06 5F1F0500001E1D00 FFFF")]
    [InlineData("01 00 00 00 06 5F1F0401001E1D FFFF")]
    [InlineData("01 00 00 00 06 601F0400001E1D FFFF")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));

    [Fact]
    public void Conformance_is_numbered_from_the_most_significant_bit()
    {
        Assert.Equal(0x001210u, (uint)(Conformance.BlockTransferWithGet | Conformance.MultipleReferences | Conformance.Get));
        Assert.Equal(0x601E5Du, (uint)(Conformance.GeneralProtection | Conformance.GeneralBlockTransfer | Conformance.BlockTransferWithGet
            | Conformance.BlockTransferWithSet | Conformance.BlockTransferWithAction | Conformance.MultipleReferences
            | Conformance.Access | Conformance.Get | Conformance.Set | Conformance.SelectiveAccess | Conformance.Action));
    }
}
