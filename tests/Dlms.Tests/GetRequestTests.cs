using Cosem;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class GetRequestTests
{
    private static readonly InvokeIdAndPriority C1 = new(0xC1);

    [Fact]
    public void Normal()
    {
        Vectors.Hold("C0 01 00 | 0008 0000010000FF 02 00", new GetRequest.Normal(new(0), new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2)));
        Vectors.Hold("C0 01 C1 | 0003 0100010800FF 02 00", new GetRequest.Normal(C1, new(ClassId.Register, new(1, 0, 1, 8, 0, 255), 2)));
        Vectors.Hold("C0 01 C1 | 000F 0000280000FF 02 00", new GetRequest.Normal(C1, new(ClassId.AssociationLn, new(0, 0, 40, 0, 0, 255), 2)));
    }

    [Fact]
    public void Next() => Vectors.Hold("C0 02 C1 00000001", new GetRequest.Next(C1, 1));

    [Fact]
    public void With_list()
    {
        Vectors.Hold(
            "C0 03 C1 02 | 0001 00002A0000FF 02 00 | 0008 0000010000FF 02 00",
            new GetRequest.WithList(C1, [new(ClassId.Data, new(0, 0, 42, 0, 0, 255), 2), new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2)]));
        Vectors.Hold(
            "C0 03 01 04 | 0001 0101000000FF 02 00 | 0001 0101000001FF 02 00 | 0001 0101000002FF 02 00 | 0003 0101151900FF 02 00",
            new GetRequest.WithList(
                new(1),
                [
                    new(ClassId.Data, new(1, 1, 0, 0, 0, 255), 2),
                    new(ClassId.Data, new(1, 1, 0, 0, 1, 255), 2),
                    new(ClassId.Data, new(1, 1, 0, 0, 2, 255), 2),
                    new(ClassId.Register, new(1, 1, 21, 25, 0, 255), 2),
                ]));
    }

    [Theory]
    [InlineData(
        "C0 01 C1 | 0007 0100630100FF 02 | 01 01 0204 0204 120008 0906 0000010000FF 0F02 120000 090C 07E2020CFF00000000800000 090C 07E3020CFF00000000800000 0100",
        "07E2020CFF00000000800000",
        "07E3020CFF00000000800000")]
    [InlineData(
        "C0 01 C1 | 0007 0100630100FF 02 | 01 01 0204 0204 120008 0906 0000010000FF 0F02 120000 090C 07EA0702FF000000FFFF4C80 090C 07EA0702FF010000FFFF4C80 0100",
        "07EA0702FF000000FFFF4C80",
        "07EA0702FF010000FFFF4C80")]
    public void With_a_range(string hex, string from, string to)
    {
        Assert.True(CosemDateTime.TryParse(Hex.Bytes(from), out var first));
        Assert.True(CosemDateTime.TryParse(Hex.Bytes(to), out var last));
        Vectors.Hold(hex, new GetRequest.Normal(C1, Buffer(new RangeDescriptor(first, last, []).ToSelectiveAccess())));
    }

    [Fact]
    public void With_a_range_of_type_date_time()
    {
        var request = (GetRequest.Normal)Apdu.Decode(Hex.Bytes(
            "C001010007 0100630100FF 02 01 01 0204 0204 120008 0906 0000010000FF 0F02 120000 19 07E2010A031314150CFFC400 19 07E2010A031414150CFFC400 0100"));
        Assert.True(RangeDescriptor.TryParse(request.Attribute.Access!.Parameters, out var range));
        Assert.Equal((19, 20), (range.From.Hour, range.To.Hour));
        Assert.Empty(range.Columns);
    }

    [Fact]
    public void With_entries() => Vectors.Hold(
        "C0 01 C1 | 0007 0100630100FF 02 | 01 02 0204 0600000005 0600000006 120001 120000",
        new GetRequest.Normal(C1, Buffer(new EntryDescriptor(5, 6, 1, 0).ToSelectiveAccess())));

    [Theory]
    [InlineData("C0")]
    [InlineData("C0 01")]
    [InlineData("C0 00 C1 0008 0000010000FF 02 00")]
    [InlineData("C0 04 C1 0008 0000010000FF 02 00")]
    [InlineData("C0 01 C1 0008 0000010000FF 02")]
    [InlineData("C0 01 C1 0008 0000010000FF 02 00 00")]
    [InlineData("C0 01 C1 0008 0000010000FF 02 02")]
    [InlineData("C0 02 C1 000000")]
    [InlineData("C0 03 C1 03 0001 00002A0000FF 02 00 0008 0000010000FF 02 00")]
    [InlineData("C0 03 C1 84 7FFFFFFF 0001 00002A0000FF 02 00")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));

    private static AttributeDescriptor Buffer(SelectiveAccess access) => new(ClassId.ProfileGeneric, new(1, 0, 99, 1, 0, 255), 2, access);
}
