using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class GeneralBlockTransferTests
{
    [Fact]
    public void A_block()
    {
        Vectors.Hold("E0 81 0001 0000 03 C001C1", new GeneralBlockTransfer(new(true, false, 1), 1, 0, Hex.Bytes("C001C1")));
        Vectors.Hold("E0 40 0002 0103 00", new GeneralBlockTransfer(new(false, true, 0), 2, 0x103, default));
    }

    [Theory]
    [InlineData(0x00, false, false, 0)]
    [InlineData(0x3F, false, false, 63)]
    [InlineData(0x44, false, true, 4)]
    [InlineData(0x81, true, false, 1)]
    [InlineData(0xFF, true, true, 63)]
    public void Block_control_has_its_parts(byte value, bool lastBlock, bool streaming, int window)
    {
        var control = new BlockControl(value);
        Assert.Equal((lastBlock, streaming, window), (control.LastBlock, control.Streaming, control.Window));
        Assert.Equal(control, new BlockControl(lastBlock, streaming, window));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void A_window_has_six_bits(int window) => Assert.Throws<ArgumentOutOfRangeException>(() => new BlockControl(false, false, window));

    [Theory]
    [InlineData("E0 81 0001 00")]
    [InlineData("E0 81 0001 0000 04 C001C1")]
    [InlineData("E0 81 0001 0000 02 C001C1")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));
}
