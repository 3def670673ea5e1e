using Cosem;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class AccessTests
{
    private static readonly LongInvokeIdAndPriority First = new(0x40000001);
    private static readonly AttributeDescriptor Time = new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2);
    private static readonly AttributeDescriptor Selected = new(ClassId.ProfileGeneric, new(1, 0, 99, 1, 0, 255), 2, new(2, new CosemData.Unsigned(7)));
    private static readonly MethodDescriptor Reset = new(ClassId.ProfileGeneric, new(1, 0, 99, 1, 0, 255), 1);

    [Fact]
    public void Request_to_get() => Vectors.Hold(
        "D9 40000001 00 | 01 01 0008 0000010000FF 02 | 01 00",
        new AccessRequest(First, default, [new(new AccessRequestSpecification.Get(Time), CosemData.Null.Instance)]));

    [Fact]
    public void Request_with_every_choice() => Vectors.Hold(
        """
        D9 F0FFFFFF 0C 07E50118FF0E303950FFC400
        05 | 01 0008 0000010000FF 02 | 02 0008 0000010000FF 02 | 03 0007 0100630100FF 01 | 04 0007 0100630100FF 02 02 1107 | 05 0007 0100630100FF 02 02 1107
        05 | 00 | 1101 | 0F00 | 00 | 1102
        """,
        new AccessRequest(
            new(0xF0FFFFFF),
            Hex.Bytes("07E50118FF0E303950FFC400"),
            [
                new(new AccessRequestSpecification.Get(Time), CosemData.Null.Instance),
                new(new AccessRequestSpecification.Set(Time), new CosemData.Unsigned(1)),
                new(new AccessRequestSpecification.Action(Reset), new CosemData.Integer(0)),
                new(new AccessRequestSpecification.Get(Selected), CosemData.Null.Instance),
                new(new AccessRequestSpecification.Set(Selected), new CosemData.Unsigned(2)),
            ]));

    [Fact]
    public void Response() => Vectors.Hold(
        "DA 40000001 00 00 | 03 1105 00 00 | 03 01 00 02 03 03 FA",
        new AccessResponse(
            First,
            default,
            null,
            [
                new(new AccessResponseSpecification.Get(DataAccessResult.Success), new CosemData.Unsigned(5)),
                new(new AccessResponseSpecification.Set(DataAccessResult.ReadWriteDenied), CosemData.Null.Instance),
                new(new AccessResponseSpecification.Action(ActionResult.OtherReason), CosemData.Null.Instance),
            ]));

    [Fact]
    public void Response_that_describes_itself() => Vectors.Hold(
        "DA 50000001 0C 07E50118FF0E303950FFC400 01 01 01 0008 0000010000FF 02 | 01 1105 | 01 01 00",
        new AccessResponse(
            new(0x50000001),
            Hex.Bytes("07E50118FF0E303950FFC400"),
            [new AccessRequestSpecification.Get(Time)],
            [new(new AccessResponseSpecification.Get(DataAccessResult.Success), new CosemData.Unsigned(5))]));

    [Theory]
    [InlineData(0x00000000, 0, false, false, false, false)]
    [InlineData(0x00FFFFFF, 0xFFFFFF, false, false, false, false)]
    [InlineData(0x10000001, 1, true, false, false, false)]
    [InlineData(0x20000001, 1, false, true, false, false)]
    [InlineData(0x40000001, 1, false, false, true, false)]
    [InlineData(0x80000001, 1, false, false, false, true)]
    [InlineData(0x0F000001, 1, false, false, false, false)]
    public void Long_invoke_id_has_a_bit_for_each_property(
        uint value, int invokeId, bool selfDescriptive, bool breaksOnError, bool confirmed, bool highPriority)
    {
        var id = new LongInvokeIdAndPriority(value);
        Assert.Equal(
            (invokeId, selfDescriptive, breaksOnError, confirmed, highPriority),
            (id.InvokeId, id.IsSelfDescriptive, id.BreaksOnError, id.IsConfirmed, id.IsHighPriority));
    }

    [Fact]
    public void A_long_invoke_id_of_a_request_keeps_to_its_24_bits() =>
        Assert.Equal(new LongInvokeIdAndPriority(0xC0000001), LongInvokeIdAndPriority.Request(0x1000001));

    [Theory]
    [InlineData("D9 40000001 00 01 00 0008 0000010000FF 02 01 00")]
    [InlineData("D9 40000001 00 01 06 0008 0000010000FF 02 01 00")]
    [InlineData("D9 40000001 00 01 01 0008 0000010000FF 02 00")]
    [InlineData("D9 40000001 00 01 01 0008 0000010000FF 02 02 00 00")]
    [InlineData("D9 40000001 01 00 01 01 0008 0000010000FF 02 01 00")]
    [InlineData("D9 40000001 00 84 7FFFFFFF 01 0008 0000010000FF 02 01 00")]
    [InlineData("DA 40000001 00 00 01 1105 00")]
    [InlineData("DA 40000001 00 00 00 01 01 00")]
    [InlineData("DA 40000001 00 00 01 1105 01 04 00")]
    [InlineData("DA 40000001 00 02 01 1105 01 01 00")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));
}
