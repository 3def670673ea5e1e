using MBus.Application;
using MBus.Link;
using MBus.Master;
using Testing;

namespace MBus.Tests.Application;

public sealed class MostSignificantFirstTests
{
    [Fact]
    public void Header_and_records_of_CI_76_are_turned()
    {
        var telegram = Decode(0x76, "12345678 5274 01 04 2A 10 0000  0C13 00012345  02 5A 0113  0D FD11 04 54455354  04 6D 331F0A1E  0F 0102");
        Assert.True(telegram.IsMostSignificantFirst);
        Assert.Equal(new SecondaryAddress(0x12345678, new(0x5274), 1, new(4)), AnswerIdentity.Of(telegram.Frame));
        Assert.Equal((42, 0x10), (telegram.Header.AccessNumber, telegram.Header.Status));
        Assert.Equal(["12.345", "27.5", "TEST", "2024-03-31T10:30"], telegram.Values());
        var records = telegram.Records;
        while (records.MoveNext())
        {
            // The maker's data stand behind the last record.
        }

        Assert.Equal(Hex.Bytes("0102"), records.ManufacturerData!.Value.ToArray());
    }

    [Fact]
    public void The_counters_of_CI_77_are_turned_and_its_units_are_not()
    {
        var ordinary = Decode(0x73, "78563412 0A 00 E97E 01000000 35010000");
        var turned = Decode(0x77, "12345678 0A 00 E97E 00000001 00000135");
        Assert.Equal(ordinary.Header, turned.Header);
        Assert.Equal(ordinary.Values(), turned.Values());
        Assert.Equal(["0.001", "0.135"], turned.Values());
    }

    [Fact]
    public void A_medium_that_says_so_itself_does_not_turn_the_counters_twice() =>
        Assert.Equal(["1000", "2000"], Decode(0x77, "12345678 0A 00 8585 00000001 00000002").Values());

    [Fact]
    public void Every_telegram_of_ours_sent_the_other_way_round_is_the_same_telegram()
    {
        foreach (var vector in TelegramVector.Own("own-records.jsonl"))
        {
            var telegram = Telegram.Decode(vector.Frame);
            var turned = Telegram.Decode(TelegramWriter.VariableMostSignificantFirst(1, telegram.Header, telegram.Data));
            Assert.Equal(telegram.Header, turned.Header);
            Assert.Equal(telegram.Data.ToArray(), turned.Data.ToArray());
        }
    }

    [Theory]
    [InlineData(0x76, "12345678 5274 01 04 2A 10 00", TelegramErrorCode.ShortHeader)]
    [InlineData(0x77, "12345678 0A 00 E97E 00000001 000001", TelegramErrorCode.Length)]
    public void What_is_too_short_is_named(byte ci, string data, TelegramErrorCode expected) => Assert.Equal(expected, Decode(ci, data).Error);

    [Fact]
    public void A_fault_in_the_records_keeps_those_before_it()
    {
        var records = Decode(0x76, "12345678 5274 01 04 2A 10 0000  02 5A 0113  04 13 0102").Records;
        Assert.True(records.MoveNext());
        Assert.Equal("27.5", records.Current.ValueText);
        Assert.False(records.MoveNext());
        Assert.Equal(new TelegramError(TelegramErrorCode.PrematureEnd, 4), records.Error);
    }

    private static Telegram Decode(byte ci, string data) => Telegram.Decode(LinkFrame.Long(ControlField.RspUd, 1, ci, Hex.Bytes(data)));
}
