using Cosem;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class SetRequestTests
{
    private static readonly InvokeIdAndPriority C1 = new(0xC1);
    private static readonly AttributeDescriptor Time = new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2);
    private static readonly AttributeDescriptor Value = new(ClassId.Data, new(0, 0, 42, 0, 0, 255), 2);
    private static readonly AttributeDescriptor Selected =
        new(ClassId.ProfileGeneric, new(1, 0, 99, 1, 0, 255), 3, new(2, new CosemData.Unsigned(7)));

    [Fact]
    public void Normal() => Vectors.Hold(
        "C1 01 C1 | 0008 0000010000FF 02 00 | 090C 07E50118FF0E303950FFC400",
        new SetRequest.Normal(C1, Time, new CosemData.OctetString(Hex.Bytes("07E50118FF0E303950FFC400"))));

    [Fact]
    public void Normal_with_a_selection() => Vectors.Hold(
        "C1 01 C1 | 0007 0100630100FF 03 01 02 1107 | 00", new SetRequest.Normal(C1, Selected, CosemData.Null.Instance));

    [Fact]
    public void With_the_first_block()
    {
        Vectors.Hold(
            "C1 02 C1 | 0008 0000010000FF 02 00 | 00 00000001 03 090C07", new SetRequest.WithFirstDataBlock(C1, Time, new(false, 1, Hex.Bytes("090C07"))));
        Vectors.Hold(
            "C1 02 C1 | 0007 0100630100FF 03 01 02 1107 | 01 00000001 01 00",
            new SetRequest.WithFirstDataBlock(C1, Selected, new(true, 1, Hex.Bytes("00"))));
    }

    [Fact]
    public void With_another_block()
    {
        Vectors.Hold("C1 03 C1 | 00 00000002 02 E501", new SetRequest.WithDataBlock(C1, new(false, 2, Hex.Bytes("E501"))));
        Vectors.Hold("C1 03 C1 | 01 FFFFFFFF 00", new SetRequest.WithDataBlock(C1, new(true, uint.MaxValue, default)));
    }

    [Fact]
    public void With_a_list() => Vectors.Hold(
        "C1 04 C1 | 02 0001 00002A0000FF 02 00 0007 0100630100FF 03 01 02 1107 | 02 1105 00",
        new SetRequest.WithList(C1, [Value, Selected], [new CosemData.Unsigned(5), CosemData.Null.Instance]));

    [Fact]
    public void With_a_list_and_the_first_block() => Vectors.Hold(
        "C1 05 C1 | 02 0001 00002A0000FF 02 00 0007 0100630100FF 03 01 02 1107 | 00 00000001 02 0211",
        new SetRequest.WithListAndFirstDataBlock(C1, [Value, Selected], new(false, 1, Hex.Bytes("0211"))));

    [Fact]
    public void All_blocks_together_are_one_data_or_one_for_each_attribute()
    {
        Assert.Equal(new CosemData.Unsigned(5), DataBlock.ReadData(Hex.Bytes("1105")));
        Assert.Equal([new CosemData.Unsigned(5), CosemData.Null.Instance], DataBlock.ReadListOfData(Hex.Bytes("02 1105 00"), descriptors: 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("11")]
    [InlineData("1105 00")]
    public void What_the_blocks_hold_is_refused_when_it_is_no_data(string hex) =>
        Assert.Throws<ApduException>(() => DataBlock.ReadData(Hex.Bytes(hex)));

    [Theory]
    [InlineData("")]
    [InlineData("01 1105")]
    [InlineData("03 1105 00 00")]
    [InlineData("02 1105")]
    [InlineData("02 1105 00 00")]
    public void What_the_blocks_hold_is_refused_when_it_is_not_one_data_for_each_attribute(string hex) =>
        Assert.Throws<ApduException>(() => DataBlock.ReadListOfData(Hex.Bytes(hex), descriptors: 2));

    [Theory]
    [InlineData("C1 00 C1 0008 0000010000FF 02 00 00")]
    [InlineData("C1 06 C1 0008 0000010000FF 02 00 00")]
    [InlineData("C1 01 C1 0008 0000010000FF 02 00")]
    [InlineData("C1 01 C1 0008 0000010000FF 02 00 00 00")]
    [InlineData("C1 02 C1 0008 0000010000FF 02 00 00 00000001 04 010203")]
    [InlineData("C1 04 C1 02 0001 00002A0000FF 02 00 0001 00002A0000FF 02 00 01 00")]
    [InlineData("C1 04 C1 01 0001 00002A0000FF 02 00 02 00 00")]
    [InlineData("C1 04 C1 84 7FFFFFFF 0001 00002A0000FF 02 00 01 00")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));
}
