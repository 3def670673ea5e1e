using Cosem;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class DataNotificationTests
{
    [Fact]
    public void Without_a_time() => Vectors.Hold(
        "0F C0000001 00 0204 0906 0000190900FF 0910 47525830303030303030303031303031 090C 07D00101FF00000000000000 06 0012D687",
        new DataNotification(
            new(0xC0000001),
            default,
            new CosemData.Structure(
                new CosemData.OctetString(Hex.Bytes("0000190900FF")),
                new CosemData.OctetString(Octets.FromAscii("GRX0000000001001")),
                new CosemData.OctetString(Hex.Bytes("07D00101FF00000000000000")),
                new CosemData.DoubleLongUnsigned(1_234_567))));

    [Fact]
    public void With_the_time_of_building()
    {
        var notification = new DataNotification(new(0x00FFFFFF), Hex.Bytes("07EA0B1C06010F00FFFFC400"), CosemData.Null.Instance);
        Vectors.Hold("0F 00FFFFFF 0C 07EA0B1C06010F00FFFFC400 00", notification);
        Assert.Equal(0xFFFFFF, notification.InvokeId.InvokeId);
        Assert.False(notification.InvokeId.IsConfirmed);
    }

    [Theory]
    [InlineData("0F 00000001 0B 07EA0B1C06010F00FFFFC4 00")]
    [InlineData("0F 00000001 05 07EA0B1C06 00")]
    [InlineData("0F 00000001 00 00 00")]
    [InlineData("0F 00000001 00 FF")]
    [InlineData("0F 00000001 00 0102 00")]
    public void A_time_of_another_length_and_anything_left_or_missing_is_malformed(string hex) =>
        Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));
}
