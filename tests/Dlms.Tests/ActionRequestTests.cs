using Cosem;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class ActionRequestTests
{
    private static readonly InvokeIdAndPriority C1 = new(0xC1);
    private static readonly MethodDescriptor ReplyToHls = new(ClassId.AssociationLn, new(0, 0, 40, 0, 0, 255), 1);
    private static readonly MethodDescriptor Reset = new(ClassId.ProfileGeneric, new(1, 0, 99, 1, 0, 255), -1);

    [Theory]
    [InlineData(0xC0, "1000001A90E6D2221FA2FD85EED61ACC22")]
    [InlineData(0xC1, "1000000011AD7AFF40FBE3910FA6127158")]
    [InlineData(0xC1, "10012345677D52391C407E3A45210F000E")]
    [InlineData(0xC0, "1000000021C3ACBA121AF93EAA91DB2A44")]
    [InlineData(0xC1, "1000000001F7B882CD1E8245A2F0A72745")]
    public void Normal_as_the_third_pass_of_authentication(byte invokeId, string reply) => Vectors.Hold(
        $"C3 01 {invokeId:X2} | 000F 0000280000FF 01 | 01 0911 {reply}",
        new ActionRequest.Normal(new(invokeId), ReplyToHls, new CosemData.OctetString(Hex.Bytes(reply))));

    [Fact]
    public void Normal_without_parameters() => Vectors.Hold("C3 01 C1 | 0007 0100630100FF FF | 00", new ActionRequest.Normal(C1, Reset));

    [Fact]
    public void Next_block() => Vectors.Hold("C3 02 C1 00000001", new ActionRequest.NextPBlock(C1, 1));

    [Fact]
    public void With_a_list() => Vectors.Hold(
        "C3 03 C1 | 02 0007 0100630100FF FF 000F 0000280000FF 01 | 02 00 0901AA",
        new ActionRequest.WithList(C1, [Reset, ReplyToHls], [CosemData.Null.Instance, new CosemData.OctetString(Hex.Bytes("AA"))]));

    [Fact]
    public void With_the_first_block() => Vectors.Hold(
        "C3 04 C1 | 000F 0000280000FF 01 | 00 00000001 03 091110",
        new ActionRequest.WithFirstPBlock(C1, ReplyToHls, new(false, 1, Hex.Bytes("091110"))));

    [Fact]
    public void With_a_list_and_the_first_block() => Vectors.Hold(
        "C3 05 C1 | 02 0007 0100630100FF FF 000F 0000280000FF 01 | 00 00000001 03 020009",
        new ActionRequest.WithListAndFirstPBlock(C1, [Reset, ReplyToHls], new(false, 1, Hex.Bytes("020009"))));

    [Fact]
    public void With_another_block() => Vectors.Hold(
        "C3 06 51 | 01 00000001 05 0102030405", new ActionRequest.WithPBlock(new(0x51), new(true, 1, Hex.Bytes("0102030405"))));

    [Theory]
    [InlineData("C3 00 C1 000F 0000280000FF 01 00")]
    [InlineData("C3 07 C1 000F 0000280000FF 01 00")]
    [InlineData("C3 01 C1 000F 0000280000FF 01 02 00")]
    [InlineData("C3 01 C1 000F 0000280000FF 01 01")]
    [InlineData("C3 01 C1 000F 0000280000FF 01 00 00")]
    [InlineData("C3 03 C1 01 000F 0000280000FF 01 02 00 00")]
    [InlineData("C3 03 C1 84 7FFFFFFF 000F 0000280000FF 01 01 00")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));
}
