using Cosem;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class ActionResponseTests
{
    private static readonly InvokeIdAndPriority C1 = new(0xC1);

    [Theory]
    [InlineData(0xC0, "1000001AFDE8857B728A3499106AA665D1")]
    [InlineData(0xC1, "101A9190BC0A587217BCD2BCD4FDDB7143")]
    [InlineData(0xC1, "10000100018B43AB8C56939F85E5127B2F")]
    [InlineData(0xC0, "1000010001EA31BA82516B9F4F249A63C3")]
    [InlineData(0xC1, "100000010D3AAF0E22605F26FB155CF2CB")]
    public void Normal_as_the_fourth_pass_of_authentication(byte invokeId, string reply) => Vectors.Hold(
        $"C7 01 {invokeId:X2} | 00 01 00 0911 {reply}",
        new ActionResponse.Normal(new(invokeId), new(ActionResult.Success, new(new CosemData.OctetString(Hex.Bytes(reply))))));

    [Fact]
    public void Normal_without_return_parameters()
    {
        Vectors.Hold("C7 01 C0 | 00 00", new ActionResponse.Normal(new(0xC0), new(ActionResult.Success)));
        Vectors.Hold("C7 01 C1 | 03 00", new ActionResponse.Normal(C1, new(ActionResult.ReadWriteDenied)));
    }

    [Fact]
    public void Normal_with_a_reason_why_there_are_none() => Vectors.Hold(
        "C7 01 C0 | 00 01 01 FA", new ActionResponse.Normal(new(0xC0), new(ActionResult.Success, new(DataAccessResult.OtherReason))));

    [Fact]
    public void With_a_block() => Vectors.Hold(
        "C7 02 51 | 01 00000001 05 0102030405", new ActionResponse.WithPBlock(new(0x51), new(true, 1, Hex.Bytes("0102030405"))));

    [Fact]
    public void With_a_list() => Vectors.Hold(
        "C7 03 C1 03 | 00 00 | 00 01 00 1105 | FA 01 01 01",
        new ActionResponse.WithList(
            C1,
            [
                new(ActionResult.Success),
                new(ActionResult.Success, new(new CosemData.Unsigned(5))),
                new(ActionResult.OtherReason, new(DataAccessResult.HardwareFault)),
            ]));

    [Fact]
    public void Next_block() => Vectors.Hold("C7 04 C1 00000001", new ActionResponse.NextPBlock(C1, 1));

    [Fact]
    public void All_blocks_together_are_what_follows_the_invoke_id()
    {
        Assert.Equal(
            new ActionResponseWithOptionalData(ActionResult.Success, new(new CosemData.Unsigned(5))), ActionResponse.ReadAssembled(Hex.Bytes("00 01 00 1105")));
        Assert.Equal(
            [new(ActionResult.Success), new(ActionResult.OtherReason)], ActionResponse.ReadAssembledList(Hex.Bytes("02 00 00 FA 00")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00 01 00 11")]
    [InlineData("00 00 00")]
    public void What_the_blocks_hold_is_refused_when_it_is_no_response(string hex)
    {
        Assert.Throws<ApduException>(() => ActionResponse.ReadAssembled(Hex.Bytes(hex)));
        Assert.Throws<ApduException>(() => ActionResponse.ReadAssembledList(Hex.Bytes("01" + hex)));
    }

    [Theory]
    [InlineData("C7 00 C1 00 00")]
    [InlineData("C7 05 C1 00 00")]
    [InlineData("C7 01 C1 00")]
    [InlineData("C7 01 C1 00 02")]
    [InlineData("C7 01 C1 00 01 02 00")]
    [InlineData("C7 03 C1 7F 00 00")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));
}
