using Cosem;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class SetResponseTests
{
    private static readonly InvokeIdAndPriority C1 = new(0xC1);

    [Fact]
    public void Normal()
    {
        Vectors.Hold("C5 01 C1 00", new SetResponse.Normal(C1, DataAccessResult.Success));
        Vectors.Hold("C5 01 C1 03", new SetResponse.Normal(C1, DataAccessResult.ReadWriteDenied));
    }

    [Fact]
    public void Data_block() => Vectors.Hold("C5 02 C1 00000001", new SetResponse.DataBlock(C1, 1));

    [Fact]
    public void Last_data_block_has_the_result_before_the_block_number() =>
        Vectors.Hold("C5 03 C1 03 00000002", new SetResponse.LastDataBlock(C1, DataAccessResult.ReadWriteDenied, 2));

    [Fact]
    public void Last_data_block_with_a_list() => Vectors.Hold(
        "C5 04 C1 | 02 00 04 | 00000002",
        new SetResponse.LastDataBlockWithList(C1, [DataAccessResult.Success, DataAccessResult.ObjectUndefined], 2));

    [Fact]
    public void With_a_list() => Vectors.Hold(
        "C5 05 C1 | 02 00 FA", new SetResponse.WithList(C1, [DataAccessResult.Success, DataAccessResult.OtherReason]));

    [Theory]
    [InlineData("C5 00 C1 00")]
    [InlineData("C5 06 C1 00")]
    [InlineData("C5 02 C1 00000001 00")]
    [InlineData("C5 03 C1 00 000001")]
    [InlineData("C5 04 C1 7F 00 00000001")]
    [InlineData("C5 05 C1 02 00")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));
}
