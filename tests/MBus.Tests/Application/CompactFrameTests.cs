using MBus.Application;
using MBus.Link;
using Testing;

namespace MBus.Tests.Application;

public sealed class CompactFrameTests
{
    private const string LongHeader = "78563412 7452 01 04 2A 00 0000";
    private const string ShortHeader = "2A 00 0000";

    [Theory]
    [InlineData(0x79, "", TelegramHeaderKind.None)]
    [InlineData(0x7B, ShortHeader, TelegramHeaderKind.Short)]
    [InlineData(0x73, LongHeader, TelegramHeaderKind.Long)]
    public void It_is_recognised_with_signature_and_CRC_and_its_data_are_not_read(byte ci, string header, TelegramHeaderKind kind)
    {
        var telegram = Decode(ci, $"{header} A8ED 3412 01020304 05");
        Assert.Equal((TelegramKind.CompactFrame, kind, TelegramErrorCode.CompactFrame), (telegram.Kind, telegram.Header.Kind, telegram.Error));
        Assert.Equal((0xEDA8, 0x1234), (telegram.CompactFrame!.Value.FormatSignature, telegram.CompactFrame.Value.FullFrameCrc));
        Assert.Equal(Hex.Bytes("0102030405"), telegram.CompactFrame.Value.Data.ToArray());
        Assert.Equal(Hex.Bytes("A8ED 3412 01020304 05"), telegram.Data.ToArray());
        Assert.Equal(new TelegramError(TelegramErrorCode.CompactFrame, 0), telegram.Records.Error);
        Assert.Empty(telegram.Records.ToList());
        Assert.Equal(kind == TelegramHeaderKind.Long ? "12345678" : "00000000", telegram.Header.IdentificationText);
    }

    [Theory]
    [InlineData(0x79, "A8ED34", TelegramErrorCode.ShortHeader)]
    [InlineData(0x7B, "2A0000", TelegramErrorCode.ShortHeader)]
    [InlineData(0x7B, "2A000000 A8ED34", TelegramErrorCode.ShortHeader)]
    public void What_is_too_short_is_named(byte ci, string data, TelegramErrorCode expected)
    {
        var telegram = Decode(ci, data);
        Assert.Equal(expected, telegram.Error);
        Assert.Null(telegram.CompactFrame);
    }

    [Theory]
    [InlineData(15, TelegramKind.Fixed, TelegramErrorCode.Length)]
    [InlineData(16, TelegramKind.Fixed, TelegramErrorCode.None)]
    [InlineData(17, TelegramKind.CompactFrame, TelegramErrorCode.CompactFrame)]
    public void CI_73_is_the_fixed_data_structure_with_exactly_16_bytes(int length, TelegramKind kind, TelegramErrorCode error)
    {
        var telegram = Telegram.Decode(LinkFrame.Long(ControlField.RspUd, 1, 0x73, new byte[length]));
        Assert.Equal((kind, error), (telegram.Kind, telegram.Error));
    }

    [Fact]
    public void An_encrypted_one_shows_neither_signature_nor_CRC()
    {
        var telegram = Decode(0x7B, "2A 00 1005 0102030405060708090A0B0C0D0E0F10");
        Assert.Equal((TelegramKind.CompactFrame, TelegramErrorCode.Encrypted), (telegram.Kind, telegram.Error));
        Assert.Null(telegram.CompactFrame);
    }

    private static Telegram Decode(byte ci, string data) => Telegram.Decode(LinkFrame.Long(ControlField.RspUd, 1, ci, Hex.Bytes(data)));
}
