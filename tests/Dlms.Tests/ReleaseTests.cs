using Dlms.Acse;
using Testing;

namespace Dlms.Tests;

public class ReleaseTests
{
    private const string CipheredRequest =
        "21303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855";

    private const string CipheredResponse = "281F3001234567891214A0845E475714383F65BC19745CA235906525E4F3E1C893";

    [Fact]
    public void A_request_has_a_reason() => Vectors.Hold("62 03 80 01 00", Rlrq.Normal);

    [Fact]
    public void A_request_may_be_empty() => Vectors.Hold("62 00", new Rlrq(null));

    [Fact]
    public void A_request_may_carry_a_ciphered_initiate_request() =>
        Vectors.Hold("62 39 | 80 01 00 | BE 34 04 32 " + CipheredRequest, new Rlrq(0, Hex.Bytes(CipheredRequest)));

    [Fact]
    public void An_answer_has_a_reason() => Vectors.Hold("63 03 80 01 00", Rlre.Normal);

    [Fact]
    public void An_answer_may_carry_a_ciphered_initiate_response() =>
        Vectors.Hold("63 28 | 80 01 00 | BE 23 04 21 " + CipheredResponse, new Rlre(0, Hex.Bytes(CipheredResponse)));

    [Theory]
    [InlineData("63 11 80 01 00 BE 0F 04 0E 08")] // as an old server sent it: the lengths lie
    [InlineData("62 01")]
    [InlineData("62 03 80 01")]
    [InlineData("62 03 80 01 00 00")]
    [InlineData("62 03 A1 01 00")]
    public void What_is_neither_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));
}
