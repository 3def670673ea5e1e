using MBus.Application;
using MBus.Link;
using MBus.Tests.Application;
using Testing;

namespace MBus.Tests.Security;

public sealed class AuthenticationLayerTests
{
    private const string Message = "72 78563412 7452 01 04 2A 00 0000 0113 07";

    [Theory]
    [InlineData("02 0000", "nothing but its control field")]
    [InlineData("02 0100", "the first and only fragment")]
    [InlineData("07 0028 20 2A000000", "a counter")]
    [InlineData("09 002A 30 1001 2A000000", "key information and counter")]
    [InlineData("05 0030 40 1000", "the message's length, 16 bytes")]
    public void A_telegram_behind_a_layer_is_read(string layer, string what)
    {
        var telegram = Decode($"{layer} {Message}");
        Assert.True(telegram.Error == TelegramErrorCode.None, what);
        Assert.NotNull(telegram.Authentication);
        Assert.Equal("12345678", telegram.Header.IdentificationText);
        Assert.Equal("0.007", Assert.Single(telegram.Records.ToList()).ValueText);
    }

    [Fact]
    public void The_fields_are_told()
    {
        var layer = Decode($"13 003E 75 1001 2A000000 0102030405060708 1000 {Message}").Authentication!;
        Assert.Equal(0x0110, layer.KeyInformation!.Value);
        Assert.Equal(42u, layer.MessageCounter);
        Assert.Equal(5, layer.AuthenticationType);
        Assert.Equal(Hex.Bytes("0102030405060708"), layer.Mac.ToArray());
        Assert.True(layer.IsCmac);
        Assert.False(layer.IsFragment);
    }

    [Theory]
    [InlineData("", TelegramErrorCode.AuthenticationLayerLength, "nothing")]
    [InlineData("00", TelegramErrorCode.AuthenticationLayerLength, "no control field")]
    [InlineData("01 00 72", TelegramErrorCode.AuthenticationLayerLength, "half a control field")]
    [InlineData("02 0000", TelegramErrorCode.AuthenticationLayerLength, "no message")]
    [InlineData("FF 0000 72", TelegramErrorCode.AuthenticationLayerLength, "longer than the telegram")]
    [InlineData("03 0000 00 72", TelegramErrorCode.AuthenticationLayerLength, "a byte too many")]
    [InlineData("06 0028 20 2A0000 72", TelegramErrorCode.AuthenticationLayerLength, "a byte of the counter missing")]
    [InlineData("0E 002C 25 2A000000 01020304050607 72", TelegramErrorCode.AuthenticationLayerLength, "a byte of the code missing")]
    [InlineData("05 0030 40 1100 72", TelegramErrorCode.AuthenticationLayerLength, "a message of another length")]
    [InlineData("0F 002C 2F 2A000000 0102030405060708 72", TelegramErrorCode.UnsupportedAuthentication, "a reserved type")]
    [InlineData("02 0140 72", TelegramErrorCode.Fragment, "more fragments follow")]
    [InlineData("02 0200 72", TelegramErrorCode.Fragment, "the second fragment")]
    public void What_is_no_layer_is_named_and_its_bytes_are_kept(string data, TelegramErrorCode expected, string what)
    {
        var telegram = Decode(data);
        Assert.True(telegram.Error == expected, what);
        Assert.Equal(TelegramKind.UnsupportedCi, telegram.Kind);
        Assert.Equal(Hex.Bytes(data), telegram.Data.ToArray());
        Assert.Empty(telegram.Records.ToList());
    }

    [Fact]
    public void An_unknown_CI_field_behind_a_layer_is_not_read() =>
        Assert.Equal(TelegramKind.UnsupportedCi, Decode("02 0000 B7 01").Kind);

    private static Telegram Decode(string data) => Telegram.Decode(LinkFrame.Long(ControlField.RspUd, 1, 0x90, Hex.Bytes(data)));
}
