using Gateway.Events;
using Gateway.Tests.Harness;
using MBus.Application;
using Telegram = MBus.Application.Telegram;

namespace Gateway.Tests.Events;

/// <summary>Two values of an accumulator, as records of a telegram.</summary>
public sealed class AccumulatorStepTests
{
    [Theory]
    [InlineData("0C 13 45 23 01 00", "0C 13 44 23 01 00", true)] // 8 digits BCD
    [InlineData("0C 13 45 23 01 00", "0C 13 45 23 01 00", false)]
    [InlineData("0C 13 45 23 01 00", "0C 13 46 23 01 00", false)]
    [InlineData("04 13 00 01 00 00", "04 13 FF 00 00 00", true)] // 32 bits
    [InlineData("07 13 00 01 00 00 00 00 00 00", "07 13 FF 00 00 00 00 00 00 00", true)] // 64 bits
    [InlineData("0D 13 EA 00 01 00 00 00 00 00 00 00 00", "0D 13 EA FF 00 00 00 00 00 00 00 00 00", true)] // 80 bits
    [InlineData("04 13 05 00 00 00", "04 13 FB FF FF FF", true)] // 5, -5
    [InlineData("04 13 FB FF FF FF", "04 13 FA FF FF FF", true)] // -5, -6
    [InlineData("04 13 FA FF FF FF", "04 13 05 00 00 00", false)] // -6, 5
    public void A_value_that_is_less_than_the_one_before_ran_backwards(string before, string now, bool isBackwards) =>
        Assert.Equal(isBackwards, IsBackwards(before, now));

    [Theory]
    [InlineData("04 13 E8 03 00 00", "04 16 01 00 00 00", false)] // 1000 l, 1 m3
    [InlineData("04 13 E9 03 00 00", "04 16 01 00 00 00", true)] // 1001 l, 1 m3
    [InlineData("04 16 01 00 00 00", "04 13 E7 03 00 00", true)] // 1 m3, 999 l
    [InlineData("04 16 01 00 00 00", "04 13 E8 03 00 00", false)]
    [InlineData("0C 06 01 00 00 00", "04 03 E7 03 00 00", true)] // 1 kWh BCD, 999 Wh binary
    [InlineData("0C 06 01 00 00 00", "04 03 E8 03 00 00", false)]
    [InlineData("04 93 7D 01 00 00 00", "04 13 E7 03 00 00", true)] // times 1000 by a VIFE
    [InlineData("0D 17 EF FF FF FF FF FF FF FF FF FF FF FF FF FF FF 3F", "04 10 01 00 00 00", true)] // 118 bits times ten
    [InlineData("04 10 01 00 00 00", "0D 17 EF FF FF FF FF FF FF FF FF FF FF FF FF FF FF 3F", false)]
    [InlineData("04 10 00 00 00 00", "04 17 00 00 00 00", false)]
    public void Values_of_another_power_of_ten_or_coding_are_compared_exactly(string before, string now, bool isBackwards) =>
        Assert.Equal(isBackwards, IsBackwards(before, now));

    [Theory]
    [InlineData("0C 13 99 99 99 99", "0C 13 02 00 00 00")] // 8 digits
    [InlineData("0C 13 99 99 99 09", "0C 13 02 00 00 00")] // a display of 7
    [InlineData("0B 13 50 99 99", "0B 13 10 00 00")]
    [InlineData("0E 13 99 99 99 99 99 99", "0E 13 00 00 00 00 00 00")]
    [InlineData("04 13 FF E0 F5 05", "04 13 02 00 00 00")] // 99,999,999 of a display of 8, in 32 bits
    [InlineData("04 13 FE FF FF 7F", "04 13 03 00 00 00")] // 2^31 - 2, the sign is lost
    [InlineData("04 13 FE FF FF 7F", "04 13 01 00 00 80")] // goes on at -2^31 + 1
    [InlineData("04 13 FE FF FF FF", "04 13 03 00 00 00")] // 2^32 - 2, which is read as -2
    [InlineData("02 13 FF 7F", "02 13 10 00")]
    [InlineData("0C 13 05 00 00 A0", "0C 13 06 00 00 00")] // 100,000,005 with the overflow in its first digit, then 6
    public void A_counter_that_went_past_its_end_did_not_run_backwards(string before, string now) => Assert.False(IsBackwards(before, now));

    [Theory]
    [InlineData("0C 13 00 00 00 98", "0C 13 02 00 00 00")] // not near its end
    [InlineData("0C 13 99 99 99 99", "0C 13 00 00 50 01")] // not near its beginning
    [InlineData("0C 13 99 99 00 00", "0C 13 02 00 00 00")] // 9999: no display is that short
    [InlineData("0C 13 06 00 00 A0", "0C 13 05 00 00 00")]
    [InlineData("04 13 00 00 00 70", "04 13 00 00 00 80")]
    public void A_counter_that_is_reset_did(string before, string now) => Assert.True(IsBackwards(before, now));

    [Theory]
    [InlineData("05 13 00 00 C8 42", "05 13 00 00 C7 42", true)] // 100, 99.5
    [InlineData("05 13 00 00 C7 42", "05 13 00 00 C8 42", false)]
    [InlineData("05 16 00 00 C8 42", "05 13 00 00 C7 42", false)] // another power of ten
    [InlineData("05 13 00 00 C8 42", "04 13 01 00 00 00", false)] // another kind of number
    [InlineData("05 13 00 00 C0 7F", "05 13 00 00 C7 42", false)] // not a number
    public void Reals_are_compared_only_with_their_like(string before, string now, bool isBackwards) => Assert.Equal(isBackwards, IsBackwards(before, now));

    private static bool IsBackwards(string before, string now) => AccumulatorStep.IsBackwards(Record(before), Record(now));

    private static DataRecord Record(string hex)
    {
        var records = Telegram.Decode(MappingText.Telegram(hex)).Records;
        return records.MoveNext() ? records.Current : throw new InvalidOperationException($"{hex} is no record.");
    }
}
