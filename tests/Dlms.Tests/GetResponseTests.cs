using Cosem;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class GetResponseTests
{
    private static readonly InvokeIdAndPriority C1 = new(0xC1);

    [Fact]
    public void Normal_with_data() => Vectors.Hold(
        "C4 01 C1 | 00 06 0012D687", new GetResponse.Normal(C1, new(new CosemData.DoubleLongUnsigned(1234567))));

    [Fact]
    public void Normal_with_an_empty_array() => Vectors.Hold("C4 01 C1 | 00 0100", new GetResponse.Normal(C1, new(new CosemData.Array([]))));

    [Fact]
    public void Normal_with_a_reason() => Vectors.Hold("C4 01 C1 | 01 03", new GetResponse.Normal(C1, new(DataAccessResult.ReadWriteDenied)));

    [Fact]
    public void With_a_data_block()
    {
        Vectors.Hold("C4 02 C1 | 00 00000001 00 03 010203", new GetResponse.WithDataBlock(C1, false, 1, Hex.Bytes("010203")));
        Vectors.Hold("C4 02 C1 | 01 00000002 00 00", new GetResponse.WithDataBlock(C1, true, 2, default(Octets)));
    }

    [Fact]
    public void With_a_last_block_that_is_an_error() => Vectors.Hold(
        "C4 02 C1 | 01 00000013 01 01", new GetResponse.WithDataBlock(C1, 0x13, DataAccessResult.HardwareFault));

    [Fact]
    public void With_list()
    {
        Vectors.Hold(
            "C4 03 C1 02 | 00 0910 49534B31303330373737373634333636 | 00 090C 07E50603040E091700FFC400",
            new GetResponse.WithList(
                C1,
                [
                    new(new CosemData.OctetString(Hex.Bytes("49534B31303330373737373634333636"))),
                    new(new CosemData.OctetString(Hex.Bytes("07E50603040E091700FFC400"))),
                ]));
        Vectors.Hold(
            "C4 03 01 04 | 00 06 54001540 | 00 17 A3D70A3D | 00 06 0000004D | 00 00",
            new GetResponse.WithList(
                new(1),
                [
                    new(new CosemData.DoubleLongUnsigned(0x54001540)),
                    new(new CosemData.Float32(0xA3D70A3D)),
                    new(new CosemData.DoubleLongUnsigned(0x4D)),
                    new(CosemData.Null.Instance),
                ]));
    }

    [Fact]
    public void With_a_list_of_mixed_results() => Vectors.Hold(
        """
        C4 03 C1 09 | 00 120032 | 00 120000 | 00 120000 | 00 120000 | 00 120000 | 00 120000 | 00 1208FE
        00 0207 060190560B 120326 1111 1102 1200F0 120001 120000 | 00 0205 1202D0 120CA8 1118 1120 0FC0
        """,
        new GetResponse.WithList(
            C1,
            [
                Word(0x32), Word(0), Word(0), Word(0), Word(0), Word(0), Word(0x8FE),
                new(new CosemData.Structure(
                    new CosemData.DoubleLongUnsigned(0x0190560B),
                    new CosemData.LongUnsigned(0x0326),
                    new CosemData.Unsigned(0x11),
                    new CosemData.Unsigned(2),
                    new CosemData.LongUnsigned(0xF0),
                    new CosemData.LongUnsigned(1),
                    new CosemData.LongUnsigned(0))),
                new(new CosemData.Structure(
                    new CosemData.LongUnsigned(0x02D0),
                    new CosemData.LongUnsigned(0x0CA8),
                    new CosemData.Unsigned(0x18),
                    new CosemData.Unsigned(0x20),
                    new CosemData.Integer(-64))),
            ]));

    [Theory]
    [InlineData("C4 01 C1 02 00")]
    [InlineData("C4 01 C1 00")]
    [InlineData("C4 05 C1 00 00")]
    [InlineData("C4 02 C1 00 00000001 02 00")]
    [InlineData("C4 02 C1 00 00000001 00 05 00")]
    [InlineData("C4 03 C1 7F 00 00")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));

    private static GetDataResult Word(ushort value) => new(new CosemData.LongUnsigned(value));
}
